import type { Paging } from '../../../core/operation';
import { valueAt } from '../../../core/output';

/** Contacthub's page envelope: `elements` and `page`; the first page is 0, a search reaches 10,000 matches (Customers, Events). */
export const pages: Paging = {
	page: 'page',
	first: 0,
	size: 'size',
	pageSize: 50,
	total: (answer) => {
		const total = valueAt('page.totalElements', answer);
		return typeof total === 'number' ? total : undefined;
	},
	reach: 10_000,
};

/** Where the envelope keeps its list. */
export const ELEMENTS = 'elements';
