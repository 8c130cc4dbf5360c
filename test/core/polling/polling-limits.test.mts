/** What a poll may take, whose position it is, and how long it says that items may be repeated. */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
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
	beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
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

describe('what the process remembers of triggers', () => {
	/** As much of n8n as a poll needs, so that ten thousand triggers cost nothing. */
	function triggerOf(id: string, numbers: Numbers, poll: typeof pollOf) {
		const node = { id, name: id };
		const kept: Record<string, IDataObject> = { node: {}, global: {} };
		const context: IPollFunctions = Object.assign(Object.create(null), {
			getMode: () => 'trigger',
			getNode: () => node,
			getWorkflow: () => ({ id }),
			getNodeParameter: (_name: string, otherwise: unknown) => otherwise,
			getWorkflowStaticData: (kind: string) => kept[kind],
			logger: { warn: () => undefined },
		});
		const { poll: polls } = nodeOf({ open: numbers.open, poll });
		return async () => ((await polls?.call(context))?.[0] ?? []).map(({ json }) => json);
	}

	/** Whether what a trigger has handed over comes again after polls of so many others. */
	async function comesAgainAfter(others: number): Promise<boolean> {
		const fresh = await freshPoll();
		const numbers = new Numbers();
		numbers.length = 1;
		const first = triggerOf('first', numbers, fresh);
		expect(await first()).toHaveLength(1);
		for (let other = 0; other < others; other++) {
			await triggerOf(`other ${other}`, new Numbers(), fresh)();
		}
		return (await first()).length > 0;
	}

	test('is that of ten thousand, and the one that is forgotten takes it for a restart', async () => {
		expect(await comesAgainAfter(9_999)).toBe(false);
		expect(await comesAgainAfter(10_000)).toBe(true);
	});
});
