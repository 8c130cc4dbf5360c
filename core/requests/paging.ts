/** Page-numbered lists: where a page stands, and where the list ends. */
import type { Paging } from '../rows/operation';

/** One page of a list. */
export interface Page {
	records: unknown[];
	/** How many records the list has, where the vendor tells. */
	total?: number;
}

/** Where a list is read on: the number of a page, and how many records came before it. */
export interface Place {
	page: number;
	before: number;
}

/** Where a list begins. */
export const beginning = ({ first }: Paging): Place => ({ page: first, before: 0 });

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

/** The places after a page that tells the total, if all pages hold as many records as this one. */
export function* placesAfter(place: Place, served: number, total: number): Generator<Place> {
	let next = placeAfter(place, served, served, total);
	for (; next; next = placeAfter(next, served, served, total)) yield next;
}
