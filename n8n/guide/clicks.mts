/** What the steps of all guides have in common: how somebody finds their way in the editor. */
import type { Locator } from 'playwright-core';
import { PACKAGE_NAME } from '../instance/user-folder.mts';
import type { Accounts } from './guide.mts';
import type { GuideReader } from './reader.mts';

/** How long n8n may take to install the package, in milliseconds. */
const INSTALLATION = 180_000;

/** A button by its name, as people and screen readers know it. */
export const button = ({ page }: GuideReader, name: string): Locator =>
	page.getByRole('button', { name });

/** The panel of the node that is open. */
export const panel = ({ page }: GuideReader): Locator => page.getByTestId('ndv');

/** A field of the incoming items, on the panel's left. The upper one, where a name occurs twice. */
export const inputField = ({ page }: GuideReader, name: string): Locator =>
	page.getByTestId('ndv-input-panel').getByText(name, { exact: true }).first();

/** The button that runs the open node. */
export const executeStep = (reader: GuideReader): Locator =>
	panel(reader).getByRole('button', { name: 'Execute step' }).first();

/** Closes the panel of the open node. */
export async function closePanel(reader: GuideReader): Promise<void> {
	await reader.click('×', reader.page.getByTestId('ndv-close-button'));
	await panel(reader).waitFor({ state: 'hidden' });
}

/** Searches in the list of nodes, and chooses the one with exactly this name. */
export async function findNode(reader: GuideReader, name: string): Promise<void> {
	const { page } = reader;
	await reader.fill(name, page.getByPlaceholder('Search nodes...'), name);
	const found = page.getByTestId('node-creator').getByText(name, { exact: true });
	await reader.click(name, found.first());
}

/** Begins a credential of a type. */
export async function newCredential(
	reader: GuideReader,
	search: string,
	type: string,
): Promise<void> {
	const { page } = reader;
	await reader.click('+', button(reader, 'Add new item'));
	await reader.click('New credential', page.getByRole('menuitem', { name: 'New credential' }));
	await reader.fill(search, page.getByPlaceholder('Search for app...'), search);
	await reader.click(type, page.getByRole('option', { name: type }));
	await reader.click('Continue', button(reader, 'Continue'));
}

/** Fills an input of the open credential. */
export async function fillField(reader: GuideReader, label: string, value: string): Promise<void> {
	const dialog = reader.page.getByRole('dialog');
	await reader.fill(label, reader.field(label, dialog).getByRole('textbox'), value);
}

/** Saves the open credential, waits for its test, and closes it. */
export async function saveCredential(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const good = 'Connection tested successfully';
	await reader.click('Save', button(reader, 'Save'));
	await reader.see(good, page.getByText(good));
	await reader.look();
	await reader.click('×', button(reader, 'Close this dialog'));
	await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Installs the package as somebody does it in the settings. */
export async function installThePackage(reader: GuideReader): Promise<void> {
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

/** Enters the account of Contacthub. */
export async function enterYourContacthubAccount(
	reader: GuideReader,
	{ contacthub }: Accounts,
): Promise<void> {
	await newCredential(reader, 'Contacthub', 'Contacthub API');
	await fillField(reader, 'Token', contacthub.token);
	await fillField(reader, 'Workspace ID', contacthub.workspaceId);
	await fillField(reader, 'Base URL', contacthub.baseUrl);
}

/** Publishes the workflow. */
export async function startIt(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('Publish', page.getByRole('button', { name: 'Publish', exact: true }));
	const dialog = page.getByRole('dialog');
	await reader.see('version name', dialog.getByText('Version name'));
	await reader.click('Publish', dialog.getByRole('button', { name: 'Publish', exact: true }));
	await reader.click('Got it', page.getByRole('button', { name: 'Got it' }));
	await page.getByText('Published', { exact: true }).waitFor();
}

/** Begins a workflow; the list of nodes is open then. */
export async function newWorkflow(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('+', button(reader, 'Add new item'));
	await reader.click('New workflow', page.getByRole('menuitem', { name: 'New workflow' }));
	const first = page.getByTestId('canvas-add-button');
	await reader.see('Add first step…', first.getByText('Add first step…'));
	await reader.click('+', first.getByRole('button'));
}

/** Lets one bad item fail alone. */
export async function chooseOnError(reader: GuideReader): Promise<void> {
	const choice = 'Continue (using error output)';
	await reader.click('Settings', panel(reader).getByRole('tab', { name: 'Settings' }));
	await reader.click('On Error', reader.field('On Error', panel(reader)).getByRole('combobox'));
	await reader.click(choice, reader.page.getByRole('option', { name: choice }));
}
