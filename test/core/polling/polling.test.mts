/** The promises of a polling trigger, under everything that can happen to n8n and to the vendor. */
import * as fc from 'fast-check';
import type { IDataObject, INodeType } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import * as field from '../../../core/rows/field.ts';
import * as vendor from '../../../nodes/Contacthub/vendor.ts';
import { credentialTypes, credentialsFor } from '../../nodes/Contacthub/run.mts';
import { useSandbox } from '../../sandbox/use-sandbox.mts';
import { freshPoll, nodeOf } from './polling-node.mts';
import type { Crash, World } from './polling-world.mts';
import { DurableWorld, PlainWorld } from './polling-world.mts';

// A process that starts again loads our modules anew; n8n's own stay, for their classes must be the same everywhere.
jest.doMock('n8n-workflow', () => n8nWorkflow);
// So do the vendor's rows, which remember nothing and are nearly all that a process loads.
jest.doMock('../../../core/rows/field.ts', () => field);
jest.doMock('../../../nodes/Contacthub/vendor.ts', () => vendor);

/** Where updates come from, as a test controls it. */
interface Source {
	/** Adds updates at the end of the stream. */
	add(count: number): void;
	/** The vendor gives way once, at a read to come: 1 is the next one. */
	failAt(read: number): void;
	/** What every update is known by, in order. */
	updates(): string[];
	/** What the update of an item is known by. */
	updateOf(item: IDataObject): string;
	open(world: typeof PlainWorld | typeof DurableWorld): World;
}

/** A stream in memory, three updates a page, so that a few updates make many pages. */
function shortPages(): Source {
	let length = 0;
	let readsUntilFailure = Infinity;
	const read = async (position: IDataObject) => {
		readsUntilFailure -= 1;
		if (readsUntilFailure === 0) {
			return { failure: { message: 'The vendor gave way', description: 'Wait' } };
		}
		const from = Number(position.at ?? 0);
		const to = Math.min(from + 3, length);
		const items = Array.from({ length: to - from }, (_, index) => ({ key: `${from + index}` }));
		return { value: { items, next: { at: to }, caughtUp: to - from < 3 } };
	};
	const open = () => ({
		start: async () => ({ value: { at: 0 } }),
		read,
		sample: async () => ({ value: [] }),
	});
	const startProcess = async () => nodeOf({ open, poll: await freshPoll() });
	return {
		add: (count) => (length += count),
		failAt: (reads) => (readsUntilFailure = reads),
		updates: () => Array.from({ length }, (_, index) => `${index}`),
		updateOf: ({ key }) => String(key),
		open: (Kind) => new Kind({ startProcess }),
	};
}

const sandbox = useSandbox();

const identityOf = (type: string, data: object) => {
	const { id, version } = data as { id: string; version: number };
	return `${type} ${id} ${version}`;
};

/** The Contacthub Trigger on the sandbox's update stream. */
function contacthub(parameters: IDataObject = { startFrom: 'beginning' }): Source {
	sandbox().reset();
	const startProcess = async () => {
		let node: INodeType | undefined;
		await jest.isolateModulesAsync(async () => {
			const { ContacthubTrigger } = await import(
				'../../../nodes/Contacthub/ContacthubTrigger.node.ts'
			);
			node = new ContacthubTrigger();
		});
		if (!node) throw new Error('The trigger did not load');
		return node;
	};
	const operationId = 'update.getStream';
	return {
		add: (count) => void sandbox().contacthub.addPeople(count),
		failAt: (reads) => {
			if (reads > 1) sandbox().misbehave({ kind: 'delay', ms: 0, operationId, times: reads - 1 });
			sandbox().misbehave({ kind: 'status', status: 400, operationId });
		},
		updates: () =>
			sandbox().contacthub.updates.map(({ entity: { type, data } }) => identityOf(type, data)),
		updateOf: ({ type, data }) => identityOf(String(type), Object(data)),
		open: (Kind) =>
			new Kind({
				startProcess,
				parameters,
				credentials: credentialsFor(sandbox()),
				credentialTypes,
			}),
	};
}

type Step =
	| { do: 'add'; count: number }
	| { do: 'poll' }
	| { do: 'overlap' }
	| { do: 'rename' }
	| { do: 'fail'; at: number }
	| { do: 'hurry'; budgetMs: number | undefined }
	| { do: 'crash'; when: Crash };

const steps = (pageSize: number): fc.Arbitrary<Step[]> =>
	fc.array(
		fc.oneof(
			{ weight: 4, arbitrary: fc.constant({ do: 'poll' as const }) },
			{
				weight: 4,
				arbitrary: fc.record({
					do: fc.constant('add' as const),
					count: fc.oneof(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 3 * pageSize })),
				}),
			},
			{
				weight: 4,
				arbitrary: fc.record({
					do: fc.constant('crash' as const),
					when: fc.constantFrom<Crash>(
						'before save',
						'between save and start',
						'after start',
						'undone',
					),
				}),
			},
			fc.constant({ do: 'overlap' as const }),
			fc.constant({ do: 'rename' as const }),
			fc.record({ do: fc.constant('fail' as const), at: fc.integer({ min: 1, max: 4 }) }),
			fc.record({ do: fc.constant('hurry' as const), budgetMs: fc.constantFrom(0, undefined) }),
		),
		{ minLength: 1, maxLength: 15 },
	);

/** Polls until there is nothing left to say, however often the vendor still gives way. */
async function settle(world: World): Promise<void> {
	for (let silent = 0; silent < 5; ) {
		const items = await world.poll().catch(() => ['given way']);
		silent = items.length === 0 ? silent + 1 : 0;
	}
}

/** Lets everything happen in order and checks every promise. */
async function check(source: Source, world: World, script: Step[]): Promise<void> {
	/** What may come again: it was in the last execution before n8n went down, or before a rename. */
	const exposed = new Set<string>();
	const expose = () =>
		world.executions.at(-1)?.forEach((item) => exposed.add(source.updateOf(item)));
	let checked = 0;
	const keys = new Map<string, unknown>();
	const checkExecutions = () => {
		for (const items of world.executions.slice(checked)) {
			for (const item of items) {
				const update = source.updateOf(item);
				if (keys.has(update)) {
					expect(item).toMatchObject({ mayBeRepeated: true, key: keys.get(update) });
					expect(exposed.delete(update)).toBe(true);
				}
				keys.set(update, item.key);
			}
		}
		checked = world.executions.length;
	};

	await world.start();
	for (const step of script) {
		if (step.do === 'add') source.add(step.count);
		if (step.do === 'fail') source.failAt(step.at);
		if (step.do === 'hurry') world.budgetMs = step.budgetMs;
		if (step.do === 'rename') {
			expose();
			world.rename();
		}
		if (step.do === 'poll') await world.poll().catch(() => []);
		if (step.do === 'overlap') {
			const [, second] = await Promise.all(
				[world.poll(), world.poll()].map((one) => one.catch(() => [])),
			);
			expect(second).toEqual([]);
		}
		if (step.do === 'crash') {
			await world.pollAndCrash(step.when).catch(() => undefined);
			checkExecutions();
			expose();
		}
		checkExecutions();
	}
	await settle(world);
	checkExecutions();
	const disturbed = script.some((step) => step.do === 'crash' || step.do === 'rename');
	const marked = world.executions.flat().filter((item) => 'mayBeRepeated' in item);
	if (!disturbed) expect(marked).toEqual([]);
	expect([...keys.keys()].sort()).toEqual(source.updates().sort());
	expect(new Set(keys.values()).size).toBe(keys.size);

	const { kept } = world;
	await world.poll();
	await world.poll();
	expect(world.kept).toEqual(kept);
}

test('what n8n has undone before it kept anything is no try', async () => {
	const source = shortPages();
	const undone = Array.from({ length: 6 }, (): Step => ({ do: 'crash', when: 'undone' }));
	await check(source, source.open(DurableWorld), [{ do: 'add', count: 1 }, ...undone]);
});

describe.each([
	["n8n's own way of keeping the cursor", PlainWorld],
	['durable cursors', DurableWorld],
])('with %s, no update is lost, and repeats are marked and few', (_name, Kind) => {
	test('on short pages', async () => {
		await fc.assert(
			fc.asyncProperty(steps(3), async (script) => {
				const source = shortPages();
				await check(source, source.open(Kind), script);
			}),
			{ numRuns: 1_000 },
		);
	});

	test('on the update stream of Contacthub', async () => {
		await fc.assert(
			fc.asyncProperty(steps(1_000), async (script) => {
				const source = contacthub();
				await check(source, source.open(Kind), script);
			}),
			{ numRuns: 10 },
		);
	});
});

test('a rename alone repeats nothing', async () => {
	const source = contacthub({ startFrom: 'now' });
	const world = source.open(PlainWorld);
	await world.start();
	await world.poll();
	source.add(2);
	await world.poll();
	await world.poll();
	world.rename();
	source.add(1);
	expect((await world.poll()).map(source.updateOf)).toEqual(source.updates().slice(2));
	expect(world.executions.flat().some((item) => 'mayBeRepeated' in item)).toBe(false);
});
