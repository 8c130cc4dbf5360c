/** One pass over a list that may move while it is read: no record comes twice, and that it moved is told. */
import type { Failure } from '../execution/failure';
import type { Paging } from '../rows/operation';
import type { Page, Place } from './paging';
import { beginning, placeAfter, placesAfter } from './paging';
import { readAhead } from './reading-ahead';

/** A list, and how to read it. */
export interface Listed {
	paging: Paging;
	/** What no two records of the list share; undefined where a record does not tell. */
	identify(record: unknown): string | undefined;
	/** Reads one page. */
	readPage(place: Place, size: number): Promise<Page | { failure: Failure }>;
	/** How many pages may be under way or waiting to be used, where the first one tells the total. */
	ahead: number;
}

/** The records of a list, or why they cannot be read. */
export type Swept =
	| {
			records: unknown[];
			/** The list changed while it was read, so that records may be missing. */
			moved: boolean;
	  }
	| {
			failure: Failure;
			/** The list is longer than the vendor lets anybody read. */
			beyondReach?: true;
	  };

/** The most pages of a list beyond those that its first page promises; a list that goes on is taken for endless. */
const MOST_PAGES = 2_000;

/** Reads a list once, to its end or to a limit. */
export async function sweep(list: Listed, limit: number | undefined): Promise<Swept> {
	const pass = new Pass(list, limit);
	const refusal = await pass.begin();
	return refusal ?? (await pass.readPromised()) ?? (await pass.readOn()) ?? pass.result();
}

/** The state of one pass: what was gathered, and where it stands. */
class Pass {
	private readonly list: Listed;
	private readonly wanted: number;
	/** The same for all pages, for a page begins where as many full ones end. */
	private readonly size: number;
	private readonly records: unknown[] = [];
	private readonly known = new Set<string>();
	private place: Place;
	private last: readonly unknown[] = [];
	private total: number | undefined;
	/** Records that came, those that came twice included. */
	private came = 0;
	private moved = false;

	constructor(list: Listed, limit: number | undefined) {
		this.list = list;
		this.wanted = limit ?? Number.POSITIVE_INFINITY;
		this.size = Math.min(list.paging.pageSize, this.wanted);
		this.place = beginning(list.paging);
	}

	/** Reads the first page. */
	async begin(): Promise<Swept | undefined> {
		const first = await this.list.readPage(this.place, this.size);
		if ('failure' in first) return first;
		const { reach } = this.list.paging;
		const { total } = first;
		const isBeyond = reach !== undefined && total !== undefined && total > reach;
		if (isBeyond && this.wanted > reach) return beyondReach(total, reach);
		this.gather(first);
		return undefined;
	}

	/** Reads the pages that the first one promises, several at once; nothing where it tells no total. */
	async readPromised(): Promise<Swept | undefined> {
		const served = this.last.length;
		if (this.total === undefined || served === 0) return undefined;
		const promised = placesAfter(this.place, served, Math.min(this.total, this.wanted));
		const read = async (place: Place) => await this.list.readPage(place, this.size);
		for await (const [place, page] of readAhead(promised, this.list.ahead, read)) {
			// The page before was smaller than the first, though more were to come.
			if (this.last.length < served) this.moved = true;
			const refusal = this.take(place, page);
			if (refusal) return refusal;
			if (this.last.length === 0 || this.records.length >= this.wanted) return undefined;
		}
		return undefined;
	}

	/** Reads page after page, as far as the list goes on. */
	async readOn(): Promise<Swept | undefined> {
		for (let further = 0; further < MOST_PAGES; further++) {
			if (this.records.length >= this.wanted) return undefined;
			const next = placeAfter(this.place, this.size, this.last.length, this.total);
			if (!next) return undefined;
			const refusal = this.take(next, await this.list.readPage(next, this.size));
			if (refusal) return refusal;
		}
		return { failure: endless(MOST_PAGES) };
	}

	/** What was read. */
	result(): Swept {
		const isShort = this.total !== undefined && this.came < Math.min(this.total, this.wanted);
		const records = this.records.slice(0, this.wanted);
		return { records, moved: this.moved || isShort };
	}

	private take(place: Place, page: Page | { failure: Failure }): Swept | undefined {
		if ('failure' in page) return page;
		if (isSame(page.records, this.last)) return { failure: repeatedPage(place.page) };
		if (page.total !== undefined && page.total !== this.total) this.moved = true;
		this.place = place;
		this.gather(page);
		return undefined;
	}

	private gather({ records, total }: Page): void {
		this.last = records;
		this.total = total ?? this.total;
		this.came += records.length;
		for (const record of records) {
			if (this.isNew(record)) this.records.push(record);
			else this.moved = true;
		}
	}

	/** Whether a record, or one that does not tell what it is, came for the first time. */
	private isNew(record: unknown): boolean {
		const id = this.list.identify(record);
		const before = this.known.size;
		return id === undefined || this.known.add(id).size > before;
	}
}

/** Whether a page is the one before it once more, told by its first and its last record. */
function isSame(page: readonly unknown[], previous: readonly unknown[]): boolean {
	if (page.length === 0 || page.length !== previous.length) return false;
	return [0, -1].every((at) => JSON.stringify(page.at(at)) === JSON.stringify(previous.at(at)));
}

const beyondReach = (total: number, reach: number): Swept => ({
	failure: {
		message: `The search matches ${total} records, but only the first ${reach} can be read`,
		description: `Narrow the search with a filter, or turn off Return All and set a Limit of at most ${reach}.`,
	},
	beyondReach: true,
});

const repeatedPage = (page: number): Failure => ({
	message: `Page ${page} of the list repeats the page before it`,
	description: 'The list did not move on, so its end cannot be reached. Try again, or set a Limit.',
});

const endless = (pages: number): Failure => ({
	message: `The list has no end: after ${pages} pages the vendor still gave more`,
	description: 'Narrow it with a filter, or turn off Return All and set a Limit.',
});
