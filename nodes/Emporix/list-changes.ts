/** How the changes of one list are found: by asking for them where the tenant answers that, else by reading all of it. */
import type { Read } from '../../core/requests/door';
import type { Comparison, Observed, Snapshot } from '../../core/polling/snapshot';
import { compare } from '../../core/polling/snapshot';
import type { VendorClock } from '../../core/polling/vendor-clock';
import type { WatchedLists } from './watched-list';

/** How far before the latest known change the next question starts, in ms: for changes that became visible late. */
const OVERLAP_MS = 5 * 60_000;
/** Fewer records than this came in one page, wherever the vendor cuts. */
const ONE_PAGE = 10;

export interface Found extends Comparison {
	/** Whether changes can be asked for; turns undefined when the vendor refuses the question that it once took. */
	obeyed: boolean | undefined;
	/** The segment of the list is gone. */
	gone?: true;
}

export class ListChanges {
	private readonly lists: WatchedLists;
	private readonly clock: VendorClock;
	private readonly removals: boolean;

	/** @param removals whether somebody wants to know what was removed */
	constructor(lists: WatchedLists, clock: VendorClock, removals: boolean) {
		this.lists = lists;
		this.clock = clock;
		this.removals = removals;
	}

	/**
	 * No document says that q knows metadata.modifiedAt. It is proven if all records were changed since 1970 and none will
	 * be in the year 9999; an empty list proves nothing.
	 */
	async proof(list: string): Promise<Read<boolean | undefined>> {
		const counts: Array<number | undefined> = [];
		for (const q of [undefined, changedSince(0), changedSince(Date.UTC(9999, 0))]) {
			const counted = await this.lists.count(list, q);
			if ('failure' in counted) {
				if (counted.failure.status === 404) return { value: undefined };
				return q !== undefined && counted.failure.status === 400 ? { value: false } : counted;
			}
			counts.push(counted.value);
		}
		const [all, past, future] = counts;
		if (all === 0) return { value: undefined };
		return { value: all !== undefined && past === all && future === 0 };
	}

	/** What has changed in a list since it was known; a list whose segment is gone is empty. */
	async find(list: string, known: Snapshot, obeyed: boolean | undefined): Promise<Read<Found>> {
		const found = await this.askOrScan(list, known, obeyed);
		if (!('failure' in found) || found.failure.status !== 404) return found;
		const gone = await this.lists.isGone(list);
		if ('failure' in gone) return gone;
		return gone.value ? { value: { ...compare(known, [], true), obeyed, gone: true } } : found;
	}

	private async askOrScan(
		list: string,
		known: Snapshot,
		obeyed: boolean | undefined,
	): Promise<Read<Found>> {
		let answers = obeyed;
		if (obeyed && known.since !== undefined) {
			const asked = await this.ask(list, known, this.askFrom(known.since));
			if (!('failure' in asked)) {
				if (asked.value) return { value: { ...asked.value, obeyed } };
			} else if (asked.failure.status === 400) {
				answers = undefined;
			} else return asked;
		}
		const all = await this.scan(list, known, obeyed);
		return 'failure' in all ? all : { value: { ...all.value, obeyed: answers } };
	}

	/** The changes since a moment; undefined when the number of records shows that some were removed. */
	private async ask(
		list: string,
		known: Snapshot,
		since: number,
	): Promise<Read<Comparison | undefined>> {
		const answer = await this.readStable(list, changedSince(since));
		if ('failure' in answer) return answer;
		const changed = answer.value.filter(
			({ modifiedAt }) => modifiedAt === undefined || modifiedAt >= since,
		);
		const comparison = compare(known, changed, false, this.keepFrom(true));
		if (!this.removals) return { value: comparison };
		const total = await this.lists.count(list);
		if ('failure' in total) return total;
		return { value: total.value === comparison.snapshot.marks.size ? comparison : undefined };
	}

	/** The whole list. What seems to be gone is looked for twice: a removal during the reading shifts the pages. */
	private async scan(
		list: string,
		known: Snapshot,
		obeyed: boolean | undefined,
	): Promise<Read<Comparison>> {
		const once = await this.observe(list);
		if ('failure' in once) return once;
		const found = new Set(once.value.map(({ key }) => key));
		const missing = [...known.marks.keys()].some((key) => !found.has(key));
		const again = missing ? await this.observe(list) : { value: [] };
		if ('failure' in again) return again;
		return { value: compare(known, [...once.value, ...again.value], true, this.keepFrom(obeyed)) };
	}

	/** Several pages are read twice: a change during the reading moves records between them. */
	private async readStable(list: string, q: string): Promise<Read<Observed[]>> {
		const once = await this.observe(list, q);
		if ('failure' in once || once.value.length <= ONE_PAGE) return once;
		const again = await this.observe(list, q);
		return 'failure' in again ? again : { value: [...once.value, ...again.value] };
	}

	private async observe(list: string, q?: string): Promise<Read<Observed[]>> {
		const read = await this.lists.read(list, q);
		if (!('failure' in read)) {
			this.clock.observe(read.value.flatMap(({ modifiedAt }) => modifiedAt ?? []));
		}
		return read;
	}

	/** Late changes are expected while the latest one is fresh; later, its neighbours need not be read in every poll. */
	private askFrom(since: number): number {
		return this.clock.atLeast - since < 2 * OVERLAP_MS ? since - OVERLAP_MS : since;
	}

	/** Long lists can be forgotten only where changes can be asked for and removals need not be seen. */
	private keepFrom(obeyed: boolean | undefined) {
		return (since: number | undefined) =>
			obeyed && !this.removals && since !== undefined ? since - OVERLAP_MS : undefined;
	}
}

const changedSince = (moment: number) =>
	`metadata.modifiedAt:>="${new Date(moment).toISOString()}"`;
