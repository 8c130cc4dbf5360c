/**
 * Changes in Emporix as the poller sees them. Nothing lists what was changed or removed, so lists are compared with what is
 * remembered of them. One pass reads list after list; the position says which are left.
 */
import type { IDataObject } from 'n8n-workflow';
import { valueAt } from '../../core/output';
import type { Position, Read, StreamPage, UpdateStream } from '../../core/polling';
import type { StartFrom } from '../../core/start-from';
import type { Change, Comparison, Observed, Snapshot } from '../../core/snapshot';
import { compare, inDoubt } from '../../core/snapshot';
import type { Entity, WatchedLists } from './watched-list';

/** The most records that are remembered, for the memory they take in the workflow. */
export const MOST_RECORDS = 10_000;
/** How far before the latest known change the next question starts, in ms: for changes that became visible late. */
const OVERLAP_MS = 5 * 60_000;
/** Records shown to somebody who tries the trigger out. */
const SAMPLE_SIZE = 10;

export interface StreamSettings {
	entity: Entity;
	/** The one segment to watch; all when absent. */
	segmentId?: string;
	/** The kinds of change that start the workflow. */
	events: readonly string[];
	/** What counts of the records that are there at first: none, those changed since a moment (ms since 1970), or all. */
	startFrom: StartFrom;
}

interface Pass extends Position {
	/** What the position speaks of: with other settings the trigger begins anew. */
	watched: string;
	/** What is remembered of each list. */
	lists: Record<string, Snapshot>;
	/** Whether a condition on metadata.modifiedAt is obeyed; absent until proven. */
	obeyed?: boolean;
	/** The lists that this pass has still to read. */
	todo?: string[];
	/** The first pass learns what is there. */
	first?: boolean;
}

/** The stream of one trigger. */
export function changeStream(lists: WatchedLists, settings: StreamSettings): UpdateStream {
	const { entity, segmentId, events, startFrom } = settings;
	const removals = events.includes('removed');
	const watched = segmentId === undefined ? entity : `${entity} ${segmentId}`;
	const fresh: Pass = { watched, lists: {}, first: true };

	/** Long lists can be forgotten only where changes can be asked for and removals need not be seen. */
	const keepFrom = (obeyed: boolean | undefined) => (since: number | undefined) =>
		obeyed && !removals && since !== undefined ? since - OVERLAP_MS : undefined;

	async function readPage(position: Position): Promise<Read<StreamPage>> {
		const stored = passOf(position);
		const pass: Pass = stored.watched === watched ? stored : fresh;
		const begun = pass.todo ? { value: pass } : await begin(pass);
		if ('failure' in begun) return begun;
		const { todo: [list, ...rest] = [], obeyed, first } = begun.value;
		if (list === undefined) {
			return { value: { items: [], next: ended(begun.value), caughtUp: true } };
		}
		const known = begun.value.lists[list];
		const comparison = await examine(list, known, obeyed);
		if ('failure' in comparison) return comparison;
		const { changes, snapshot, proven } = comparison.value;
		// Nothing is kept of an emptied list, or one that is gone would be asked for ever after.
		const kept = removals && Object.keys(snapshot.marks).length === 0 ? EMPTY : snapshot;
		const remembered = {
			...begun.value,
			...(!proven && { obeyed: undefined }),
			lists: { ...begun.value.lists, [list]: kept },
		};
		const size = sizeOf(remembered.lists);
		if (size > MOST_RECORDS) return { failure: tooMany(size) };
		const wanted = first ? changes.flatMap(atFirst) : changes;
		return {
			value: {
				items: wanted
					.filter(({ event }) => events.includes(event))
					.map((change) => itemOf(list, change)),
				next: rest.length > 0 ? { ...remembered, todo: rest } : ended(remembered),
				caughtUp: rest.length === 0,
			},
		};
	}

	/** A new pass: which lists there are, those that are gone included, and whether changes can be asked for. */
	async function begin(pass: Pass): Promise<Read<Pass>> {
		const ids = await lists.ids();
		if ('failure' in ids) return ids;
		const gone = Object.keys(pass.lists).filter((list) => !ids.value.includes(list));
		const current = { ...pass, lists: { ...pass.lists } };
		if (!removals) for (const list of gone) delete current.lists[list];
		const todo = [...new Set([...ids.value, ...(removals ? gone : [])])];
		if (pass.obeyed !== undefined) return { value: { ...current, todo } };
		const known = todo.find((list) => sizeOf({ list: pass.lists[list] ?? EMPTY }) > 0);
		const obeyed = await proof(known ?? todo[0]);
		return 'failure' in obeyed ? obeyed : { value: { ...current, obeyed: obeyed.value, todo } };
	}

	/**
	 * No document says that q knows metadata.modifiedAt. It is proven if all records were changed since 1970 and none will
	 * be in the year 9999; an empty list proves nothing.
	 */
	async function proof(list: string | undefined): Promise<Read<boolean | undefined>> {
		if (list === undefined) return { value: undefined };
		const counts: Array<number | undefined> = [];
		for (const q of [undefined, changedSince(0), changedSince(Date.UTC(9999, 0))]) {
			const counted = await lists.count(list, q);
			if ('failure' in counted) {
				return q !== undefined && counted.failure.status === 400 ? { value: false } : counted;
			}
			counts.push(counted.value);
		}
		const [all, past, future] = counts;
		if (all === 0) return { value: undefined };
		return { value: all !== undefined && past === all && future === 0 };
	}

	/** What has changed in one list; `proven` turns false when the vendor refuses the question it once took. */
	async function examine(
		list: string,
		known: Snapshot = EMPTY,
		obeyed: boolean | undefined,
	): Promise<Read<Comparison & { proven: boolean }>> {
		if (obeyed && known.since !== undefined) {
			const asked = await askForChanges(list, known, askFrom(known.since));
			if (!('failure' in asked)) {
				if (asked.value) return { value: { ...asked.value, proven: true } };
			} else if (asked.failure.status !== 400) {
				return asked;
			}
			const all = await scan(list, known, obeyed);
			return 'failure' in all ? all : { value: { ...all.value, proven: !('failure' in asked) } };
		}
		const all = await scan(list, known, obeyed);
		return 'failure' in all ? all : { value: { ...all.value, proven: true } };
	}

	/** The changes since a moment; undefined when the number of records shows that some were removed. */
	async function askForChanges(
		list: string,
		known: Snapshot,
		since: number,
	): Promise<Read<Comparison | undefined>> {
		const answer = await readStable(list, changedSince(since));
		if ('failure' in answer) return answer;
		const changed = answer.value.filter(
			({ modifiedAt }) => modifiedAt === undefined || modifiedAt >= since,
		);
		const comparison = compare(known, changed, false, keepFrom(true));
		if (!removals) return { value: comparison };
		const total = await lists.count(list);
		if ('failure' in total) return total;
		const expected = Object.keys(comparison.snapshot.marks).length;
		return { value: total.value === expected ? comparison : undefined };
	}

	/** The whole list. What seems to be gone is looked for twice: a removal during the reading shifts the pages. */
	async function scan(
		list: string,
		known: Snapshot,
		obeyed: boolean | undefined,
	): Promise<Read<Comparison>> {
		const once = await lists.read(list);
		if ('failure' in once) return once;
		const found = new Set(once.value.map(({ key }) => key));
		const missing = Object.keys(known.marks).some((key) => !found.has(key));
		const again = missing ? await lists.read(list) : { value: [] };
		if ('failure' in again) return again;
		return { value: compare(known, [...once.value, ...again.value], true, keepFrom(obeyed)) };
	}

	/** Several pages are read twice: a change during the reading moves records between them. */
	async function readStable(list: string, q: string): Promise<Read<Observed[]>> {
		const once = await lists.read(list, q);
		if ('failure' in once || once.value.length <= 1) return once;
		const again = once.value.length > ONE_PAGE ? await lists.read(list, q) : { value: [] };
		return 'failure' in again ? again : { value: [...once.value, ...again.value] };
	}

	/** What the first pass finds is no change in itself. */
	const atFirst = (change: Change): Change[] => {
		// Only somebody who was perhaps told before a restart can be gone already.
		if (change.event === 'removed') return [change];
		if (startFrom === 'now') return [];
		if (startFrom === 'beginning') return [change];
		if (!(momentIn('modifiedAt', change.record) >= startFrom)) return [];
		const isNew = momentIn('createdAt', change.record) >= startFrom;
		return [{ ...change, event: isNew ? 'created' : 'updated' }];
	};

	const itemOf = (list: string, change: Change): IDataObject => {
		const ids = lists.identify(list, change.key);
		return {
			key: [entity, ...Object.values(ids), change.event, change.mark].join(':'),
			event: change.event,
			...ids,
			...(change.event !== 'removed' && { data: change.record }),
		};
	};

	return {
		start: async () => ({ value: fresh }),
		read: readPage,
		inDoubt: (position, pending) => {
			const [earlier, later] = [passOf(position), passOf(pending)];
			if (earlier.watched !== watched || later.watched !== watched) return position;
			const ids = new Set([...Object.keys(earlier.lists), ...Object.keys(later.lists)]);
			const doubted = [...ids].map((list): [string, Snapshot] => [
				list,
				inDoubt(earlier.lists[list] ?? EMPTY, later.lists[list] ?? EMPTY),
			]);
			return { ...earlier, lists: Object.fromEntries(doubted) };
		},
		sample: async () => {
			const ids = await lists.ids();
			if ('failure' in ids) return ids;
			for (const list of ids.value) {
				const records = await lists.sample(list, SAMPLE_SIZE);
				if ('failure' in records) return records;
				if (records.value.length > 0) {
					return { value: records.value.map((one) => itemOf(list, { ...one, event: 'updated' })) };
				}
			}
			return { value: [] };
		},
	};
}

const EMPTY: Snapshot = { marks: {} };
/** Fewer records than this came in one page, wherever the vendor cuts. */
const ONE_PAGE = 10;

const passOf = (position: Position): Pass => ({
	...position,
	watched: String(position.watched),
	lists: (position.lists ?? {}) as Record<string, Snapshot>,
});

/** The position between two passes: always built alike, so that a quiet pass leaves it as it was. */
function ended({ watched, lists, obeyed }: Pass): Pass {
	const kept = Object.entries(lists)
		.filter(([, { since, marks }]) => since !== undefined || Object.keys(marks).length > 0)
		.sort(([one], [other]) => (one < other ? -1 : 1));
	return { watched, lists: Object.fromEntries(kept), obeyed };
}

/** Late changes are expected while the latest one is fresh; later, its neighbours need not be read in every poll. */
const askFrom = (since: number): number =>
	Date.now() - since < 2 * OVERLAP_MS ? since - OVERLAP_MS : since;

const changedSince = (moment: number) =>
	`metadata.modifiedAt:>="${new Date(moment).toISOString()}"`;

const sizeOf = (lists: Record<string, Snapshot>): number =>
	Object.values(lists).reduce((size, { marks }) => size + Object.keys(marks).length, 0);

const momentIn = (name: string, record: IDataObject): number =>
	Date.parse(String(valueAt(`metadata.${name}`, record)));

const tooMany = (size: number) => ({
	message: `The trigger would have to remember ${size} records; it remembers at most ${MOST_RECORDS}`,
	description:
		'Watch a single segment. Without Removed among the events, fewer are remembered if your tenant can be asked for changes.',
});
