/**
 * A process that polls, as n8n's does: the state is in a file, and so is what reached the workflow. Its parent says when to poll, and
 * may end it at any step. Bundled and run by processes.test.mts.
 */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';
import { createPoller } from '../engine/poll.mts';
import { watchedVendors } from '../nodes/watched-vendors.mts';

/** What the process is started with. */
export interface Start {
	vendor: string;
	url: string;
	/** n8n's database: the static data that was saved last. */
	state: string;
	/** What reached the workflow, an item a line. */
	told: string;
}

/** The steps between a poll that has found something and the end of the run. */
export type Step = 'polled' | 'saved' | 'created';

/** What the parent says. */
export interface Order {
	/** Waits at this step, for whatever comes. */
	waitAt?: Step;
	/** The state cannot be saved; n8n then only says so in its log. */
	saveFails?: string;
}

/** What the process says: where it waits, or that the poll is over. */
export type Report = { waitsAt: Step } | { over: true; failed?: string };

/** How long somebody may finish what is under way after SIGTERM, in ms. */
const GRACE_MS = 300;

const start: Start = JSON.parse(process.argv[2] ?? '{}');
const open = watchedVendors.find(([name]) => name === start.vendor)?.[1];
if (!open) throw new Error(`There is no vendor ${start.vendor}`);
const vendor = open();
const report = (words: Report) => process.send?.(words);
let order: Order = {};
let running: Promise<void> | undefined;
let leaving = () => {};
const left = new Promise<void>((resolve) => {
	leaving = resolve;
});
process.on('SIGTERM', () => {
	leaving();
	setTimeout(() => process.exit(0), GRACE_MS);
});

async function at(step: Step): Promise<void> {
	if (order.waitAt !== step) return;
	report({ waitsAt: step });
	await left;
}

function save(state: IDataObject): void {
	if (order.saveFails) return;
	// At once and as a whole, as a database does it.
	writeFileSync(`${start.state}.new`, JSON.stringify(state));
	renameSync(`${start.state}.new`, start.state);
}

const poller = createPoller({
	node: vendor.node,
	parameters: { ...vendor.parameters, startFrom: 'now', startDate: '' },
	credentials: vendor.credentials(start.url, 'one'),
	credentialTypes: vendor.credentialTypes,
	...(existsSync(start.state) && { staticData: JSON.parse(readFileSync(start.state, 'utf8')) }),
	runWorkflow: async (items) => {
		let end = () => {};
		running = new Promise<void>((resolve) => {
			end = resolve;
		});
		try {
			return await run(items);
		} finally {
			end();
		}
	},
});

async function run([items = []]: INodeExecutionData[][]): Promise<IRun | undefined> {
	await at('polled');
	save(poller.saved);
	await at('saved');
	await at('created');
	const lines = items.map(({ json }) =>
		JSON.stringify({ id: vendor.idOf(json), marked: json.mayBeRepeated === true }),
	);
	appendFileSync(start.told, `${lines.join('\n')}\n`);
	const { status, finished }: Pick<IRun, 'status' | 'finished'> = {
		status: 'success',
		finished: true,
	};
	return Object.assign(Object.create(null), { status, finished });
}

let polls = 0;
process.on('message', (message: Order) => {
	order = message;
	running = undefined;
	const polling = async () => {
		await poller.poll();
		// n8n saves what the first poll leaves behind when the workflow becomes active.
		if (++polls === 1 && !running) save(poller.staticData);
		await running;
	};
	polling().then(
		() => report({ over: true }),
		(thrown: unknown) => report({ over: true, failed: String(thrown) }),
	);
});
