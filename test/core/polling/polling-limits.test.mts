/** What a poll may take, whose position it is, and how long it says that items may be repeated. */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { accountOf } from '../../../core/credentials/account.ts';
import type { poll as pollOf } from '../../../core/polling/polling.ts';
import { poll } from '../../../core/polling/polling.ts';
import { createPoller } from '../../engine/poll.mts';
import { freshPoll, nodeOf, Numbers } from './polling-node.mts';

let triggers = 0;
type Account = () => string;

function open(
	numbers: Numbers,
	{
		budgetMs,
		staticData,
		tenant,
	}: { budgetMs?: number; staticData?: IDataObject; tenant?: Account } = {},
) {
	const poller = createPoller({
		node: nodeOf({ open: numbers.open, poll, tenant }),
		parameters: {},
		nodeId: `trigger-${++triggers}`,
		budgetMs,
		staticData,
	});
	return {
		poller,
		items: async () => ((await poller.poll())?.[0] ?? []).map(({ json }) => json),
	};
}

describe('the time of a poll', () => {
	beforeEach(() => {
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
		// Long after the process has started.
		jest.advanceTimersByTime(36_000_000);
	});
	afterEach(() => void jest.useRealTimers());

	/** Each page has one update and takes a second. */
	function slow() {
		const numbers = new Numbers(1);
		numbers.length = 1_000;
		numbers.beforeAnswer = () => void jest.advanceTimersByTime(1_000);
		return numbers;
	}

	test('is half of what n8n allows, so that the other half is left for handing over', async () => {
		expect(await open(slow(), { budgetMs: 20_000 }).items()).toHaveLength(10);
	});

	test('does not depend on a clock that is set while it runs', async () => {
		const { items } = open(slow(), { budgetMs: 20_000 });
		const polling = items();
		jest.setSystemTime(Date.now() + 86_400_000);
		expect(await polling).toHaveLength(10);
	});

	test('ends when the poll hangs: the next one takes its place, and what comes late is dropped', async () => {
		const numbers = new Numbers();
		numbers.length = 1;
		let answer: (() => void) | undefined;
		numbers.beforeAnswer = async () => await new Promise((done) => (answer = done));
		const { items, poller } = open(numbers);
		const hanging = items();
		await new Promise((done) => setImmediate(done));
		jest.advanceTimersByTime(14 * 60_000);
		expect(await items()).toEqual([]);
		numbers.beforeAnswer = () => undefined;
		jest.advanceTimersByTime(60_000);
		expect(await items()).toEqual([{ key: '0' }]);
		const { staticData } = poller;
		const before = JSON.stringify(staticData);
		answer?.();
		expect(await hanging).toEqual([]);
		expect(JSON.stringify(staticData)).toBe(before);
		numbers.length = 2;
		expect(await items()).toEqual([{ key: '1' }]);
	});
});

test('a poll that was given up lets no third one in beside the second when it ends', async () => {
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
	try {
		const numbers = new Numbers();
		numbers.length = 1;
		const answers: Array<() => void> = [];
		numbers.beforeAnswer = async () => await new Promise((done) => answers.push(done));
		const { items } = open(numbers);
		const first = items();
		jest.advanceTimersByTime(15 * 60_000);
		const second = items();
		await new Promise((done) => setImmediate(done));
		answers[0]?.();
		expect(await first).toEqual([]);
		expect(await items()).toEqual([]);
		expect(numbers.reads).toBe(2);
		answers[1]?.();
		expect(await second).toEqual([{ key: '0' }]);
	} finally {
		jest.useRealTimers();
	}
});

test('a poll hands over four thousand items at the most, and the next one goes on behind them', async () => {
	const numbers = new Numbers(1_000);
	numbers.length = 4_500;
	const { items } = open(numbers);
	expect(await items()).toHaveLength(4_000);
	const rest = await items();
	expect(rest).toHaveLength(500);
	expect(rest[0]).toEqual({ key: '4000' });
});

describe('in the editor', () => {
	const show = async (sample: IDataObject[] | 'failing') => {
		const stream = new Numbers().open();
		const open = () => ({
			...stream,
			sample: async () =>
				sample === 'failing'
					? { failure: { message: 'Vendor is away', description: 'Wait.' } }
					: { value: sample },
		});
		const poller = createPoller({ node: nodeOf({ open, poll }), parameters: {}, mode: 'manual' });
		const output = await poller.poll();
		return { output, staticData: poller.staticData };
	};

	test('a trigger shows its sample and keeps nothing', async () => {
		const { output, staticData } = await show([{ key: 'a' }]);
		expect(output).toEqual([[{ json: { key: 'a' } }]]);
		expect(JSON.stringify(staticData)).not.toContain('commits');
	});

	test('it says when nothing matches, and how to see something', async () => {
		await expect(show([])).rejects.toMatchObject({
			message: 'Of the latest changes in Vendor, none matches the settings of this trigger',
			description: 'Make a change there that matches, or choose other settings, then try again.',
		});
	});

	test('it says why the vendor cannot be read', async () => {
		await expect(show('failing')).rejects.toMatchObject({
			message: 'Vendor is away',
			description: 'Wait.',
		});
	});
});

test('items say that they may be repeated up to the end of the stream and no further', async () => {
	const numbers = new Numbers(2);
	numbers.length = 5;
	const before = open(numbers);
	expect(await before.items()).toHaveLength(5);
	const staticData = structuredClone(before.poller.saved);
	numbers.length = 7;
	const after = open(numbers, { staticData, budgetMs: 0 });
	const marks: unknown[] = [];
	for (let polls = 0; polls < 4; polls++) {
		marks.push(...(await after.items()).map(({ mayBeRepeated }) => mayBeRepeated));
	}
	expect(marks).toEqual([true, true, true, true, true, true, true]);
	numbers.length = 9;
	expect(await after.items()).toEqual([{ key: '7' }, { key: '8' }]);
});

describe('a position belongs to an account', () => {
	test('with another one the trigger begins anew, and the first items say so', async () => {
		const numbers = new Numbers();
		let tenant = 'test';
		const { items } = open(numbers, { tenant: () => tenant });
		numbers.length = 2;
		expect(await items()).toHaveLength(2);
		tenant = 'shop';
		expect(await items()).toEqual([
			{ key: '0', beganAnew: true },
			{ key: '1', beganAnew: true },
		]);
		numbers.length = 3;
		expect(await items()).toEqual([{ key: '2' }]);
	});

	test('it says so even if nothing is there at first', async () => {
		const numbers = new Numbers();
		let tenant = 'test';
		const { items, poller } = open(numbers, { tenant: () => tenant });
		numbers.length = 1;
		await items();
		tenant = 'shop';
		numbers.length = 0;
		expect(await items()).toEqual([]);
		expect(await items()).toEqual([]);
		const idle = JSON.stringify(poller.staticData);
		expect(await items()).toEqual([]);
		expect(JSON.stringify(poller.staticData)).toBe(idle);
		numbers.length = 1;
		expect(await items()).toEqual([{ key: '0', beganAnew: true }]);
	});

	test('a state of version 0.1.0, which names none, goes on', async () => {
		const numbers = new Numbers();
		numbers.length = 3;
		const state = { position: { at: 2 }, repeats: false, commits: 7, name: 'Trigger' };
		const staticData = { 'node:Trigger': state };
		let tenant = 'test';
		const { items } = open(numbers, { staticData, tenant: () => tenant });
		expect(await items()).toEqual([{ key: '2' }]);
		expect(await items()).toEqual([]);
		tenant = 'shop';
		expect(await items()).toHaveLength(3);
	});

	test('a quiet state of version 0.1.0 belongs to the account that is polled next', async () => {
		const numbers = new Numbers();
		numbers.length = 2;
		const state = { position: { at: 2 }, repeats: false, commits: 7, name: 'Trigger' };
		let tenant = 'test';
		const { items } = open(numbers, {
			staticData: { 'node:Trigger': state },
			tenant: () => tenant,
		});
		expect(await items()).toEqual([]);
		tenant = 'shop';
		expect(await items()).toHaveLength(2);
	});
});

/** As much of n8n as a poll needs, so that ten thousand triggers cost nothing. */
function triggerOf({
	id,
	numbers,
	poll,
	open = numbers.open,
	state = {},
	tenant,
}: {
	id: string;
	numbers: Numbers;
	poll: typeof pollOf;
	open?: Parameters<typeof nodeOf>[0]['open'];
	state?: IDataObject;
	tenant?: Account;
}) {
	const node = { id, name: id };
	const kept: Record<string, IDataObject> = { node: state, global: {} };
	const warnings: string[] = [];
	const context: IPollFunctions = Object.assign(Object.create(null), {
		getMode: () => 'trigger',
		getNode: () => node,
		getWorkflow: () => ({ id }),
		getNodeParameter: (_name: string, otherwise: unknown) => otherwise,
		getWorkflowStaticData: (kind: string) => kept[kind],
		logger: { warn: (words: string) => warnings.push(words) },
	});
	const { poll: polls } = nodeOf({ open, poll, tenant });
	return {
		items: async () => ((await polls?.call(context))?.[0] ?? []).map(({ json }) => json),
		kept: () => JSON.parse(JSON.stringify(kept.node)),
		warnings,
	};
}

describe('a vendor that gives way', () => {
	const failure = { message: 'Vendor is away', description: 'Wait.' };

	/** A trigger whose stream fails where a test says so. */
	function failing(at: { start?: boolean; read?: number }, state?: IDataObject) {
		const numbers = new Numbers(1);
		numbers.length = 2;
		const open = () => {
			const stream = numbers.open();
			const read: typeof stream.read = async (position) =>
				Number(position.at) === at.read ? { failure } : await stream.read(position);
			return { ...stream, read, ...(at.start && { start: async () => ({ failure }) }) };
		};
		return { numbers, ...triggerOf({ id: `trigger-${++triggers}`, numbers, poll, open, state }) };
	}

	test.each([{ start: true }, { read: 0 }])(
		'at the beginning (%j) is told, and nothing is kept',
		async (at) => {
			const { items, kept } = failing(at);
			await expect(items()).rejects.toMatchObject(failure);
			expect(kept()).toEqual({});
		},
	);

	test('later on is told by the next poll, after what was read before it is handed over', async () => {
		const { items } = failing({ read: 1 });
		expect(await items()).toEqual([{ key: '0' }]);
		await expect(items()).rejects.toMatchObject(failure);
	});

	test('is no end of the stream, so items go on saying that they may be repeated', async () => {
		const at: { read?: number } = { read: 1 };
		const { items, numbers } = failing(at, { position: { at: 0 }, repeats: true, commits: 1 });
		expect(await items()).toEqual([{ key: '0', mayBeRepeated: true }]);
		delete at.read;
		expect(await items()).toEqual([{ key: '1', mayBeRepeated: true }]);
		numbers.length = 3;
		expect(await items()).toEqual([{ key: '2' }]);
	});
});

describe('after a restart', () => {
	const FIRST = { position: { at: 0 }, pending: { at: 3 }, tries: 1, fewest: 3, repeats: false };
	/** A process that has just started, with what n8n has kept; its changes are read by some a page. */
	async function restarted(state: IDataObject, length: number, more: object = {}) {
		const numbers = new Numbers();
		numbers.length = length;
		return triggerOf({
			id: `trigger-${++triggers}`,
			numbers,
			poll: await freshPoll(),
			state: { commits: 9, ...state },
			...more,
		});
	}
	const again = (...keys: number[]) => keys.map((key) => ({ key: `${key}`, mayBeRepeated: true }));
	const GAVE_UP = (id: string) =>
		`5 runs with the same changes came to nothing, so "${id}" goes on with the next ones`;

	test('what was given comes again, which counts as one more try', async () => {
		const { items, kept } = await restarted(FIRST, 3);
		expect(await items()).toEqual(again(0, 1, 2));
		expect(kept()).toMatchObject({ ...FIRST, tries: 2, commits: 10 });
		expect(kept()).not.toHaveProperty('shortest');
	});

	test('what has come since goes along, and is known to have been given less often', async () => {
		const { items, kept } = await restarted(FIRST, 5);
		expect(await items()).toEqual(again(0, 1, 2, 3, 4));
		const longer = { pending: { at: 5 }, tries: 2, fewest: 3, shortest: { at: 3 } };
		expect(kept()).toMatchObject(longer);
		const next = await restarted(kept(), 6);
		expect(await next.items()).toHaveLength(6);
		expect(next.kept()).toMatchObject({ ...longer, pending: { at: 6 }, tries: 3 });
	});

	test('a shorter try is the one that counts from then on', async () => {
		const { items, kept } = await restarted({ ...FIRST, fewest: 5, shortest: { at: 5 } }, 2);
		expect(await items()).toEqual(again(0, 1));
		expect(kept()).toMatchObject({ pending: { at: 2 }, tries: 2, fewest: 2 });
		expect(kept()).not.toHaveProperty('shortest');
	});

	test('a state that counts no tries has had one', async () => {
		const { position, pending } = FIRST;
		const { items, kept } = await restarted({ position, pending }, 3);
		expect(await items()).toEqual(again(0, 1, 2));
		expect(kept()).toMatchObject({ tries: 2 });
	});

	test('a large position is kept by what it adds to the one before, and found again by that', async () => {
		const open = () => ({
			...numbers.open(),
			shrink: ({ at }: IDataObject, later: IDataObject) => ({ by: Number(later.at) - Number(at) }),
			grow: ({ at }: IDataObject, { by }: IDataObject) => ({ at: Number(at) + Number(by) }),
		});
		const numbers = new Numbers();
		numbers.length = 6;
		const position = { at: 1 };
		const state = { ...FIRST, position, pending: { by: 3 } };
		const { items, kept } = await restarted(state, 0, { open });
		expect(await items()).toEqual(again(1, 2, 3, 4, 5));
		expect(kept()).toMatchObject({ position, pending: { by: 5 }, fewest: 3, shortest: { by: 3 } });
		numbers.length = 7;
		expect(await items()).toEqual([{ key: '6' }]);
		expect(kept()).toMatchObject({ position: { at: 6 }, pending: { by: 1 }, tries: 1 });
	});

	test('the fifth try is the last: what came to nothing five times is passed over with a warning', async () => {
		const fourth = await restarted({ ...FIRST, tries: 4 }, 4);
		expect(await fourth.items()).toEqual(again(0, 1, 2, 3));
		expect(fourth.kept()).toMatchObject({ tries: 5 });
		expect(fourth.warnings).toEqual([]);
		const { items, warnings } = await restarted({ ...FIRST, tries: 5 }, 4);
		expect(await items()).toEqual([{ key: '3' }]);
		expect(warnings).toEqual([GAVE_UP(`trigger-${triggers}`)]);
	});

	test('but not what was missing in one of these tries', async () => {
		const { items, kept, warnings } = await restarted(
			{ ...FIRST, tries: 5, fewest: 1, shortest: { at: 1 } },
			4,
		);
		expect(await items()).toEqual(again(1, 2, 3));
		expect(warnings).toHaveLength(1);
		expect(kept()).toMatchObject({ position: { at: 1 }, tries: 1, fewest: 3 });
	});

	test('a poll that finds nothing more ends the time of repeats, and keeps nothing else', async () => {
		const account = accountOf({ baseUrl: 'https://vendor.example', path: { tenant: 'shop' } });
		const state = { account, position: { at: 2 } };
		const repeating = await restarted({ ...state, repeats: true }, 2);
		const quiet = [await restarted(state, 2), await restarted({ ...state, repeats: false }, 2)];
		for (let polls = 0; polls < 2; polls++) {
			expect(await repeating.items()).toEqual([]);
			expect(repeating.kept()).toMatchObject({ ...state, repeats: false, commits: 10 });
			for (const { items, kept } of quiet) {
				expect(await items()).toEqual([]);
				expect(kept()).toMatchObject({ commits: 9 });
			}
		}
	});
});

test('another account is told of in the log, and has a clock of its own', async () => {
	const numbers = new Numbers();
	const clocks: unknown[] = [];
	let tenant = 'test';
	const { items, warnings } = triggerOf({
		id: `trigger-${++triggers}`,
		numbers,
		poll,
		open: (clock) => {
			clocks.push(clock);
			return numbers.open();
		},
		tenant: () => tenant,
	});
	await items();
	await items();
	tenant = 'shop';
	await items();
	await items();
	const [first, second, third, fourth] = clocks;
	expect(second).toBe(first);
	expect(third).not.toBe(second);
	expect(fourth).toBe(third);
	expect(warnings).toEqual([
		`"trigger-${triggers}" polls another account than before, so it begins anew, as Start From says`,
	]);
});

describe('what the process remembers of triggers', () => {
	test('is that of ten thousand; the one that was polled longest ago is forgotten, and takes it for a restart', async () => {
		const fresh = await freshPoll();
		const numbers = new Numbers();
		numbers.length = 1;
		const pollOthers = async (from: number, to: number) => {
			for (let other = from; other < to; other++)
				await triggerOf({ id: `other ${other}`, numbers: new Numbers(), poll: fresh }).items();
		};
		const { items } = triggerOf({ id: 'first', numbers, poll: fresh });
		expect(await items()).toHaveLength(1);
		await pollOthers(0, 9_999);
		numbers.length = 2;
		expect(await items()).toEqual([{ key: '1' }]);
		// It was polled just now, so another one is forgotten.
		await pollOthers(9_999, 10_000);
		expect(await items()).toEqual([]);
		numbers.length = 3;
		expect(await items()).toEqual([{ key: '2' }]);
		await pollOthers(0, 10_000);
		expect(await items()).toEqual([{ key: '2', mayBeRepeated: true }]);
	});
});
