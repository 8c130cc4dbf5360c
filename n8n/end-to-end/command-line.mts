/**
 * `n8n execute` with every example. In n8n 2.41 that command starts no trigger that waits for something: it lets the first
 * one pass an empty item, and wants a manual trigger to be there all the same. So a trigger is published alone first, and
 * what it gave is put in its place. The agent is asked in its own part: it needs a chat and a model.
 */
import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/v4-mini';
import type { Sandbox } from '../../sandbox/server.mts';
import { AGENT } from './agent.mts';
import { DEAD_LETTERS } from '../demonstration/dead-letters.mts';
import {
	consentDifferences,
	horisenListDifferences,
	profileDifferences,
	segmentMembers,
	taguchiListDifferences,
} from '../demonstration/agreement.mts';
import { lastLines } from '../command.mts';
import { withCredentials } from '../instance/credentials.mts';
import type { Editor } from '../instance/editor.mts';
import {
	exampleWorkflow,
	filledIn,
	polls,
	resting,
	withFastPolling,
	withShortWaits,
} from '../demonstration/example-workflows.mts';
import {
	agreeInContacthub,
	objectInContacthub,
	optOutInHorisen,
	prepare,
	reachable,
	VIP_LIST,
	VIP_SEGMENT,
} from '../demonstration/people.mts';
import { WORKFLOWS_FOLDER } from '../places.mts';
import { say } from '../progress.mts';
import type {
	ExecutionReport,
	StoredCredential,
	StoredWorkflow,
	WorkflowFile,
} from '../instance/rest.mts';
import { reportOf } from '../instance/rest.mts';
import { deliver, everywhere } from './scenarios.mts';
import { PACKAGE_NAME } from '../instance/user-folder.mts';
import { verify } from '../demonstration/verification.mts';
import { until } from '../demonstration/waiting.mts';

/** An example, and what the command finds when it begins. */
interface CommandRun {
	/** The workflow's file, without `.json`. */
	file: string;
	/** Prepares the sandbox. */
	before(sandbox: Sandbox): Promise<void>;
	/** The trigger whose items are put in its place, and how many it gives, none for a schedule; without, the example runs as it is. */
	trigger?: { name: string; items: number };
	/** What happens while the trigger is published. */
	change?(sandbox: Sandbox, webhookUrl: string): Promise<void>;
	/** The example waits to be filled in. */
	fillIn?(workflow: WorkflowFile, sandbox: Sandbox): WorkflowFile;
	/** What is not as it should be after the command; something, before it. */
	differences(sandbox: Sandbox, report?: ExecutionReport): string[];
	/** Why n8n cannot run it to the end, in n8n's words. */
	refusal?: string;
}

const addMembers = ({ emporix }: Sandbox): void => {
	for (let number = 1; number <= 10; number++) {
		emporix.tenant.assignCustomer(VIP_SEGMENT, `C${number}`, undefined, {});
	}
};

const count = (wanted: number, found: number, what: string): string[] =>
	found === wanted ? [] : [`${found} ${what} instead of ${wanted}`];

/** This command of n8n opens no data tables. */
const NO_DATA_TABLES = 'Attempted to use Data table node but the module is disabled';

const RUNS: readonly CommandRun[] = [
	{
		file: 'contacthub-customers-to-taguchi-subscribers',
		before: async ({ contacthub }) => {
			contacthub.addPeople(80);
		},
		trigger: { name: 'Contacthub Trigger', items: 80 },
		differences: (sandbox) => verify(sandbox).differences,
	},
	{
		file: 'contacthub-customers-to-taguchi-and-horisen',
		before: async ({ contacthub }) => {
			contacthub.addPeople(80);
		},
		trigger: { name: 'Contacthub Trigger', items: 80 },
		differences: profileDifferences,
	},
	{
		file: 'horisen-opt-outs-to-contacthub-and-taguchi',
		before: async (sandbox) => await everywhere(sandbox, 20),
		trigger: { name: 'HORISEN Trigger', items: 5 },
		change: async (sandbox) => {
			for (const { email } of reachable(sandbox).slice(0, 5)) optOutInHorisen(sandbox, email);
		},
		differences: consentDifferences,
	},
	{
		file: 'taguchi-events-to-contacthub',
		before: async (sandbox) => await everywhere(sandbox, 10),
		trigger: { name: 'Taguchi Trigger', items: 5 },
		change: async (sandbox, webhookUrl) => {
			const people = sandbox.taguchi.subscribers.slice(0, 5);
			for (const [number, { id }] of people.entries()) {
				await deliver(sandbox, webhookUrl, {
					id: 174049918808633344n + BigInt(number),
					type: 'p',
					target: { id },
				});
			}
		},
		differences: ({ contacthub: { events } }) => count(5, events.length, 'purchases'),
	},
	{
		file: 'emporix-segment-to-horisen-list',
		before: async (sandbox) => addMembers(sandbox),
		trigger: { name: 'Emporix Trigger', items: 10 },
		differences: horisenListDifferences,
	},
	{
		file: 'horisen-list-to-emporix-segment',
		before: async () => {},
		trigger: { name: 'HORISEN Trigger', items: 5 },
		change: async ({ horisen }) => {
			for (let number = 1; number <= 5; number++) {
				horisen.putContact({
					list_uuid: VIP_LIST,
					customer_number: `C${number}`,
					email: `C${number}@example.com`,
				});
			}
		},
		differences: horisenListDifferences,
	},
	{
		file: 'emporix-segment-to-taguchi-list',
		before: async (sandbox) => addMembers(sandbox),
		trigger: { name: 'Emporix Trigger', items: 10 },
		differences: taguchiListDifferences,
		// Its memory is a data table.
		refusal: NO_DATA_TABLES,
	},
	{
		file: 'welcome-message',
		before: async (sandbox) => {
			sandbox.contacthub.addPeople(10);
			for (const { id } of reachable(sandbox)) await objectInContacthub(sandbox, id);
		},
		trigger: { name: 'Contacthub Trigger', items: 5 },
		change: async (sandbox) => {
			for (const { id } of reachable(sandbox).slice(0, 5)) await agreeInContacthub(sandbox, id);
		},
		differences: ({ taguchi: { messages } }) => count(5, messages.length, 'messages'),
	},
	{
		file: DEAD_LETTERS,
		before: async () => {},
		differences: () => ['the table is not there'],
		refusal: NO_DATA_TABLES,
	},
	{
		file: 'nightly-reconcile',
		before: async (sandbox) => {
			await everywhere(sandbox, 20);
			for (const { email } of reachable(sandbox).slice(0, 3)) optOutInHorisen(sandbox, email);
		},
		trigger: { name: 'Every night', items: 0 },
		differences: (_sandbox, report) => count(3, linesOf(report).length, 'reported'),
	},
	{
		file: 'forget-me-everywhere',
		before: async (sandbox) => {
			await everywhere(sandbox, 10);
			addMembers(sandbox);
		},
		fillIn: (workflow, sandbox) =>
			filledIn(workflow, 'Who', {
				email: reachable(sandbox)[0]?.email ?? '',
				emporixCustomerId: 'C1',
			}),
		differences: (sandbox, report) => [
			...(report?.items('Report')[0]?.HORISEN === 'erased' ? [] : ['HORISEN is not reported']),
			...count(9, segmentMembers(sandbox).length, 'members'),
			...count(reachable(sandbox).length, sandbox.horisen.contacts.length, 'contacts'),
			...count(1, anonymous(sandbox), 'anonymous subscribers'),
		],
	},
];

const linesOf = (report?: ExecutionReport) => [report?.items('Report')[0]?.lines ?? []].flat();

const anonymous = ({ taguchi }: Sandbox): number =>
	taguchi.subscribers.filter(({ email }) => !email?.includes('@')).length;

/**
 * Runs every example by the command.
 *
 * @returns what it showed
 * @throws Error with the examples that did not do what they should
 */
export async function playCommandLine(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
): Promise<string> {
	const wrong = readdirSync(WORKFLOWS_FOLDER)
		.filter((name) => ![...RUNS.map(({ file }) => file), AGENT].includes(parse(name).name))
		.map((name) => `${name} is run by nobody`);
	for (const run of RUNS) {
		sandbox.reset();
		prepare(sandbox);
		try {
			say(`        ${run.file}: ${await playRun(editor, credentials, sandbox, run)}`);
		} catch (thrown) {
			wrong.push(`${run.file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
		}
	}
	if (wrong.length > 0) throw new Error(wrong.join('\n'));
	const refused = RUNS.filter(({ refusal }) => refusal).length;
	const replaced = RUNS.filter(({ trigger }) => trigger).length - refused;
	return `${RUNS.length - replaced - refused} examples ran as they are, ${replaced} with what their trigger gave; ${refused} need a data table, which n8n execute does not open`;
}

async function playRun(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
	run: CommandRun,
): Promise<string> {
	await run.before(sandbox);
	const { trigger, refusal } = run;
	let file = withShortWaits(exampleWorkflow(run.file));
	if (trigger) {
		const items = trigger.items
			? await itemsGiven(editor, credentials, sandbox, run, trigger)
			: [{}];
		file = withItems(file, trigger.name, items);
	}
	if (run.differences(sandbox).length === 0) throw new Error('There is nothing to do');
	file = run.fillIn?.(file, sandbox) ?? file;
	const stored = await editor.rest.createWorkflow(withCredentials(file, credentials));
	try {
		const report = await execute(editor, stored);
		const left = run.differences(sandbox, report);
		if (left.length > 0) throw new Error(left.slice(0, 5).join('\n'));
		if (refusal) throw new Error('n8n runs it now; the refusal is out of date');
		return `${report.steps.length} steps; ${workOf(file, report)}`;
	} catch (thrown) {
		if (refusal && String(thrown).includes(refusal)) return `refused by n8n: ${refusal}`;
		throw thrown;
	} finally {
		await editor.rest.removeWorkflow(stored);
	}
}

/** Publishes the trigger alone; gives its items. */
async function itemsGiven(
	{ rest, url }: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
	{ file, change }: CommandRun,
	trigger: { name: string; items: number },
): Promise<Array<Record<string, unknown>>> {
	const example = withFastPolling(exampleWorkflow(file));
	const nodes = example.nodes.filter(({ name }) => name === trigger.name);
	const alone = { ...example, nodes, connections: {} };
	const workflow = await rest.createWorkflow(withCredentials(alone, credentials));
	sandbox.requests.length = 0;
	await rest.activate(workflow);
	try {
		if (polls(alone)) {
			await until(() => (sandbox.requests.length > 0 ? [] : ['the trigger has not looked']));
		}
		const webhook = polls(alone) ? '' : await rest.webhookId(workflow, trigger.name);
		await change?.(sandbox, `${url}/webhook/${webhook}/taguchi`);
		for (;;) {
			await sleep(500);
			await resting(rest, workflow);
			const runs = await rest.executions(workflow);
			const reports = await Promise.all(runs.map(async (one) => await rest.executionReport(one)));
			const items = reports.flatMap((report) => report.items(trigger.name));
			if (items.length >= trigger.items) return items;
		}
	} finally {
		await rest.deactivate(workflow);
		await rest.removeWorkflow(workflow);
	}
}

/** The workflow with a manual trigger, and with items in the place of the trigger that would give them. */
function withItems(
	workflow: WorkflowFile,
	trigger: string,
	items: ReadonlyArray<Record<string, unknown>>,
): WorkflowFile {
	const list = { id: 'items', name: 'items', type: 'array', value: JSON.stringify(items) };
	const next = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const isTrigger = (type: string) => type.endsWith('Trigger');
	const gone = workflow.nodes.filter(({ type }) => isTrigger(type)).map(({ name }) => name);
	const kept = Object.entries(workflow.connections).filter(
		([name]) => name === trigger || !gone.includes(name),
	);
	return {
		...workflow,
		nodes: [
			step('Start', 'manualTrigger', 1, {}),
			step('Items', 'set', 3.4, { assignments: { assignments: [list] }, options: {} }),
			step(trigger, 'splitOut', 1, { fieldToSplitOut: 'items', options: {} }),
			...workflow.nodes.filter(({ name }) => !gone.includes(name)),
		],
		connections: { ...Object.fromEntries(kept), Start: next('Items'), Items: next(trigger) },
	};
}

const step = (name: string, type: string, typeVersion: number, parameters: object) => ({
	id: name,
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [0, 0],
	parameters,
});

/** What the package's nodes gave, in items. */
const workOf = ({ nodes }: WorkflowFile, report: ExecutionReport): string =>
	nodes
		.filter(({ name, type }) => type.startsWith(PACKAGE_NAME) && report.steps.includes(name))
		.map(({ name }) => `${name} ${report.items(name).length}`)
		.join(', ');

const Printed = z.object({ status: z.string(), data: z.unknown() });

/** @throws Error when n8n does not end with success */
async function execute(editor: Editor, { id }: StoredWorkflow): Promise<ExecutionReport> {
	const output = await editor.command(['execute', `--id=${id}`, '--rawOutput']);
	// Lines of n8n's log may stand before it and behind it.
	const [printed] = /^\{$[^]*?^\}$/m.exec(output) ?? [];
	if (!printed) throw new Error(`n8n printed no result:\n${lastLines(output)}`);
	const { status, data } = Printed.parse(JSON.parse(printed));
	const report = reportOf(data);
	if (status !== 'success') throw new Error(`n8n ended with ${status}: ${report.failure}`);
	return report;
}
