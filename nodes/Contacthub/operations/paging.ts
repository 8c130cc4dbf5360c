/** Contacthub's lists: `elements` with a `page` beside them, or `elements` alone (API conventions of the reference). */
import type { Fields } from '../../../core/rows/field';
import type { Many, Paging } from '../../../core/rows/operation';
import { many } from '../../../core/rows/operation';
import { valueAt } from '../../../core/execution/output';

/** Where the envelope keeps its list. */
export const ELEMENTS = 'elements';

const total = (answer: unknown): number | undefined => {
	const count = valueAt('page.totalElements', answer);
	return typeof count === 'number' ? count : undefined;
};

/** Lists by page number; the first page is 0. */
export const pages = {
	page: 'page',
	first: 0,
	size: 'size',
	pageSize: 50,
	id: 'id',
	total,
} as const satisfies Paging;

/** Searches, which reach 10,000 matches (Customers, Events). */
export const searchPages = { ...pages, reach: 10_000 } as const satisfies Paging;

/** A list that has pages, but no documented way to ask for the second one; the engine says when something is left. */
export const firstPage = <const Shape extends Fields>(shape: Shape): Many<Shape> => ({
	...many(shape, ELEMENTS),
	total,
});
