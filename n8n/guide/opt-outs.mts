/** The steps of "Opt-outs from HORISEN to Contacthub", each as somebody does it who sees what the editor shows. */
import type { Sandbox } from '../../sandbox/server.mts';
import { peopleOf } from '../demonstration/agreement.mts';
import { agreeInContacthub, optOutInHorisen, reachable } from '../demonstration/people.mts';
import { until } from '../demonstration/waiting.mts';
import { say } from '../progress.mts';
import {
	button,
	chooseOnError,
	closePanel,
	enterYourContacthubAccount,
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
import type { Accounts, Guide, Step } from './guide.mts';
import { POLL_TIMEOUT } from './guide.mts';
import type { GuideReader } from './reader.mts';

const PEOPLE = 20;
/** How many have opted out before the workflow is there, and how many do afterwards. */
const EARLIER = 5;
const LATER = 2;
/** The node of Contacthub that the sandbox has. */
const NODE = 'Online Shop';

/** The steps by their titles in the guide. */
const STEPS: Readonly<Record<string, Step>> = {
	'Install the package': installThePackage,
	'Enter your HORISEN account': enterYourHorisenAccount,
	'Enter your Contacthub account': enterAndSaveContacthub,
	'Begin a workflow': beginAWorkflow,
	'Say where to begin': sayWhereToBegin,
	'Look at some people': lookAtSomePeople,
	'Add Contacthub': addContacthub,
	'Say what they said': sayWhatTheySaid,
	'Say who it is': sayWhoItIs,
	'Try it': tryIt,
	'Start it': startIt,
};

async function enterYourHorisenAccount(reader: GuideReader, { horisen }: Accounts): Promise<void> {
	await newCredential(reader, 'HORISEN', 'HORISEN Token API');
	await fillField(reader, 'Access Token', horisen.token);
	await fillField(reader, 'Service UUID', horisen.serviceUuid);
	await fillField(reader, 'Base URL', horisen.baseUrl);
	await saveCredential(reader);
}

async function enterAndSaveContacthub(reader: GuideReader, accounts: Accounts): Promise<void> {
	await enterYourContacthubAccount(reader, accounts);
	await saveCredential(reader);
}

async function beginAWorkflow(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await newWorkflow(reader);
	await findNode(reader, 'HORISEN Business Messenger');
	await reader.click('On contact opted out', page.getByText('On contact opted out'));
	await panel(reader).waitFor();
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
	await output.getByText(`${EARLIER} items`).waitFor();
	await reader.click('Schema', output.getByText('Schema', { exact: true }));
	await reader.see('contact', output.getByText('contact', { exact: true }));
	await reader.look();
	await closePanel(reader);
}

async function addContacthub(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('+', page.getByTestId('canvas-handle-plus'));
	await findNode(reader, 'Contacthub');
	const action = 'Set the consent of a customer';
	await reader.click(action, page.getByText(action, { exact: true }));
	await panel(reader).getByText('Email Consent').waitFor();
}

async function sayWhoItIs(reader: GuideReader): Promise<void> {
	const address = reader.field('Address or ID', panel(reader)).getByRole('textbox');
	await reader.drag('email', inputField(reader, 'email'), 'Address or ID', address);
	await reader.look();
	await chooseOnError(reader);
	await closePanel(reader);
}

async function sayWhatTheySaid(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('Node', reader.field('Node', panel(reader)).getByRole('textbox'));
	await reader.click('node', page.getByTestId('rlc-item').filter({ hasText: NODE }));
	for (const label of ['Email Consent', 'SMS Consent']) {
		await reader.click(label, reader.field(label, panel(reader)).getByRole('combobox'));
		await reader.click('Refused', page.getByRole('option', { name: 'Refused' }));
	}
}

async function tryIt(reader: GuideReader): Promise<void> {
	const { page } = reader;
	await reader.click('Execute workflow', button(reader, 'Execute workflow').last());
	const success = page.locator('.canvas-node-handle-main-output').filter({ hasText: 'Success' });
	await success.getByText(/\d+ items/).waitFor();
	await button(reader, 'Zoom to Fit').click();
	await reader.look();
}

/** People who all agree, in both systems; some of them opt out by SMS. */
async function fill(sandbox: Sandbox): Promise<void> {
	sandbox.contacthub.addPeople(PEOPLE, { seed: 1 });
	for (const { id } of reachable(sandbox)) await agreeInContacthub(sandbox, id);
	for (const { email, firstName, lastName, phone } of peopleOf(sandbox)) {
		const name = { first_name: firstName, last_name: lastName };
		sandbox.horisen.putContact({ email, mobile: phone, ...name, opt_status: 'in' });
	}
	optOut(sandbox, 0, EARLIER);
}

const optOut = (sandbox: Sandbox, from: number, count: number): void => {
	const people = reachable(sandbox).slice(from, from + count);
	for (const { email } of people) optOutInHorisen(sandbox, email);
};

/** Whether so many people refuse in Contacthub as have opted out, and nobody else. */
const refuse = (sandbox: Sandbox, count: number): string[] => {
	const out = peopleOf(sandbox).filter(({ refuses }) => refuses).length;
	return out === count ? [] : [`${out} people refuse instead of ${count}`];
};

/** "Opt-outs from HORISEN to Contacthub". */
export const OPT_OUTS: Guide = {
	file: 'opt-outs-guide',
	steps: STEPS,
	pictures: {
		'Look at some people': 'guide-opted-out.png',
		'Say who it is': 'guide-refused.png',
		'Try it': 'guide-opt-outs.png',
	},
	before: fill,
	afterTrial: async (sandbox) => await until(() => refuse(sandbox, EARLIER)),
	afterAll: async (sandbox, stop) => {
		optOut(sandbox, EARLIER, LATER);
		say(`${LATER} more people opt out; waiting for the next poll`);
		await until(() => refuse(sandbox, EARLIER + LATER), POLL_TIMEOUT, stop);
		say(`${EARLIER + LATER} people refuse in Contacthub, and nobody else`);
	},
};
