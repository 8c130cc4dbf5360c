/** The steps of "Build your first sync", each as somebody does it who sees what the editor shows. */
import type { Locator } from 'playwright-core';
import type { GuideReader } from './reader.mts';
import { PACKAGE_NAME } from '../instance/user-folder.mts';

/** The accounts that the reader was given. */
export interface Accounts {
	contacthub: { token: string; workspaceId: string; baseUrl: string };
	taguchi: { endpointUrl: string; token: string };
}

/** Does one step. */
export type Step = (reader: GuideReader, accounts: Accounts) => Promise<void>;

/** How long n8n may take to install the package, in milliseconds. */
const INSTALLATION = 60_000;

/** The steps by their titles in the guide. */
export const STEPS: Readonly<Record<string, Step>> = {
	'Install the package': installThePackage,
	'Enter your Contacthub account': enterYourContacthubAccount,
	'Check it': checkIt,
	'Enter your Taguchi account': enterYourTaguchiAccount,
	'Check it too': checkItToo,
	'Begin a workflow': beginAWorkflow,
	'Say where to begin': sayWhereToBegin,
	'Look at some people': lookAtSomePeople,
	'Add a condition': addACondition,
	'Ask for an e-mail address': askForAnEmailAddress,
	'Add Taguchi': addTaguchi,
	'Fill its fields': fillItsFields,
	'Take the opt-outs along': takeTheOptOutsAlong,
	'Let one bad record fail alone': letOneBadRecordFailAlone,
	'Try it': tryIt,
	'Start it': startIt,
};

async function installThePackage(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('gear', page.getByRole('menuitem', { name: 'Settings' }));
	await reader.click('Community nodes', page.getByRole('menuitem', { name: 'Community nodes' }));
	await reader.click('Install a community node', button(reader, 'Install a community node'));
	const dialog = page.getByRole('dialog');
	await reader.see('npm Package Name', dialog.getByText('npm Package Name'));
	await reader.fill(PACKAGE_NAME, dialog.getByRole('textbox'), PACKAGE_NAME);
	await reader.click('I understand the risks', dialog.getByText('I understand the risks'));
	await reader.click(
		'Install',
		dialog.locator('button:enabled').getByText('Install', { exact: true }),
	);
	await dialog.waitFor({ state: 'hidden', timeout: INSTALLATION });
	await reader.look();
	await reader.click('← Settings', page.getByText('Settings', { exact: true }));
}

async function enterYourContacthubAccount(
	reader: GuideReader,
	{ contacthub }: Accounts,
): Promise<void> {
	await newCredential(reader, 'Contacthub', 'Contacthub API');
	await fillField(reader, 'Token', contacthub.token);
	await fillField(reader, 'Workspace ID', contacthub.workspaceId);
	await fillField(reader, 'Base URL', contacthub.baseUrl);
}

async function checkIt(reader: GuideReader): Promise<void> {
	await saveCredential(reader);
}

async function enterYourTaguchiAccount(reader: GuideReader, { taguchi }: Accounts): Promise<void> {
	await newCredential(reader, 'Taguchi', 'Taguchi Token API');
	await fillField(reader, 'Endpoint URL', taguchi.endpointUrl);
	await fillField(reader, 'API Token', taguchi.token);
}

async function checkItToo(reader: GuideReader): Promise<void> {
	await saveCredential(reader);
}

async function beginAWorkflow(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('+', button(reader, 'Add new item'));
	await reader.click('New workflow', page.getByRole('menuitem', { name: 'New workflow' }));
	const first = page.getByTestId('canvas-add-button');
	await reader.see('Add first step…', first.getByText('Add first step…'));
	await reader.click('+', first.getByRole('button'));
	await findNode(reader, 'Contacthub');
	await reader.click('On new Contacthub event', page.getByText('On new Contacthub event'));
	const credential = panel(reader).getByRole('combobox', { name: 'Select Credential' });
	if (!(await credential.inputValue())) throw new Error('n8n has not chosen the credential');
}

async function sayWhereToBegin(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('Start From', reader.field('Start From', panel(reader)).getByRole('combobox'));
	await reader.click('The Beginning', page.getByRole('option', { name: 'The Beginning' }));
}

async function lookAtSomePeople(reader: GuideReader): Promise<void> {
	await reader.click(
		'Fetch Test Event',
		panel(reader).getByRole('button', { name: 'Fetch Test Event' }).last(),
	);
	const output = reader.page.getByTestId('output-panel');
	await output.getByText('10 items').waitFor();
	await reader.click('Schema', output.getByText('Schema', { exact: true }));
	await reader.see('contacts', output.getByText('contacts', { exact: true }));
	await reader.look();
	await closePanel(reader);
}

async function addACondition(reader: GuideReader): Promise<void> {
	await reader.click('+', reader.page.getByTestId('canvas-handle-plus'));
	await findNode(reader, 'If');
	await panel(reader).waitFor();
}

async function askForAnEmailAddress(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const first = panel(reader).getByPlaceholder('value1');
	await reader.drag('email', inputField(reader, 'email'), 'value1', first);
	await reader.click('is equal to', panel(reader).getByRole('button', { name: 'is equal to' }));
	await reader.click('String', page.getByRole('menuitem', { name: 'String' }));
	await reader.click('is not empty', page.getByRole('menuitem', { name: 'is not empty' }));
	await reader.click('Execute step', executeStep(reader));
	await reader.see('True Branch', page.getByText('True Branch'));
	await reader.look();
	await closePanel(reader);
}

async function addTaguchi(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const output = page.locator('.canvas-node-handle-main-output').filter({ hasText: 'true' });
	await reader.click('true', output.getByTestId('canvas-handle-plus'));
	await findNode(reader, 'Taguchi');
	const action = 'Create or update a subscriber';
	await reader.click(action, page.getByText(action, { exact: true }));
	await panel(reader).getByText('Values to Send').waitFor();
}

async function fillItsFields(reader: GuideReader): Promise<void> {
	const pairs = [
		['email', 'Email'],
		['mobilePhone', 'Phone'],
		['firstName', 'First Name'],
		['lastName', 'Last Name'],
	] as const;
	for (const [from, to] of pairs) {
		const target = reader.field(to, panel(reader)).getByRole('textbox');
		await reader.drag(from, inputField(reader, from), to, target);
	}
	const rule = reader.field('Empty Values', panel(reader)).getByRole('combobox');
	await reader.see('Empty Values', rule);
	const chosen = await rule.inputValue();
	if (chosen !== 'Keep What Is Stored') throw new Error(`Empty Values is at "${chosen}"`);
}

async function takeTheOptOutsAlong(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const name = 'Unsubscribed At (All Messages)';
	await reader.click(
		'Add field to send',
		panel(reader).getByRole('button', { name: 'Add field to send' }),
	);
	await reader.click(name, page.getByRole('menuitem', { name }));
	const field = reader.field(name, panel(reader));
	await field.hover();
	await reader.click('Expression', field.getByText('Expression', { exact: true }));
	await reader.click('Click into the field', field.getByRole('textbox'));
	await reader.paste(reader.code);
	await reader.look();
}

async function letOneBadRecordFailAlone(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const choice = 'Continue (using error output)';
	await reader.click('Settings', panel(reader).getByRole('tab', { name: 'Settings' }));
	await reader.click('On Error', reader.field('On Error', panel(reader)).getByRole('combobox'));
	await reader.click(choice, page.getByRole('option', { name: choice }));
	await closePanel(reader);
	await reader.see('Success', page.getByText('Success', { exact: true }));
	await reader.see('Error', page.getByText('Error', { exact: true }));
}

async function tryIt(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('Execute workflow', button(reader, 'Execute workflow').last());
	const success = page.locator('.canvas-node-handle-main-output').filter({ hasText: 'Success' });
	await success.getByText(/\d+ items/).waitFor();
	await button(reader, 'Zoom to Fit').click();
	await reader.look();
}

async function startIt(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('Publish', page.getByRole('button', { name: 'Publish', exact: true }));
	const dialog = page.getByRole('dialog');
	await reader.see('version name', dialog.getByText('Version name'));
	await reader.click('Publish', dialog.getByRole('button', { name: 'Publish', exact: true }));
	await reader.click('Got it', page.getByRole('button', { name: 'Got it' }));
	await page.getByText('Published', { exact: true }).waitFor();
}

const button = ({ page }: GuideReader, name: string): Locator => page.getByRole('button', { name });

/** The panel of the node that is open. */
const panel = ({ page }: GuideReader): Locator => page.getByTestId('ndv');

/** A field of the incoming items, on the panel's left. The upper one, where a name occurs twice. */
const inputField = ({ page }: GuideReader, name: string): Locator =>
	page.getByTestId('ndv-input-panel').getByText(name, { exact: true }).first();

const executeStep = (reader: GuideReader): Locator =>
	panel(reader).getByRole('button', { name: 'Execute step' }).first();

async function closePanel(reader: GuideReader): Promise<void> {
	await reader.click('×', reader.page.getByTestId('ndv-close-button'));
	await panel(reader).waitFor({ state: 'hidden' });
}

/** Searches in the list of nodes, and chooses the one with exactly this name. */
async function findNode(reader: GuideReader, name: string): Promise<void> {
	const { page } = reader;
	await reader.fill(name, page.getByPlaceholder('Search nodes...'), name);
	const found = page.getByTestId('node-creator').getByText(name, { exact: true });
	await reader.click(name, found.first());
}

async function newCredential(reader: GuideReader, search: string, type: string): Promise<void> {
	const { page } = reader;
	await reader.click('+', button(reader, 'Add new item'));
	await reader.click('New credential', page.getByRole('menuitem', { name: 'New credential' }));
	await reader.fill(search, page.getByPlaceholder('Search for app...'), search);
	await reader.click(type, page.getByRole('option', { name: type }));
	await reader.click('Continue', button(reader, 'Continue'));
}

async function fillField(reader: GuideReader, label: string, value: string): Promise<void> {
	const dialog = reader.page.getByRole('dialog');
	await reader.fill(label, reader.field(label, dialog).getByRole('textbox'), value);
}

async function saveCredential(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const good = 'Connection tested successfully';
	await reader.click('Save', button(reader, 'Save'));
	await reader.see(good, page.getByText(good));
	await reader.look();
	await reader.click('×', button(reader, 'Close this dialog'));
	await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
