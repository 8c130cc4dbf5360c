import type { Paging } from '../../../core/rows/operation';
import { valueAt } from '../../../core/execution/output';

/** Every row's path begins with it; the service UUID belongs to the credential. */
export const CDS = '/services/{serviceUuid}/cds';

/** HORISEN's page envelope: `data` and `meta.pagination`; the first page is 1 (Contact > Returns a list of contacts). */
export const pages = {
	page: 'page_number',
	first: 1,
	size: 'page_size',
	pageSize: 100,
	id: 'uuid',
	total: (answer) => {
		const total = valueAt('meta.pagination.total', answer);
		return typeof total === 'number' ? total : undefined;
	},
} as const satisfies Paging;

/** Where the envelope keeps its list. */
export const DATA = 'data';
