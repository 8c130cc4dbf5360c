/** How far the trigger has come: what is remembered of each list, and which lists the present pass has still to read. */
import type { Position } from '../../core/polling/polling';
import type { PackedDifference, PackedSnapshot } from '../../core/polling/snapshot';
import {
	differenceOf,
	EMPTY,
	inDoubt,
	pack,
	sizeOf,
	unpack,
	withDifference,
} from '../../core/polling/snapshot';
import { keyOf } from './watched-list';

/** The most records that are remembered, for the memory they take in the workflow. */
export const MOST_RECORDS = 10_000;

const NOTHING = pack(EMPTY);

export interface Pass extends Position {
	/** What the position speaks of: with other settings the trigger begins anew. */
	watched: string;
	/** What is remembered of each list. */
	lists: Record<string, PackedSnapshot>;
	/** Whether a condition on metadata.modifiedAt is obeyed; absent until proven. */
	obeyed?: boolean;
	/** The lists that this pass has still to read. */
	todo?: string[];
	/** The first pass learns what is there. */
	first?: boolean;
}

/** A pass as only what it has besides another. */
interface PassDifference extends Omit<Pass, 'lists'> {
	/** What became different in lists, and which lists are not remembered any more. */
	changed: Record<string, PackedDifference>;
	forgotten: string[];
}

interface Stored {
	since?: number;
	forgottenBefore?: number;
	marks: string | Record<string, string>;
}

/** Reads a stored position; version 0.1.0 wrote the marks of a list as an object, by IDs in JSON. */
export function passOf(position: Position): Pass {
	const stored = (position.lists ?? {}) as Record<string, Stored>;
	const lists = Object.entries(stored).map(([list, { since, forgottenBefore, marks }]) => {
		if (typeof marks === 'string') return [list, { since, forgottenBefore, marks }];
		const read = Object.entries(marks).map(
			([ids, mark]) => [keyOf(JSON.parse(ids) as unknown[]), mark] as const,
		);
		return [list, pack({ since, forgottenBefore, marks: new Map(read) })];
	});
	return { ...position, watched: String(position.watched), lists: Object.fromEntries(lists) };
}

/** The position between two passes: always built alike, so that a quiet pass leaves it as it was. */
export function ended({ watched, lists, obeyed }: Pass): Pass {
	const kept = Object.entries(lists)
		.filter(([, { since, marks }]) => since !== undefined || marks !== '')
		.sort(([one], [other]) => (one < other ? -1 : 1));
	return { watched, lists: Object.fromEntries(kept), obeyed };
}

/** Where to go on from when nobody knows whether the changes between two positions were told. */
export function doubtful(earlier: Pass, later: Pass): Pass {
	const ids = new Set([...Object.keys(earlier.lists), ...Object.keys(later.lists)]);
	const doubted = [...ids].map((list) => {
		const [before, after] = [earlier, later].map(({ lists }) => unpack(lists[list] ?? NOTHING));
		return [list, pack(inDoubt(before ?? EMPTY, after ?? EMPTY))];
	});
	return { ...earlier, lists: Object.fromEntries(doubted) };
}

/** A later position as what it has besides an earlier one, which is usually little. */
export function shrunk(earlier: Pass, { lists, ...later }: Pass): PassDifference {
	const changed = Object.entries(lists)
		.filter(([list, snapshot]) => JSON.stringify(earlier.lists[list]) !== JSON.stringify(snapshot))
		.map(([list, snapshot]) => [list, differenceOf(earlier.lists[list] ?? NOTHING, snapshot)]);
	const forgotten = Object.keys(earlier.lists).filter((list) => !(list in lists));
	return {
		...later,
		watched: String(later.watched),
		changed: Object.fromEntries(changed),
		forgotten,
	};
}

/** The later position of which a difference was taken; one that is none, as version 0.1.0 stored it, stays as it is. */
export function grown(earlier: Pass, stored: Position): Pass {
	if (!isDifference(stored)) return passOf(stored);
	const { changed, forgotten, ...later } = stored;
	const kept = Object.entries(earlier.lists).filter(([list]) => !forgotten.includes(list));
	const lists = Object.fromEntries(kept);
	for (const [list, difference] of Object.entries(changed)) {
		lists[list] = withDifference(lists[list] ?? NOTHING, difference);
	}
	return { ...later, watched: String(later.watched), lists };
}

const isDifference = (stored: Position): stored is PassDifference => 'changed' in stored;

/** How many records are remembered. */
export const recordsIn = (lists: Pass['lists']): number =>
	Object.values(lists).reduce((size, snapshot) => size + sizeOf(snapshot), 0);

/** What is remembered of a list. */
export const knownOf = ({ lists }: Pass, list: string) => unpack(lists[list] ?? NOTHING);
