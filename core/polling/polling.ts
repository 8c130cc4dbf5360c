/**
 * Polling an update stream, at least once: what was read but may not have reached the workflow is read again, never skipped.
 *
 * A poll reads from the position that is known to be handed over, up to a budget of items and time, and commits last and
 * once. The new position is only noted as pending, for n8n saves it and runs the workflow in two steps, perhaps in another
 * process. It is confirmed when n8n says that the run has ended (hand-over.ts), and until then nothing more is handed over.
 * Where nobody knows what became of the run, after a restart for instance, the pending part is read once more; items say so
 * until the end of the stream is reached.
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { accountOf } from '../credentials/account';
import type { Connection } from '../requests/connection';
import type { Read } from '../requests/door';
import type { VendorWords } from '../execution/failure';
import { toNodeApiError } from '../execution/failure';
import type { Doubt, Given } from './hand-over';
import { doubtOf, doubtOfOlder, giveTo, isPassedOn, MOST_TRIES } from './hand-over';
import type { Change, Position, State } from './trigger-state';
import { readState, writeState } from './trigger-state';
import { VendorClock } from './vendor-clock';

export type { Position, Read };

export interface StreamPage {
	/** Items of the page, each with a stable `key`; already filtered. */
	items: IDataObject[];
	/** Where the next page starts. */
	next: Position;
	/** Whether the vendor had nothing more when it answered. */
	caughtUp: boolean;
	/** There is more, but only a later poll may hand it over. */
	waiting?: boolean;
}

export interface UpdateStream {
	/** The position to start from when the trigger has none yet. */
	start(): Promise<Read<Position>>;
	/** Reads one page from a position. */
	read(position: Position): Promise<Read<StreamPage>>;
	/**
	 * Where to go on from when nobody knows whether the items between two positions were handed over. Absent where the earlier
	 * one will do, because the vendor lists everything that happened since.
	 */
	inDoubt?(position: Position, pending: Position): Position;
	/** A later position as only what it has besides an earlier one, for positions that are large. */
	shrink?(position: Position, later: Position): Position;
	/** The later position of which `shrink` was told, or one that was never shrunk. */
	grow?(position: Position, stored: Position): Position;
	/** The most recent items that a poll would have handed over, to show somebody who builds a workflow what they look like. */
	sample(): Promise<Read<IDataObject[]>>;
}

/** What is polled. */
export interface Polled {
	vendor: VendorWords;
	/** The account that the positions speak of. */
	connection: Connection;
	/** Opens the stream; the clock outlives the poll. */
	open(clock: VendorClock): UpdateStream;
}

/** The most items that one poll hands over; the rest waits for the next poll. */
export const MOST_ITEMS = 4_000;
/** Share of n8n's time budget that a poll uses; the rest is for handing over. */
const BUDGET_SHARE = 0.5;
/** Time budget in ms where n8n names none (before 2.4x). */
const DEFAULT_BUDGET_MS = 30_000;
/** A poll that has taken longer than this, in ms, hangs: the next one takes its place. */
const LONGEST_POLL_MS = 15 * 60_000;
/** The most triggers that are remembered; one that is forgotten takes it for a restart. */
const MOST_MEMORIES = 10_000;

/** A poll that is under way. */
interface Turn {
	began: number;
}

/** What this process remembers of a trigger; lost on a restart, on purpose. */
interface Memory {
	clock: VendorClock;
	account?: string;
	turn?: Turn;
	/** The number of the last commit. */
	commits: number;
	/** The last two hand-overs: n8n drops one, and what was stored with it, when the workflow is paused meanwhile. */
	given: Given[];
	/** The commit whose items were given up, when that was said. */
	gaveUp?: number;
}
const memories = new Map<string, Memory>();

/**
 * Runs one poll.
 *
 * @returns the items, or null when there is nothing new, a poll of this trigger is still under way, or the last items are not
 * handed over yet
 * @throws NodeApiError when the vendor cannot be read; the position stays where it was
 * @throws NodeOperationError when items were given up, or in the editor, when there is nothing to show
 */
export async function poll(
	context: IPollFunctions,
	polled: Polled,
): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await showSample(context, polled);
	const memory = memoryOf(context);
	// n8n starts polls on the clock, also while one is still running.
	if (memory.turn && performance.now() - memory.turn.began < LONGEST_POLL_MS) return null;
	const turn = { began: performance.now() };
	memory.turn = turn;
	try {
		return await advance(context, polled, memory, turn);
	} finally {
		if (memory.turn === turn) memory.turn = undefined;
	}
}

async function showSample(context: IPollFunctions, { vendor, open }: Polled) {
	const sample = await open(new VendorClock()).sample();
	if ('failure' in sample) throw toNodeApiError(context.getNode(), sample.failure);
	if (sample.value.length > 0) return [sample.value.map((json) => ({ json }))];
	throw new NodeOperationError(
		context.getNode(),
		`Of the latest changes in ${vendor.name}, none matches the settings of this trigger`,
		{ description: 'Make a change there that matches, or choose other settings, then try again.' },
	);
}

async function advance(context: IPollFunctions, polled: Polled, memory: Memory, turn: Turn) {
	const account = accountOf(polled.connection);
	const { state, provable } = recall(context, memory, account);
	const doubt = resolve(context, memory, state, provable);
	if (doubt === 'wait') return null;
	const stream = polled.open(memory.clock);
	const again = doubt === 'repeat' || (doubt === 'given up' && state.shortest !== undefined);
	const mayRepeat = state.repeats === true || again || givenSince(memory, state) !== undefined;
	const known = goOnFrom(stream, state, doubt);
	const first: Read<Position> = known ? { value: known } : await stream.start();
	if ('failure' in first) throw toNodeApiError(context.getNode(), first.failure);
	const from = first.value;

	const { items, reached, atEnd, failure } = await readUpToBudget(stream, from, budgetOf(context));
	if (memory.turn !== turn) return null;
	// What was read before the vendor gave way is handed over; the poll after that meets the failure again.
	if (failure && items.length === 0) throw toNodeApiError(context.getNode(), failure);

	const repeats = mayRepeat && !atEnd;
	// No number comes twice, whatever state n8n has shown.
	const before = { ...state, commits: Math.max(state.commits ?? 0, memory.commits) };
	const { anew } = state;
	if (items.length === 0) {
		const next = { account, position: reached, repeats, anew };
		if (differs(state, next)) memory.commits = writeState(context, before, next);
		return null;
	}
	const tries = doubt === 'repeat' ? (state.tries ?? 1) + (provable ? 1 : 0) : 1;
	const later = stream.shrink?.(from, reached) ?? reached;
	const given = { account, position: from, pending: later, tries, fewest: items.length, repeats };
	const change = doubt === 'repeat' ? { ...given, ...shortestOf(stream, state, given) } : given;
	memory.commits = writeState(context, before, change);
	memory.given = [...memory.given.slice(-1), giveTo(context, memory.commits, later, tries)];
	const marks = { ...(mayRepeat && { mayBeRepeated: true }), ...(anew && { beganAnew: true }) };
	return [items.map((json) => ({ json: { ...json, ...marks } }))];
}

/** The trigger's state, or an empty one where it speaks of another account. */
function recall(context: IPollFunctions, memory: Memory, account: string) {
	const { state, provable } = readState(context);
	if (memory.account !== account) memory.clock = new VendorClock();
	memory.account = account;
	if (state.account === undefined || state.account === account) return { state, provable };
	context.logger.warn(
		`"${context.getNode().name}" polls another account than before, so it begins anew, as Start From says`,
	);
	const empty: State = { commits: state.commits, anew: true };
	return { state: empty, provable };
}

/** Whether the pending items of a state are handed over, come again, or are still with n8n. */
function resolve(
	context: IPollFunctions,
	memory: Memory,
	state: State,
	provable: boolean,
): Doubt | 'given up' {
	const { commits = 0, pending } = state;
	const since = givenSince(memory, state);
	const older = since && provable ? doubtOfOlder(since) : 'none';
	if (older !== 'none' || !pending) return older;
	const given = provable
		? memory.given.findLast((one) => one.commits === commits && isSame(one.pending, pending))
		: undefined;
	const doubt = given ? doubtOf(context, given) : 'repeat';
	// Where nothing shows that a try was kept, none is counted.
	if (doubt !== 'repeat' || !provable || (state.tries ?? 1) < MOST_TRIES) return doubt;
	const node = context.getNode();
	const message = `${MOST_TRIES} runs with the same changes came to nothing, so "${node.name}" goes on with the next ones`;
	// Only what this process has seen stops a poll, for n8n cannot activate a workflow whose first poll is stopped.
	if (given && memory.gaveUp !== state.commits) {
		memory.gaveUp = state.commits;
		throw new NodeOperationError(node, message, {
			description:
				'Look for these runs in the list of executions, see what stopped them, and retry one.',
		});
	}
	context.logger.warn(message);
	return 'given up';
}

/** What n8n has passed on since the state that it shows. */
const givenSince = ({ given }: Memory, { commits = 0 }: State): Given | undefined =>
	given.findLast((later) => later.commits > commits && isPassedOn(later));

/** Where to read on from; absent where the trigger has no position yet. */
function goOnFrom(stream: UpdateStream, state: State, doubt: Doubt | 'given up') {
	const { position, pending, shortest } = state;
	if (!position || !pending) return position;
	// What was not given in every try has tries of its own.
	if (doubt === 'given up') return grown(stream, position, shortest ?? pending);
	const reached = grown(stream, position, pending);
	return doubt === 'repeat' ? (stream.inDoubt?.(position, reached) ?? position) : reached;
}

/** The shortest of the tries before, as a state keeps it; nothing when this one is the shortest. */
function shortestOf(stream: UpdateStream, state: State, given: Change): Partial<Change> {
	const { position, pending, fewest = 0, shortest = pending } = state;
	const isShortest = (given.fewest ?? 0) < fewest;
	if (!position || !given.position || !shortest || isShortest) return {};
	const end = grown(stream, position, shortest);
	const stored = stream.shrink?.(given.position, end) ?? end;
	return isSame(stored, given.pending) ? { fewest } : { fewest, shortest: stored };
}

const grown = (stream: UpdateStream, position: Position, stored: Position): Position =>
	stream.grow?.(position, stored) ?? stored;

async function readUpToBudget(stream: UpdateStream, from: Position, budgetMs: number) {
	const items: IDataObject[] = [];
	const until = performance.now() + budgetMs;
	let reached = from;
	do {
		const answer = await stream.read(reached);
		if ('failure' in answer) return { items, reached, atEnd: false, failure: answer.failure };
		const page = answer.value;
		for (const item of page.items) items.push(item);
		const moved = !isSame(page.next, reached);
		reached = page.next;
		const stopped = page.caughtUp || page.waiting || !moved;
		if (stopped) return { items, reached, atEnd: !page.waiting };
	} while (items.length < MOST_ITEMS && performance.now() < until);
	return { items, reached, atEnd: false };
}

const budgetOf = (context: IPollFunctions): number =>
	(context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS) * BUDGET_SHARE;

function memoryOf(context: IPollFunctions): Memory {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const memory = memories.get(key) ?? { clock: new VendorClock(), commits: 0, given: [] };
	// The one that was polled longest ago comes first.
	memories.delete(key);
	memories.set(key, memory);
	const [oldest] = memories.keys();
	if (memories.size > MOST_MEMORIES && oldest !== undefined) memories.delete(oldest);
	return memory;
}

/** Whether a poll that found nothing has something to remember all the same. */
const differs = (state: State, { account, position, repeats }: State): boolean =>
	state.pending !== undefined ||
	state.account !== account ||
	(state.repeats ?? false) !== repeats ||
	!isSame(state.position, position);

const isSame = (one: Position | undefined, other: Position | undefined): boolean =>
	JSON.stringify(one) === JSON.stringify(other);
