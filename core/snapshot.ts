/**
 * Finds what was created, changed and removed in a list that tells nobody, by what is remembered of it: one short mark a
 * record. Knows nothing of how the list is read.
 */
import type { IDataObject } from 'n8n-workflow';

/** A record as it was read. */
export interface Observed {
	/** Names the record within its list, always the same. */
	key: string;
	/** Differs whenever the record has changed. */
	mark: string;
	/** Moments in ms since 1970, where the record tells them. */
	createdAt?: number;
	modifiedAt?: number;
	record: IDataObject;
}

/** What is remembered of a list: small and serialisable. */
export interface Snapshot extends IDataObject {
	/** The latest change seen, in ms since 1970. */
	since?: number;
	/** Records that were last changed before this moment are forgotten. */
	forgottenBefore?: number;
	/** The mark of each record by its key, sorted, so that equal snapshots have equal JSON. */
	marks: Record<string, string>;
}

export type Change =
	| { event: 'created' | 'updated'; key: string; mark: string; record: IDataObject }
	| { event: 'removed'; key: string; mark: string };

export interface Comparison {
	changes: Change[];
	snapshot: Snapshot;
}

/** Stands before the mark of a record of which nobody knows whether its coming or going was told. */
const IN_DOUBT = '?';

/**
 * What is remembered when nobody knows whether the changes between two snapshots were told: a record that only one of them
 * holds is told again, as created if it is there and as removed if not.
 */
export function inDoubt(earlier: Snapshot, later: Snapshot): Snapshot {
	const marks = Object.entries({ ...later.marks, ...earlier.marks }).map(([key, mark]) => [
		key,
		key in earlier.marks && key in later.marks ? mark : doubted(mark),
	]);
	return { ...earlier, marks: Object.fromEntries(marks) };
}

const isDoubted = (mark: string | undefined): boolean => mark?.startsWith(IN_DOUBT) === true;
const doubted = (mark: string): string => (isDoubted(mark) ? mark : IN_DOUBT + mark);
const withoutDoubt = (mark: string): string => (isDoubted(mark) ? mark.slice(1) : mark);

/**
 * Compares a list with what is remembered of it.
 *
 * @param observed the records that were read
 * @param whole whether these are all records of the list, so that the others are gone
 * @param keepFrom forget records that were last changed before this moment (ms since 1970), for lists too long to remember;
 * only for lists that are asked for changes since a later moment
 */
export function compare(
	known: Snapshot,
	observed: readonly Observed[],
	whole: boolean,
	keepFrom: (since: number | undefined) => number | undefined = () => undefined,
): Comparison {
	const earliest = known.forgottenBefore;
	const read = new Map(observed.map((one) => [one.key, one]));
	const changed = [...read.values()].flatMap((one): Change[] => {
		const { key, mark, record, createdAt, modifiedAt } = one;
		const before = known.marks[key];
		if (before === mark) return [];
		const isForgotten = (moment: number | undefined) =>
			before === undefined && earliest !== undefined && moment !== undefined && moment < earliest;
		if (isForgotten(modifiedAt)) return [];
		const isNew = isDoubted(before) || (before === undefined && !isForgotten(createdAt));
		return [{ event: isNew ? 'created' : 'updated', key, mark, record }];
	});
	const removed = Object.entries(known.marks).flatMap(([key, mark]): Change[] =>
		whole && !read.has(key) ? [{ event: 'removed', key, mark: withoutDoubt(mark) }] : [],
	);
	const times = observed.flatMap(({ modifiedAt }) => modifiedAt ?? []);
	const since = [...times, known.since ?? Number.NEGATIVE_INFINITY].reduce((one, other) =>
		Math.max(one, other),
	);
	const told = Number.isFinite(since) ? since : undefined;
	const forgottenBefore = keepFrom(told) ?? (whole ? undefined : earliest);
	const kept = forgottenBefore ?? Number.NEGATIVE_INFINITY;
	const marks = new Map(whole ? [] : Object.entries(known.marks));
	for (const { key, mark } of read.values()) marks.set(key, mark);
	const sorted = [...marks].filter(([, mark]) => !(timeOf(mark) < kept)).sort(byKey);
	return {
		changes: [...changed, ...removed],
		snapshot: { since: told, forgottenBefore, marks: Object.fromEntries(sorted) },
	};
}

const byKey = ([one]: [string, string], [other]: [string, string]) => (one < other ? -1 : 1);

/** A mark from a record's moment of change and its version: short, and readable as a moment again. */
export const markOf = (modifiedAt: number, version: unknown): string =>
	`${modifiedAt.toString(36)}.${String(version ?? '')}`;

/** The moment of a mark; NaN for a mark of another kind. */
const timeOf = (mark: string): number =>
	/^[0-9a-z]+\./.test(mark) ? Number.parseInt(mark, 36) : Number.NaN;
