/** What n8n keeps of a trigger from one poll to the next. */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';

/** Where a stream was left: small, serialisable, opaque to all but the stream itself. */
export type Position = IDataObject;

export interface State extends IDataObject {
	/** The account that the positions speak of; absent in a state of version 0.1.0. */
	account?: string;
	/** Everything before this position was handed over. */
	position?: Position;
	/** Where the last poll ended; whether what lies in between was handed over is not certain yet. */
	pending?: Position;
	/** How often the items behind `position` have been given to n8n. */
	tries?: number;
	/** The number of items of the shortest of these tries. */
	fewest?: number;
	/** Where the shortest of these tries ended, if not at `pending`: what lies behind it was not given in every try. */
	shortest?: Position;
	/** Items up to the end of the stream may have been handed over before. */
	repeats?: boolean;
	/** The next items are the first since the trigger began anew with another account. */
	anew?: boolean;
	/** Counts commits, so that the newer of two copies is known. */
	commits?: number;
	/** The node's name at that commit. */
	name?: string;
	/** The node had no state of its own before that commit, so nothing shows whether the commit was kept. */
	unproven?: boolean;
}

/** What a commit says; the rest of a state is bookkeeping. */
export type Change = Pick<
	State,
	'account' | 'position' | 'pending' | 'tries' | 'fewest' | 'shortest' | 'repeats' | 'anew'
>;

/**
 * The state lives twice: under the node, which n8n's durable cursors commit together with the execution, and under the
 * workflow by the node's id, because n8n keys a node's data by its name and a rename would lose it. The copy is not rolled
 * back with a commit, so it counts only where the node has no state, or one that it left behind under an old name.
 *
 * @returns the state, and whether it can tell that its own commit was kept
 */
export function readState(context: IPollFunctions): { state: State; provable: boolean } {
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
export function writeState(context: IPollFunctions, before: State, change: Change): number {
	const { id, name } = context.getNode();
	const { account, position, pending, tries, fewest, shortest, repeats, anew } = change;
	const commits = (before.commits ?? 0) + 1;
	const made = { account, position, pending, tries, fewest, shortest, repeats, anew };
	const state: State = { ...made, commits, name };
	const byName: State = context.getWorkflowStaticData('node');
	const unproven = byName.commits === undefined;
	Object.assign(byName, state);
	context.getWorkflowStaticData('global')[id] = { ...state, unproven };
	return commits;
}
