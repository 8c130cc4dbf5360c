/** Changes count as handed over when the run that got them has ended, whatever becomes of n8n and its workers. */
import type { IDataObject, INodeExecutionData, INodeType, IRun } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import { createDurablePoller, createPoller } from '../../engine/poll.mts';
import { freshPoll, nodeOf, Numbers } from './polling-node.mts';

// A process that starts again loads our modules anew; n8n's own stay, for their classes must be the same everywhere.
jest.doMock('n8n-workflow', () => n8nWorkflow);

const { createRunExecutionData, ManualExecutionCancelledError } = n8nWorkflow;
const { SystemShutdownExecutionCancelledError, TimeoutExecutionCancelledError } = n8nWorkflow;

/** Runs as n8n tells of them when they are over. */
const run = (status: IRun['status'], lastNodeExecuted?: string): IRun => ({
	data: createRunExecutionData({ resultData: { runData: {}, lastNodeExecuted } }),
	mode: 'trigger',
	startedAt: new Date(),
	status,
	storedAt: 'db',
});
const SUCCESS = () => run('success', 'Last');
const WAITING = () => run('waiting', 'Wait');
const FAILED = () => run('error', 'Broken');
const WORKER_DIED = () => run('error');
const CRASHED = () => run('crashed', 'Some');
/** n8n gave the execution up, or could not create it. */
const givenUp = (reason: Error) => () => {
	throw reason;
};

type End = () => IRun | undefined;

async function open(
	Poller: typeof createPoller | typeof createDurablePoller,
	parameters: IDataObject = {},
) {
	const numbers = new Numbers();
	/** Ends of the runs, in order; a run without one goes on. */
	const ends: Array<End | undefined> = [];
	const runs: string[][] = [];
	let endRun: ((end: End) => void) | undefined;
	const runWorkflow = async (items: INodeExecutionData[][]) => {
		runs.push(items.flat().map(({ json }) => `${json.mayBeRepeated ? 'again ' : ''}${json.key}`));
		const end = ends.shift();
		if (end) return end();
		return await new Promise<IRun | undefined>((resolve, reject) => {
			endRun = (late) => {
				try {
					resolve(late());
				} catch (thrown) {
					reject(thrown);
				}
			};
		});
	};
	const start = async (kept: IDataObject | undefined) =>
		Poller({
			node: nodeOf({ open: numbers.open, poll: await freshPoll() }),
			parameters,
			runWorkflow,
			...(Poller === createPoller ? { staticData: kept } : { cursor: kept }),
		});
	let poller = await start(undefined);
	const settled = async () => await new Promise((done) => setImmediate(done));
	return {
		numbers,
		ends,
		runs,
		async poll() {
			await poller.poll();
			await settled();
		},
		async end(end: End) {
			endRun?.(end);
			await settled();
		},
		async restart() {
			poller = await start('saved' in poller ? poller.saved : poller.cursor);
		},
	};
}

describe.each([
	["n8n's own way of keeping the cursor", createPoller],
	['durable cursors', createDurablePoller],
])('with %s', (_name, Poller) => {
	test('the next changes wait until the run has ended, and cost no request', async () => {
		const { numbers, runs, poll, end } = await open(Poller);
		numbers.length = 2;
		await poll();
		numbers.length = 3;
		const reads = numbers.reads;
		await poll();
		await poll();
		expect(numbers.reads).toBe(reads);
		expect(runs).toEqual([['0', '1']]);
		await end(SUCCESS);
		await poll();
		expect(runs).toEqual([['0', '1'], ['2']]);
	});

	test.each<[string, End]>([
		['its worker died', WORKER_DIED],
		['n8n found it crashed', CRASHED],
		['n8n shut down', givenUp(new SystemShutdownExecutionCancelledError('1'))],
		['n8n could not create it', givenUp(new Error('no database'))],
		['another main had the lease', () => undefined],
	])('a run comes again when %s', async (_why, lost) => {
		const { numbers, ends, runs, poll } = await open(Poller);
		ends.push(lost, SUCCESS, SUCCESS);
		numbers.length = 2;
		await poll();
		numbers.length = 3;
		expect(runs).toEqual([['0', '1']]);
		await poll();
		expect(runs).toEqual([
			['0', '1'],
			['again 0', 'again 1', 'again 2'],
		]);
		numbers.length = 4;
		await poll();
		expect(runs.at(-1)).toEqual(['3']);
	});

	test.each<[string, End, IDataObject]>([
		['succeeded', SUCCESS, { handedOver: 'succeeded' }],
		['waits, for n8n keeps it', WAITING, { handedOver: 'succeeded' }],
		['was stopped by somebody', givenUp(new ManualExecutionCancelledError('1')), {}],
		['was canceled', () => run('canceled'), { handedOver: 'succeeded' }],
		['failed at a node, for n8n keeps it for a retry', FAILED, {}],
		['took longer than it may', givenUp(new TimeoutExecutionCancelledError('1')), {}],
		['is lost, but its start is enough', WORKER_DIED, { handedOver: 'started' }],
	])('a run does not come again when it %s', async (_why, end, parameters) => {
		const { numbers, ends, runs, poll } = await open(Poller, parameters);
		ends.push(end, SUCCESS);
		numbers.length = 2;
		await poll();
		numbers.length = 3;
		await poll();
		expect(runs).toEqual([['0', '1'], ['2']]);
	});

	test.each<[string, End]>([
		['failed at a node', FAILED],
		['took longer than it may', givenUp(new TimeoutExecutionCancelledError('1'))],
	])('a run that %s comes again where only success counts', async (_why, end) => {
		const { numbers, ends, runs, poll } = await open(Poller, { handedOver: 'succeeded' });
		ends.push(end, SUCCESS);
		numbers.length = 2;
		for (let polls = 0; polls < 4; polls++) await poll();
		expect(runs).toEqual([
			['0', '1'],
			['again 0', 'again 1'],
		]);
	});

	test('where the start is enough, nothing waits for a run', async () => {
		const { numbers, runs, poll } = await open(Poller, { handedOver: 'started' });
		for (numbers.length = 1; numbers.length < 4; numbers.length++) await poll();
		expect(runs).toEqual([['0'], ['1'], ['2']]);
	});

	test('items that n8n could not take bring no earlier ones again', async () => {
		const { numbers, ends, runs, poll } = await open(Poller);
		ends.push(SUCCESS, givenUp(new Error('no database')), SUCCESS);
		for (numbers.length = 2; numbers.length <= 4; numbers.length++) await poll();
		expect(runs).toEqual([['0', '1'], ['2'], ['again 2', 'again 3']]);
	});

	test('a run that was under way when n8n went down comes again', async () => {
		const { numbers, runs, poll, restart } = await open(Poller);
		numbers.length = 2;
		await poll();
		await poll();
		await restart();
		await poll();
		expect(runs).toEqual([
			['0', '1'],
			['again 0', 'again 1'],
		]);
	});

	test('runs that fail again and again do not block the stream: it says so once and goes on', async () => {
		const { numbers, ends, runs, poll } = await open(Poller, { handedOver: 'succeeded' });
		ends.push(FAILED, FAILED, FAILED, FAILED, FAILED, SUCCESS);
		numbers.length = 1;
		await poll();
		const said: string[] = [];
		for (let polls = 0; polls < 40; polls++) {
			if (polls === 30) numbers.length = 2;
			await poll().catch(({ message, description }) => said.push(message, description));
		}
		expect(said).toEqual([
			'5 runs with the same changes came to nothing, so "Trigger" goes on with the next ones',
			'Look for these runs in the list of executions, see what stopped them, and retry one.',
		]);
		expect(runs).toEqual([['0'], ...Array.from({ length: 4 }, () => ['again 0']), ['1']]);
	});

	test('a restart in the middle of each run does not block the stream either', async () => {
		const { numbers, runs, poll, restart } = await open(Poller);
		numbers.length = 1;
		for (let restarts = 0; restarts < 8; restarts++) {
			await poll();
			await restart();
		}
		numbers.length = 2;
		await poll();
		expect(runs).toEqual([['0'], ...Array.from({ length: 4 }, () => ['again 0']), ['1']]);
	});

	test('each try waits longer for what is out of order to be mended', async () => {
		const { numbers, ends, runs, poll } = await open(Poller);
		ends.push(...Array.from({ length: 5 }, () => WORKER_DIED));
		numbers.length = 1;
		const after: number[] = [];
		for (let polls = 1; runs.length < 5; polls++) {
			const before = runs.length;
			await poll();
			if (runs.length > before) after.push(polls);
		}
		expect(after).toEqual([1, 2, 4, 8, 16]);
	});
});

test('items that n8n drops, because the workflow was paused and resumed meanwhile, make nothing doubtful', async () => {
	const numbers = new Numbers();
	const node = nodeOf({ open: numbers.open, poll: await freshPoll() });
	const runs: string[][] = [];
	const runWorkflow = async (items: INodeExecutionData[][]) => {
		runs.push(items.flat().map(({ json }) => String(json.key)));
		return SUCCESS();
	};
	let isCurrent = true;
	const options = { node, parameters: {}, runWorkflow };
	const paused = createPoller({ ...options, isCurrent: () => isCurrent });
	numbers.length = 2;
	await paused.poll();
	await new Promise((done) => setImmediate(done));
	const staticData = structuredClone(paused.saved);
	numbers.length = 4;
	isCurrent = false;
	await paused.poll();
	const resumed = createPoller({ ...options, staticData });
	await resumed.poll();
	expect(runs).toEqual([
		['0', '1'],
		['2', '3'],
	]);
});

describe('a state that is older than what was given since, as durable cursors may show it', () => {
	const settled = async () => await new Promise((done) => setImmediate(done));

	/** Processes that poll the same trigger of one n8n; what each poll is shown is up to the test. */
	async function processes(count: number) {
		const numbers = new Numbers();
		const runs: string[][] = [];
		const ends: End[] = [];
		const runWorkflow = async (items: INodeExecutionData[][]) => {
			runs.push(items.flat().map(({ json }) => `${json.mayBeRepeated ? 'again ' : ''}${json.key}`));
			return (ends.shift() ?? SUCCESS)();
		};
		const nodes: INodeType[] = [];
		while (nodes.length < count) {
			nodes.push(nodeOf({ open: numbers.open, poll: await freshPoll() }));
		}
		const pollers = nodes.map((node) => async (cursor: IDataObject | undefined) => {
			const poller = createDurablePoller({ node, parameters: {}, runWorkflow, cursor });
			await poller.poll();
			await settled();
			return poller.cursor;
		});
		return { numbers, runs, ends, pollers };
	}

	test('gives nothing a second time', async () => {
		const { numbers, runs, pollers } = await processes(1);
		const [poll = async () => undefined] = pollers;
		numbers.length = 1;
		const first = await poll(undefined);
		numbers.length = 2;
		const second = await poll(first);
		numbers.length = 3;
		expect(await poll(first)).toEqual(first);
		await poll(second);
		expect(runs).toEqual([['0'], ['1'], ['2']]);
	});

	test('is what n8n has kept if it stays: then the items say that they may be repeated', async () => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
		try {
			const { numbers, runs, pollers } = await processes(1);
			const [poll = async () => undefined] = pollers;
			numbers.length = 1;
			const first = await poll(undefined);
			numbers.length = 2;
			await poll(first);
			jest.advanceTimersByTime(59_000);
			await poll(first);
			expect(runs).toEqual([['0'], ['1']]);
			jest.advanceTimersByTime(2_000);
			await poll(first);
			expect(runs.slice(2)).toEqual([['again 0', 'again 1']]);
		} finally {
			jest.useRealTimers();
		}
	});

	test('proves nothing of what another main has given from it', async () => {
		const { numbers, runs, ends, pollers } = await processes(2);
		const [one = async () => undefined, other = async () => undefined] = pollers;
		numbers.length = 1;
		const first = await one(undefined);
		numbers.length = 2;
		await one(first);
		numbers.length = 3;
		ends.push(WORKER_DIED);
		const overtaken = await other(first);
		expect(runs.at(-1)).toContain('again 2');
		await one(overtaken);
		expect(runs.at(-1)).toContain('again 2');
		expect(runs).toHaveLength(4);
	});
});

describe('n8n that does not tell', () => {
	beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
	afterEach(() => void jest.useRealTimers());

	test('what became of a run for an hour holds nothing up any longer', async () => {
		const { numbers, runs, poll } = await open(createPoller);
		numbers.length = 1;
		await poll();
		numbers.length = 2;
		jest.advanceTimersByTime(3_599_000);
		await poll();
		expect(runs).toEqual([['0']]);
		jest.advanceTimersByTime(1_000);
		await poll();
		expect(runs).toEqual([['0'], ['1']]);
	});

	test('of a run that it has ended by then is believed', async () => {
		class ExecutionNotFoundError extends Error {}
		const { numbers, ends, runs, poll } = await open(createPoller);
		ends.push(givenUp(new ExecutionNotFoundError()));
		numbers.length = 1;
		await poll();
		numbers.length = 2;
		await poll();
		expect(runs).toEqual([['0'], ['1']]);
	});

	test('of any run is trusted from the next poll on', async () => {
		const numbers = new Numbers();
		const poller = createPoller({
			node: nodeOf({ open: numbers.open, poll: await freshPoll() }),
			parameters: {},
		});
		const keys = async () => ((await poller.poll())?.[0] ?? []).map(({ json }) => json);
		numbers.length = 1;
		expect(await keys()).toEqual([{ key: '0' }]);
		numbers.length = 2;
		expect(await keys()).toEqual([{ key: '1' }]);
	});
});
