/** Reads a page-numbered list to its end, or to a limit, and never cuts it off in silence. */
import type { Paging } from './operation';

/** One page: its elements, and the whole answer for what it says of the list. */
export interface Page {
	elements: unknown[];
	answer: unknown;
	/** How many items the list has, where a header tells. */
	total?: number;
}

/** Where a list is read on: the number of a page, and how many records came before it. */
export interface Place {
	page: number;
	before: number;
}

/**
 * The place after a page; undefined where the list ends. The one place that decides it: by the total where the vendor tells
 * one, for a vendor may serve smaller pages than it was asked for, else by the first page that is not full.
 *
 * @param size the records that were asked for
 * @param served the records that came
 */
export function placeAfter(
	{ page, before }: Place,
	size: number,
	served: number,
	total: number | undefined,
): Place | undefined {
	const reached = before + served;
	const more = total === undefined ? served >= size : reached < total;
	return served > 0 && more ? { page: page + 1, before: reached } : undefined;
}

export type Collected =
	| { elements: unknown[] }
	| { stopped: { message: string; description: string }; beyondReach?: true };

/**
 * Collects the elements of a list.
 *
 * @param fetchPage asks for one page by its query; gives undefined to stop (the caller knows why)
 * @param limit the most elements wanted; `undefined` for all
 * @returns the elements, or why the list cannot be read to its end; `undefined` when `fetchPage` stopped
 */
export async function collectPages(
	paging: Paging,
	limit: number | undefined,
	fetchPage: (query: Record<string, number>) => Promise<Page | undefined>,
): Promise<Collected | undefined> {
	const collected: unknown[] = [];
	const wanted = limit ?? Number.POSITIVE_INFINITY;
	// The same for all pages, for a page begins where as many full ones end.
	const size = Math.min(paging.pageSize, wanted);
	let place: Place | undefined = { page: paging.first, before: 0 };
	let previous: string | undefined;
	while (place && collected.length < wanted) {
		const page = await fetchPage({ [paging.page]: place.page, [paging.size]: size });
		if (!page) return undefined;
		const { elements, answer } = page;
		const total = page.total ?? paging.total?.(answer);
		if (
			paging.reach !== undefined &&
			total !== undefined &&
			total > paging.reach &&
			wanted > paging.reach
		) {
			return { stopped: beyondReach(total, paging.reach), beyondReach: true };
		}
		const fingerprint = JSON.stringify(elements);
		if (elements.length > 0 && fingerprint === previous) {
			return { stopped: repeatedPage(place.page) };
		}
		previous = fingerprint;
		for (const element of elements) collected.push(element);
		place = placeAfter(place, size, elements.length, total);
	}
	return { elements: collected.slice(0, wanted) };
}

const beyondReach = (total: number, reach: number) => ({
	message: `The search matches ${total} records, but only the first ${reach} can be read`,
	description: `Narrow the search with a filter, or turn off Return All and set a Limit of at most ${reach}.`,
});

const repeatedPage = (number: number) => ({
	message: `Page ${number} of the list repeats the page before it`,
	description: 'The list did not move on, so its end cannot be reached. Try again, or set a Limit.',
});
