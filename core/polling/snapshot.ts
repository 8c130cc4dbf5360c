/**
 * Finds what was created, changed and removed in a list that tells nobody, by what is remembered of it: one short mark a
 * record. Knows nothing of how the list is read.
 */
import type { IDataObject } from 'n8n-workflow';

/** A record as it was read. */
export interface Observed {
	/** Names the record within its list, always the same; without spaces. */
	key: string;
	/** Differs whenever the record has changed; without spaces. */
	mark: string;
	/** Moments in ms since 1970, where the record tells them. */
	createdAt?: number;
	modifiedAt?: number;
	record: IDataObject;
}

/** What is remembered of a list. */
export interface Snapshot {
	/** The latest change seen, in ms since 1970. */
	since?: number;
	/** Records that were last changed before this moment are forgotten. */
	forgottenBefore?: number;
	/** The mark of each record by its key. */
	marks: ReadonlyMap<string, string>;
}

export const EMPTY: Snapshot = { marks: new Map() };

export type Change =
	| { event: 'created' | 'updated'; key: string; mark: string; record: IDataObject }
	| { event: 'removed'; key: string; mark: string };

export interface Comparison {
	changes: Change[];
	snapshot: Snapshot;
}

/** A snapshot as it is kept. The marks are one text, for quotes around each would double it. */
export interface PackedSnapshot extends IDataObject {
	since?: number;
	forgottenBefore?: number;
	/** Keys and marks in turn, sorted by key, so that equal snapshots have equal JSON. */
	marks: string;
}

/** What must be known to make one packed snapshot of another. */
export interface PackedDifference extends PackedSnapshot {
	/** Keys that the other does not hold any more. */
	gone: string;
}

const byKey = ([one]: readonly [string, string], [other]: readonly [string, string]) =>
	one < other ? -1 : 1;
const written = (marks: Iterable<readonly [string, string]>) =>
	[...marks].sort(byKey).flat().join(' ');
const wordsIn = (text: string) => (text === '' ? [] : text.split(' '));

function marksIn(text: string): Map<string, string> {
	const marks = new Map<string, string>();
	const words = wordsIn(text);
	for (let at = 0; at + 1 < words.length; at += 2) {
		marks.set(words[at] ?? '', words[at + 1] ?? '');
	}
	return marks;
}

export const pack = ({ since, forgottenBefore, marks }: Snapshot): PackedSnapshot => ({
	since,
	forgottenBefore,
	marks: written(marks),
});

export const unpack = ({ since, forgottenBefore, marks }: PackedSnapshot): Snapshot => ({
	since,
	forgottenBefore,
	marks: marksIn(marks),
});

/** How many records a packed snapshot holds. */
export const sizeOf = ({ marks }: PackedSnapshot): number => wordsIn(marks).length / 2;

/** What is different in a later snapshot. */
export function differenceOf(earlier: PackedSnapshot, later: PackedSnapshot): PackedDifference {
	const before = marksIn(earlier.marks);
	const after = marksIn(later.marks);
	const gone = [...before.keys()].filter((key) => !after.has(key));
	const changed = [...after].filter(([key, mark]) => before.get(key) !== mark);
	return { ...later, marks: written(changed), gone: gone.join(' ') };
}

/** The later snapshot of which a difference was taken. */
export function withDifference(
	earlier: PackedSnapshot,
	{ gone, ...later }: PackedDifference,
): PackedSnapshot {
	const marks = marksIn(earlier.marks);
	for (const key of wordsIn(gone)) marks.delete(key);
	for (const [key, mark] of marksIn(later.marks)) marks.set(key, mark);
	return { ...later, marks: written(marks) };
}

/** Stands before the mark of a record of which nobody knows whether its coming or going was told. */
const IN_DOUBT = '?';

/**
 * What is remembered when nobody knows whether the changes between two snapshots were told: a record that only one of them
 * holds is told again, as created if it is there and as removed if not.
 */
export function inDoubt(earlier: Snapshot, later: Snapshot): Snapshot {
	const marks = [...new Map([...later.marks, ...earlier.marks])].map(
		([key, mark]) =>
			[key, earlier.marks.has(key) && later.marks.has(key) ? mark : doubted(mark)] as const,
	);
	return { ...earlier, marks: new Map(marks) };
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
	const read = new Map(observed.map((one) => [one.key, one]));
	const changed = [...read.values()].flatMap((one) => changeOf(known, one) ?? []);
	const removed = [...known.marks].flatMap(([key, mark]): Change[] =>
		whole && !read.has(key) ? [{ event: 'removed', key, mark: withoutDoubt(mark) }] : [],
	);
	const since = latestOf(known.since, observed);
	const forgottenBefore = keepFrom(since) ?? (whole ? undefined : known.forgottenBefore);
	const kept = forgottenBefore ?? Number.NEGATIVE_INFINITY;
	const marks = new Map(whole ? [] : known.marks);
	for (const { key, mark } of read.values()) marks.set(key, mark);
	return {
		changes: [...changed, ...removed],
		snapshot: {
			since,
			forgottenBefore,
			marks: new Map([...marks].filter(([, mark]) => !(timeOf(mark) < kept))),
		},
	};
}

function changeOf(
	{ marks, forgottenBefore: earliest }: Snapshot,
	{ key, mark, record, createdAt, modifiedAt }: Observed,
): Change | undefined {
	const before = marks.get(key);
	if (before === mark) return undefined;
	const isForgotten = (moment: number | undefined) =>
		before === undefined && earliest !== undefined && moment !== undefined && moment < earliest;
	if (isForgotten(modifiedAt)) return undefined;
	const isNew = isDoubted(before) || (before === undefined && !isForgotten(createdAt));
	return { event: isNew ? 'created' : 'updated', key, mark, record };
}

function latestOf(known: number | undefined, observed: readonly Observed[]): number | undefined {
	let latest = known;
	for (const { modifiedAt } of observed) {
		if (modifiedAt !== undefined && !(modifiedAt <= (latest ?? Number.NEGATIVE_INFINITY))) {
			latest = modifiedAt;
		}
	}
	return latest;
}

/** A mark from a record's moment of change and its version: short, and readable as a moment again. */
export const markOf = (modifiedAt: number, version: unknown): string =>
	`${modifiedAt.toString(36)}.${encodeURIComponent(String(version ?? ''))}`;

/** The moment of a mark; NaN for a mark of another kind. */
const timeOf = (mark: string): number =>
	/^[0-9a-z]+\./.test(mark) ? Number.parseInt(mark, 36) : Number.NaN;
