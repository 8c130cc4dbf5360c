import type { Paging } from '../../../core/rows/operation';

/** Page numbers from 1. The largest page is not documented, so the total is asked for and a shorter page is no end. */
export const pages = {
	page: 'pageNumber',
	first: 1,
	size: 'pageSize',
	pageSize: 100,
	totalHeader: 'X-Total-Count',
	selection: 'fields',
} as const satisfies Paging;
