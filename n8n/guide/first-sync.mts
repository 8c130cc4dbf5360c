/** The steps of "Build your first sync", each as somebody does it who sees what the editor shows. */
import type { Sandbox } from '../../sandbox/server.mts';
import { objectInContacthub, reachable, writeToTaguchi } from '../demonstration/people.mts';
import { until } from '../demonstration/waiting.mts';
import { say } from '../progress.mts';
import {
	button,
	chooseOnError,
	closePanel,
	enterYourContacthubAccount,
	executeStep,
	fillField,
	findNode,
	inputField,
	installThePackage,
	newCredential,
	newWorkflow,
	panel,
	saveCredential,
	startIt,
} from './clicks.mts';
import { guideDifferences, refusing } from './first-sync-outcome.mts';
import type { Accounts, Guide, Step } from './guide.mts';
import { POLL_TIMEOUT } from './guide.mts';
import type { GuideReader } from './reader.mts';

const PEOPLE = 60;
/** How many people a trial takes. */
const TRIAL_PEOPLE = 10;
/** How many come later, for the poll to find. */
const NEWCOMERS = 3;

/** The steps by their titles in the guide. */
const STEPS: Readonly<Record<string, Step>> = {
	'Install the package': installThePackage,
	'Enter your Contacthub account': enterYourContacthubAccount,
	'Check it': checkIt,
	'Enter your Taguchi account': enterYourTaguchiAccount,
	'Check it too': checkItToo,
	'Begin a workflow': beginAWorkflow,
	'Say what counts': sayWhatCounts,
	'Look at some people': lookAtSomePeople,
	'Add a condition': addACondition,
	'Ask for an e-mail address': askForAnEmailAddress,
	'Add a second condition': addASecondCondition,
	'Ask who said no': askWhoSaidNo,
	'Add Taguchi': addTaguchi,
	'Fill its fields': fillItsFields,
	'Let one bad record fail alone': letOneBadRecordFailAlone,
	'Add Taguchi for the others': addTaguchiForTheOthers,
	'Say what they said': sayWhatTheySaid,
	'Try it': tryIt,
	'Start it': startIt,
};

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
	await newWorkflow(reader);
	await findNode(reader, 'Contacthub');
	await reader.click('On customer created', page.getByText('On customer created'));
	const credential = panel(reader).getByRole('combobox', { name: 'Select Credential' });
	if (!(await credential.inputValue())) throw new Error('n8n has not chosen the credential');
}

async function sayWhatCounts(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const events = reader.field('Trigger On', panel(reader)).locator('.el-select');
	await reader.click('Trigger On', events);
	await reader.click('Updated', page.getByRole('option', { name: 'Updated' }));
	// The list stays open for further choices.
	await panel(reader).getByText('Watch', { exact: true }).click();
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
	await closePanel(reader);
}

async function addASecondCondition(reader: GuideReader): Promise<void> {
	await addBehind(reader, 'true');
	await findNode(reader, 'If');
	await panel(reader).waitFor();
}

async function askWhoSaidNo(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const first = panel(reader).getByPlaceholder('value1');
	await reader.drag('emailConsent', inputField(reader, 'emailConsent'), 'value1', first);
	await reader.click('is equal to', panel(reader).getByRole('button', { name: 'is equal to' }));
	await reader.click('String', page.getByRole('menuitem', { name: 'String' }));
	await reader.click('is not equal to', page.getByRole('menuitem', { name: 'is not equal to' }));
	await reader.fill('refused', panel(reader).getByPlaceholder('value2'), 'refused');
	// n8n takes over what was typed a moment after the field is left.
	await page.keyboard.press('Tab');
	await reader.look();
	await reader.click('Execute step', executeStep(reader));
	await reader.see('False Branch', page.getByText(/False Branch \(\d+ items?\)/));
	await reader.look();
	await closePanel(reader);
}

async function addTaguchi(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await addBehind(reader, 'true');
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

async function letOneBadRecordFailAlone(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await chooseOnError(reader);
	await closePanel(reader);
	await reader.see('Success', page.getByText('Success', { exact: true }));
	await reader.see('Error', page.getByText('Error', { exact: true }));
}

async function addTaguchiForTheOthers(reader: GuideReader): Promise<void> {
	await addBehind(reader, 'false', 1);
	await findNode(reader, 'Taguchi');
	const action = 'Set the consent of a subscriber';
	await reader.click(action, reader.page.getByText(action, { exact: true }));
	await panel(reader).getByText('Email Consent').waitFor();
}

async function sayWhatTheySaid(reader: GuideReader): Promise<void> {
	const { page } = reader;
	const answer = reader.field('Email Consent', panel(reader)).getByRole('combobox');
	await reader.click('Email Consent', answer);
	await reader.click('Refused', page.getByRole('option', { name: 'Refused' }));
	const email = reader.field('Email', panel(reader)).getByRole('textbox');
	await reader.drag('email', inputField(reader, 'email'), 'Email', email);
	await reader.look();
	await chooseOnError(reader);
	await closePanel(reader);
}

async function tryIt(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('Execute workflow', button(reader, 'Execute workflow').last());
	const success = page.locator('.canvas-node-handle-main-output').filter({ hasText: 'Success' });
	await success.getByText(/\d+ items/).waitFor();
	await button(reader, 'Zoom to Fit').click();
	await reader.look();
}

/** The + behind an output, which is there as long as nothing is connected; of several, the one at a place. */
async function addBehind(reader: GuideReader, output: string, place = 0): Promise<void> {
	const outputs = reader.page
		.locator('.canvas-node-handle-main-output')
		.filter({ hasText: output, has: reader.page.getByTestId('canvas-handle-plus') });
	await reader.click(output, outputs.nth(place).getByTestId('canvas-handle-plus'));
}

/** Whom Taguchi knows already, though they refuse e-mail in Contacthub. */
async function knowSomebodyWhoRefuses(sandbox: Sandbox): Promise<void> {
	const email = refusing(sandbox).at(-1);
	if (!email) throw new Error('Nobody refuses');
	await writeToTaguchi(sandbox, [{ email }]);
}

/** Everybody after Publish, and later changes by the poll. @throws Error with who did not arrive as promised */
async function checkArrivals(sandbox: Sandbox, stop: AbortSignal): Promise<void> {
	const { contacthub, taguchi } = sandbox;
	const unsubscribed = () =>
		taguchi.subscribers.filter(({ unsubscribedTimestamp }) => unsubscribedTimestamp).length;
	const agree = async () => await until(() => guideDifferences(sandbox), POLL_TIMEOUT, stop);
	await agree();
	const before = unsubscribed();
	if (before === 0) throw new Error('Nobody is unsubscribed: the run does not show that it works');
	say(
		`Everybody has arrived: ${taguchi.subscribers.length} people, ${before} of them unsubscribed`,
	);

	const arrived = taguchi.subscribers.length;
	contacthub.addPeople(NEWCOMERS);
	const agreeing = reachable(sandbox).find(({ email }) =>
		taguchi.subscribers.some(
			(one) => one.email?.toLowerCase() === email.toLowerCase() && !one.unsubscribedTimestamp,
		),
	);
	if (!agreeing) throw new Error('There is nobody left who could say no');
	await objectInContacthub(sandbox, agreeing.id);
	say(`${NEWCOMERS} people join, and one says no; waiting for the next poll`);
	await agree();
	if (taguchi.subscribers.length === arrived) throw new Error('Nobody of those who join arrives');
	if (unsubscribed() === before) throw new Error('The no did not arrive');
	say(`They have arrived: ${taguchi.subscribers.length} people, ${unsubscribed()} unsubscribed`);
}

/** "Build your first sync". */
export const FIRST_SYNC: Guide = {
	file: 'first-sync-guide',
	steps: STEPS,
	pictures: {
		'Check it': 'guide-credential.png',
		'Look at some people': 'guide-trigger.png',
		'Ask who said no': 'guide-condition.png',
		'Fill its fields': 'guide-taguchi.png',
		'Say what they said': 'guide-consent.png',
		'Try it': 'guide-workflow.png',
	},
	before: async ({ contacthub }) => {
		// With this seed, one of the ten whom a trial takes refuses: both branches hold somebody.
		contacthub.addPeople(PEOPLE, { seed: 1 });
	},
	afterTrial: async (sandbox) => {
		await until(() => guideDifferences(sandbox, { last: TRIAL_PEOPLE }));
		await knowSomebodyWhoRefuses(sandbox);
	},
	afterAll: checkArrivals,
};
