/**
 * Polling an update stream, at least once: what was read but may not have reached n8n is read again, never skipped.
 *
 * A poll reads from the position that is known to be handed over, up to a budget of items and time, and commits last and
 * once. n8n saves the cursor and starts the execution in two steps, so a crash between them could lose a poll. Therefore the
 * new position is only noted as pending; the next poll of the same process, which proves that the hand-over was survived,
 * confirms it. After a restart the pending part is read once more; items say so until the end of the stream is reached.
 */
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Read } from './door';
import { toNodeApiError } from './failure';

export type { Read };

/** Where a stream was left: small, serialisable, opaque to this file. */
export type Position = IDataObject;

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
	/** The most recent items, to show somebody who builds a workflow what they look like. */
	sample(): Promise<Read<IDataObject[]>>;
}

interface State extends IDataObject {
	/** Everything before this position was handed over. */
	position?: Position;
	/** Where the last poll ended; handed over once another poll of the same process follows. */
	pending?: Position;
	/** Items up to the end of the stream may have been handed over before. */
	repeats?: boolean;
	/** Counts commits, so that the newer of two copies is known. */
	commits?: number;
	/** The node's name at that commit. */
	name?: string;
	/** The node had no state of its own before that commit, so nothing shows whether the commit was kept. */
	unproven?: boolean;
}

/** The most items that one poll hands over; the rest waits for the next poll. */
export const MOST_ITEMS = 4_000;
/** Share of n8n's time budget that a poll uses; the rest is for handing over. */
const BUDGET_SHARE = 0.5;
/** Time budget in ms where n8n names none (before 2.4x). */
const DEFAULT_BUDGET_MS = 30_000;

/** What this process remembers of a trigger; lost on a restart, on purpose. */
interface Memory {
	running: boolean;
	handedOver?: number;
}
const memories = new Map<string, Memory>();

/**
 * Runs one poll.
 *
 * @returns the items, or null when there is nothing new or a poll of this trigger is still under way
 * @throws NodeApiError when the vendor cannot be read; the position stays where it was
 */
export async function poll(
	context: IPollFunctions,
	stream: UpdateStream,
): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await showSample(context, stream);
	const memory = memoryOf(context);
	// n8n starts polls on the clock, also while one is still running.
	if (memory.running) return null;
	memory.running = true;
	try {
		return await advance(context, stream, memory);
	} finally {
		memory.running = false;
	}
}

async function showSample(context: IPollFunctions, stream: UpdateStream) {
	const sample = await stream.sample();
	if ('failure' in sample) throw toNodeApiError(context.getNode(), sample.failure);
	return sample.value.length > 0 ? [sample.value.map((json) => ({ json }))] : null;
}

async function advance(context: IPollFunctions, stream: UpdateStream, memory: Memory) {
	const { state, provable } = readState(context);
	const confirmed = provable && state.pending !== undefined && memory.handedOver === state.commits;
	const mayRepeat = state.repeats === true || (state.pending !== undefined && !confirmed);
	const known = confirmed ? state.pending : lastCertain(stream, state);
	const first: Read<Position> = known ? { value: known } : await stream.start();
	if ('failure' in first) throw toNodeApiError(context.getNode(), first.failure);
	const from = first.value;

	const { items, reached, atEnd, failure } = await readUpToBudget(stream, from, budgetOf(context));
	// What was read before the vendor gave way is handed over; the poll after that meets the failure again.
	if (failure && items.length === 0) throw toNodeApiError(context.getNode(), failure);

	const repeats = mayRepeat && !atEnd;
	if (items.length === 0) {
		const changed =
			!isSame(reached, state.position) || state.pending || repeats !== (state.repeats ?? false);
		if (changed) writeState(context, state, { position: reached, repeats });
		return null;
	}
	memory.handedOver = writeState(context, state, { position: from, pending: reached, repeats });
	return [items.map((json) => ({ json: mayRepeat ? { ...json, mayBeRepeated: true } : json }))];
}

function lastCertain(stream: UpdateStream, { position, pending }: State): Position | undefined {
	if (!position || !pending || !stream.inDoubt) return position;
	return stream.inDoubt(position, pending);
}

async function readUpToBudget(stream: UpdateStream, from: Position, budgetMs: number) {
	const items: IDataObject[] = [];
	const until = Date.now() + budgetMs;
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
	} while (items.length < MOST_ITEMS && Date.now() < until);
	return { items, reached, atEnd: false };
}

const budgetOf = (context: IPollFunctions): number =>
	(context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS) * BUDGET_SHARE;

function memoryOf(context: IPollFunctions): Memory {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const known = memories.get(key);
	if (known) return known;
	const memory: Memory = { running: false };
	memories.set(key, memory);
	return memory;
}

/**
 * The state lives twice: under the node, which n8n's durable cursors commit together with the execution, and under the
 * workflow by the node's id, because n8n keys a node's data by its name and a rename would lose it. The copy is not rolled
 * back with a commit, so it counts only where the node has no state, or one that it left behind under an old name.
 */
function readState(context: IPollFunctions): { state: State; provable: boolean } {
	const { id, name } = context.getNode();
	const byName: State = context.getWorkflowStaticData('node');
	const byId = context.getWorkflowStaticData('global')[id] as State | undefined;
	if (!byId) return { state: byName, provable: true };
	if (byName.commits === undefined) return { state: byId, provable: byId.unproven !== true };
	const leftBehind =
		byName.name === name && byId.name !== name && (byId.commits ?? 0) > byName.commits;
	return leftBehind ? { state: byId, provable: false } : { state: byName, provable: true };
}

/** Assigns fresh top-level values: n8n does not notice changes inside them. Gives the number of the commit. */
function writeState(context: IPollFunctions, before: State, change: State): number {
	const { id, name } = context.getNode();
	const { position, pending, repeats } = change;
	const commits = (before.commits ?? 0) + 1;
	const state: State = { position, pending, repeats, commits, name };
	const byName: State = context.getWorkflowStaticData('node');
	const unproven = byName.commits === undefined;
	Object.assign(byName, state);
	context.getWorkflowStaticData('global')[id] = { ...state, unproven };
	return commits;
}

const isSame = (one: Position | undefined, other: Position | undefined): boolean =>
	JSON.stringify(one) === JSON.stringify(other);
