/** Reads a page-numbered list to its end, or to a limit, and never cuts it off in silence. */
import type { Paging } from './operation';

/** One page: its elements, and the whole answer for what it says of the list. */
export interface Page {
	elements: unknown[];
	answer: unknown;
	/** How many items the list has, where a header tells. */
	total?: number;
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
	let previous: string | undefined;
	for (let number = paging.first; collected.length < wanted; number++) {
		const size = Math.min(paging.pageSize, number === paging.first ? wanted : paging.pageSize);
		const page = await fetchPage({ [paging.page]: number, [paging.size]: size });
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
		if (elements.length > 0 && fingerprint === previous) return { stopped: repeatedPage(number) };
		previous = fingerprint;
		for (const element of elements) collected.push(element);
		const complete = total === undefined ? elements.length < size : collected.length >= total;
		if (elements.length === 0 || complete) break;
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
