/** With n8n's durable cursors, nothing is lost in whatever order polls, runs and restarts come, on one main or on two. */
import * as fc from 'fast-check';
import type { IDataObject, INodeExecutionData, INodeType, IRun } from 'n8n-workflow';
import * as n8nWorkflow from 'n8n-workflow';
import { createDurablePoller } from '../../engine/poll.mts';
import { freshPoll, nodeOf, Numbers } from './polling-node.mts';

// A process that starts again loads our modules anew; n8n's own stay, for their classes must be the same everywhere.
jest.doMock('n8n-workflow', () => n8nWorkflow);

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] }));
afterEach(() => void jest.useRealTimers());

/**
 * What becomes of what a poll gives: the run ends well, a node stops it, its worker dies; or n8n commits neither the position
 * nor an execution, since the poll's lease has passed to another.
 */
type Fate = 'succeeded' | 'failed' | 'worker died' | 'not committed';

type Step =
	| { do: 'add'; count: number }
	/** A poll of a main that n8n shows the state of so many commits ago. */
	| { do: 'poll'; main: number; behind: number; fate: Fate }
	| { do: 'restart'; main: number }
	| { do: 'wait'; seconds: number };

const RUNS_OF_A_PROPERTY = 300;

/** A trigger gives up what has come to nothing five times, so runs are lost less often than that. */
const MOST_LOST = 3;

const steps = (mains: number): fc.Arbitrary<Step[]> => {
	const main = fc.nat({ max: mains - 1 });
	return fc
		.array(
			fc.oneof(
				{ weight: 2, arbitrary: fc.record({ do: fc.constant('add' as const), count: fc.nat(3) }) },
				{
					weight: 6,
					arbitrary: fc.record({
						do: fc.constant('poll' as const),
						main,
						behind: fc.constantFrom(0, 0, 1),
						fate: fc.constantFrom<Fate>(
							'succeeded',
							'succeeded',
							'failed',
							'worker died',
							'not committed',
						),
					}),
				},
				fc.record({ do: fc.constant('restart' as const), main }),
				fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(10, 70) }),
			),
			{ minLength: 1, maxLength: 20 },
		)
		.filter((script) => script.filter((step) => isLost(step)).length <= MOST_LOST);
};

const isLost = (step: Step): boolean => step.do === 'poll' && step.fate === 'worker died';

const run = (status: IRun['status'], lastNodeExecuted?: string): IRun => ({
	data: n8nWorkflow.createRunExecutionData({ resultData: { runData: {}, lastNodeExecuted } }),
	mode: 'trigger',
	startedAt: new Date(),
	status,
	storedAt: 'db',
});
const RUNS: Readonly<Record<Fate, () => IRun | undefined>> = {
	succeeded: () => run('success', 'Last'),
	failed: () => run('error', 'Broken'),
	'worker died': () => run('error'),
	'not committed': () => undefined,
};

/** A trigger that goes on without some items says so once, by a poll that fails. */
function givenUp(reason: unknown): 'given up' {
	if (String(reason).includes('came to nothing')) return 'given up';
	throw reason;
}

/** An n8n with its database and its mains. */
class Durable {
	readonly numbers = new Numbers(2);
	/** Numbers whose run n8n could end, or keeps for a retry. */
	readonly handedOver = new Set<string>();
	/** Numbers that came again without saying so. */
	readonly unmarked: string[] = [];
	/** The committed cursors, the latest last. */
	private readonly committed: Array<IDataObject | undefined> = [{}];
	private readonly started = new Set<string>();
	private readonly mains: Array<{ node: INodeType; startedAt: number }> = [];

	async restart(main: number): Promise<void> {
		const node = nodeOf({ open: this.numbers.open, poll: await freshPoll() });
		this.mains[main] = { node, startedAt: this.committed.length - 1 };
	}

	async poll(main: number, behind: number, fate: Fate): Promise<void> {
		const started = this.mains[main];
		if (!started) throw new Error('There is no such main');
		const { node, startedAt } = started;
		// What a main has read, it has read since its start.
		const seen = this.committed[Math.max(startedAt, this.committed.length - 1 - behind)];
		const runWorkflow = async (items: INodeExecutionData[][]) => {
			if (fate !== 'not committed') this.note(items, fate);
			return RUNS[fate]();
		};
		const poller = createDurablePoller({ node, parameters: {}, runWorkflow, cursor: seen });
		const items = await poller.poll({ crash: fate === 'not committed' }).catch(givenUp);
		if (items === 'given up') return;
		await new Promise((done) => setImmediate(done));
		// What a main without the lease was shown, and may be old, does not come back into the database.
		if (fate === 'not committed') return;
		const changed = JSON.stringify(poller.cursor) !== JSON.stringify(seen);
		if (changed || items !== null) this.committed.push(poller.cursor);
	}

	private note(items: INodeExecutionData[][], fate: Fate): void {
		for (const { json } of items.flat()) {
			const key = String(json.key);
			if (this.started.has(key) && json.mayBeRepeated !== true) this.unmarked.push(key);
			this.started.add(key);
			if (fate !== 'worker died') this.handedOver.add(key);
		}
	}
}

async function play(script: readonly Step[], mains: number): Promise<Durable> {
	const n8n = new Durable();
	for (let main = 0; main < mains; main++) await n8n.restart(main);
	for (const step of script) {
		if (step.do === 'add') n8n.numbers.length += step.count;
		if (step.do === 'poll') await n8n.poll(step.main, step.behind, step.fate);
		if (step.do === 'restart') await n8n.restart(step.main);
		if (step.do === 'wait') jest.advanceTimersByTime(step.seconds * 1_000);
	}
	// Long enough for every pause between two tries.
	for (let polls = 0; polls < 40; polls++) {
		jest.advanceTimersByTime(60_000);
		await n8n.poll(0, 0, 'succeeded');
	}
	return n8n;
}

const all = ({ numbers }: Durable): string[] =>
	Array.from({ length: numbers.length }, (_, at) => `${at}`);

const lost = (n8n: Durable): string[] => all(n8n).filter((key) => !n8n.handedOver.has(key));

test.each([1, 2])('on %i main(s) everything arrives', async (mains) => {
	await fc.assert(
		fc.asyncProperty(steps(mains), async (script) =>
			expect(lost(await play(script, mains))).toEqual([]),
		),
		{ numRuns: RUNS_OF_A_PROPERTY },
	);
});

const polled = (main: number, fate: Fate = 'succeeded', behind = 0): Step => ({
	do: 'poll',
	main,
	behind,
	fate,
});
const added: Step = { do: 'add', count: 1 };

test('a change that joins others in their last try has tries of its own', async () => {
	const script = [added, polled(0), polled(1), polled(0), polled(1), added];
	expect(lost(await play([...script, polled(0, 'worker died')], 2))).toEqual([]);
});

test('on one main, what comes again says so', async () => {
	await fc.assert(
		fc.asyncProperty(steps(1), async (script) => {
			expect((await play(script, 1)).unmarked).toEqual([]);
		}),
		{ numRuns: RUNS_OF_A_PROPERTY },
	);
});
