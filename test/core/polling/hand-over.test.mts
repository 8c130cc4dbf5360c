/** Changes count as handed over when the run that got them has ended, whatever becomes of n8n and its workers. */
import type {
	IDataObject,
	INodeExecutionData,
	INodeType,
	IPollFunctions,
	IRun,
} from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import type { Doubt, Proof } from '../../../core/polling/hand-over.ts';
import { doubtOf, doubtOfOlder, giveTo, isPassedOn } from '../../../core/polling/hand-over.ts';
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

	test('the last try is waited for like any other, and nothing is said where it succeeds', async () => {
		const { numbers, ends, runs, poll, end } = await open(Poller, { handedOver: 'succeeded' });
		ends.push(FAILED, FAILED, FAILED, FAILED);
		numbers.length = 1;
		for (let polls = 0; polls < 40; polls++) await poll();
		expect(runs).toEqual([['0'], ...Array.from({ length: 4 }, () => ['again 0'])]);
		await end(SUCCESS);
		numbers.length = 2;
		await poll();
		expect(runs.at(-1)).toEqual(['1']);
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

	test('makes items doubtful whose run was cut off, for some of it may have run', async () => {
		const { numbers, runs, ends, pollers } = await processes(1);
		const [poll = async () => undefined] = pollers;
		numbers.length = 1;
		const first = await poll(undefined);
		numbers.length = 2;
		ends.push(WORKER_DIED);
		await poll(first);
		await poll(first);
		expect(runs).toEqual([['0'], ['1'], ['again 1']]);
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

describe('what n8n is given', () => {
	const HOUR = 3_600_000;
	const POSITION = { at: 2 };
	const settled = async () => await new Promise((done) => setImmediate(done));
	beforeEach(() => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
		// Long after the process has started.
		jest.advanceTimersByTime(10 * HOUR);
	});
	afterEach(() => void jest.useRealTimers());

	type Emit = IPollFunctions['__emit'];
	function deferred<T>() {
		let resolve: (value: T | PromiseLike<T>) => void = () => undefined;
		let reject: (reason: unknown) => void = () => undefined;
		const promise = new Promise<T>((one, other) => {
			resolve = one;
			reject = other;
		});
		return { promise, resolve, reject };
	}
	/** What n8n's own __emit was called with. */
	const emitterOf = (calls: unknown[][]): Emit =>
		function (this: unknown, ...given: Parameters<Emit>) {
			calls.push(given);
		};
	/** A context whose __emit takes as many parameters as that of an n8n that tells of runs, or fewer. */
	function contextOf(parameters = 3, proof?: Proof) {
		const calls: unknown[][] = [];
		const emit = Object.defineProperty(emitterOf(calls), 'length', { value: parameters });
		const context: IPollFunctions = Object.assign(Object.create(null), {
			__emit: emit,
			getNodeParameter: (name: string, otherwise: unknown) =>
				name === 'handedOver' && proof ? proof : otherwise,
			helpers: { createDeferredPromise: deferred },
		});
		return { context, emit, calls };
	}
	/** Gives items and says how their run ended. */
	async function given(end: End, { proof, tries = 1 }: { proof?: Proof; tries?: number } = {}) {
		const { context } = contextOf(3, proof);
		const items = giveTo(context, 1, POSITION, tries);
		const done = deferred<IRun | undefined>();
		context.__emit([], undefined, done);
		try {
			done.resolve(end());
		} catch (thrown) {
			done.reject(thrown);
		}
		await settled();
		return { items, doubt: () => doubtOf(context, items) };
	}

	test.each([0, 1, 2])(
		'is left to an __emit of %d parameters, which tells nothing',
		(parameters) => {
			const { context, emit } = contextOf(parameters);
			const items = giveTo(context, 1, POSITION, 1);
			expect(items).toMatchObject({ commits: 1, pending: POSITION, fate: 'untold' });
			expect(context.__emit).toBe(emit);
			expect(isPassedOn(items)).toBe(false);
			expect([doubtOf(context, items), doubtOfOlder(items)]).toEqual(['none', 'none']);
		},
	);

	test('is left to an n8n that has none', () => {
		const context: IPollFunctions = Object.assign(Object.create(null), {});
		expect(giveTo(context, 1, POSITION, 1)).toMatchObject({ fate: 'untold' });
		expect(context.__emit).toBeUndefined();
	});

	test("passes on to n8n's own __emit with all that it was called with, once", () => {
		const { context, emit, calls } = contextOf();
		const items = giveTo(context, 1, POSITION, 1);
		expect(isPassedOn(items)).toBe(false);
		const data = [[{ json: { key: '1' } }]];
		const response = deferred<n8nWorkflow.IExecuteResponsePromiseData>();
		const done = deferred<IRun | undefined>();
		context.__emit(data, response, done);
		expect(calls).toEqual([[data, response, done]]);
		expect(calls[0]?.[2]).toBe(done);
		expect(context.__emit).toBe(emit);
		expect(isPassedOn(items)).toBe(true);
		expect(items.fate).toBe('running');
	});

	test('is watched by a promise of its own where n8n gives none', async () => {
		const { context, calls } = contextOf();
		const items = giveTo(context, 1, POSITION, 1);
		context.__emit([]);
		const done = calls[0]?.[2] as ReturnType<typeof deferred<IRun>>;
		done.resolve(SUCCESS());
		await settled();
		expect(items.fate).toBe('succeeded');
	});

	test('but not passed on, because n8n had dropped it, is not taken for what comes next', () => {
		const { context, emit, calls } = contextOf();
		const dropped = giveTo(context, 1, POSITION, 1);
		const next = giveTo(context, 2, POSITION, 1);
		context.__emit([]);
		expect([dropped.fate, next.fate]).toEqual(['untold', 'running']);
		expect(calls).toHaveLength(1);
		expect(context.__emit).toBe(emit);
	});

	class ExecutionNotFoundError extends Error {}
	test.each<[string, End, string]>([
		['succeeded', SUCCESS, 'succeeded'],
		['waits', WAITING, 'succeeded'],
		['was canceled', () => run('canceled', 'Some'), 'stopped'],
		['failed at a node', FAILED, 'failed'],
		['failed at none', WORKER_DIED, 'cut off'],
		['crashed', CRASHED, 'cut off'],
		['never began', () => run('new'), 'cut off'],
		['of an older n8n is finished', () => ({ ...run('unknown'), finished: true }), 'succeeded'],
		['of an older n8n is not', () => ({ ...run('unknown'), finished: false }), 'cut off'],
		['is unknown', () => undefined, 'cut off'],
		['was stopped', givenUp(new ManualExecutionCancelledError('1')), 'stopped'],
		['took too long', givenUp(new TimeoutExecutionCancelledError('1')), 'failed'],
		['went down', givenUp(new SystemShutdownExecutionCancelledError('1')), 'cut off'],
		['is over', givenUp(new ExecutionNotFoundError()), 'untold'],
		['was never created', givenUp(new Error('no database')), 'cut off'],
		[
			'was refused without a reason',
			() => {
				throw 'no reason';
			},
			'cut off',
		],
	])('to a run that %s', async (_what, end, fate) => {
		expect((await given(end)).items.fate).toBe(fate);
	});

	test.each<[string, Proof | undefined, Doubt, End]>([
		['succeeded', 'succeeded', 'none', SUCCESS],
		['was stopped', 'succeeded', 'none', () => run('canceled')],
		['failed at a node', undefined, 'none', FAILED],
		['failed at a node', 'ended', 'none', FAILED],
		['failed at a node', 'succeeded', 'repeat', FAILED],
		['was cut off', undefined, 'repeat', WORKER_DIED],
		['was cut off', 'started', 'none', WORKER_DIED],
	])('to a run that %s, where it is to have %p: %s', async (_what, proof, doubt, end) => {
		expect((await given(end, { proof })).doubt()).toBe(doubt);
	});

	test.each([
		[1, 0],
		[2, 1],
		[3, 3],
		[5, 15],
	])('for the %d. time comes again after %d polls', async (tries, pauses) => {
		const { doubt } = await given(WORKER_DIED, { tries });
		for (let poll = 0; poll < pauses; poll++) expect(doubt()).toBe('wait');
		expect(doubt()).toBe('repeat');
	});

	test('is waited for an hour, unless its start is enough', () => {
		for (const proof of ['ended', 'succeeded', 'started'] as const) {
			const { context } = contextOf(3, proof);
			const items = giveTo(context, 1, POSITION, 1);
			context.__emit([]);
			const waits = proof === 'started' ? 'none' : 'wait';
			jest.advanceTimersByTime(HOUR - 1);
			expect(doubtOf(context, items)).toBe(waits);
			jest.advanceTimersByTime(1);
			expect(doubtOf(context, items)).toBe('none');
		}
	});

	test.each<[string, Doubt, Doubt, End]>([
		['succeeded', 'wait', 'repeat', SUCCESS],
		['failed', 'wait', 'repeat', FAILED],
		['was cut off', 'none', 'none', WORKER_DIED],
		['is over', 'none', 'none', givenUp(new ExecutionNotFoundError())],
	])('to a run that %s: an older state means %s for a minute, then %s', async (...row) => {
		const [, early, late, end] = row;
		const { items } = await given(end);
		jest.advanceTimersByTime(59_999);
		expect(doubtOfOlder(items)).toBe(early);
		jest.advanceTimersByTime(1);
		expect(doubtOfOlder(items)).toBe(late);
	});
});
