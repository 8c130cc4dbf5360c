/** Fills a resource locator's list from a row that lists records. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeApiError } from './failure';
import type { Operation } from './operation';
import { valueAt } from './output';
import { routeOf } from './routing';
import { BRIEF, send } from './transport';
import type { Vendor } from './vendor';

export interface ListSource {
	vendor: Vendor;
	/** A row with paging, or one that answers the whole list. */
	row: Operation;
	/** What a person sees of a record, and the id that is sent; a record without an id is left out. */
	label(record: unknown): string;
	id(record: unknown): string | undefined;
	/** Query values of the request: the search text where the vendor can search, values of other fields of the form. */
	query?(filter: string | undefined, context: ILoadOptionsFunctions): Record<string, unknown>;
	/** Path values of the request, from other fields of the form. */
	path?(context: ILoadOptionsFunctions): Record<string, unknown>;
}

/**
 * A list search method for a node's `methods.listSearch`.
 *
 * @throws NodeApiError when the list cannot be read; a failure is never an entry of the list
 */
export function listSearch({ vendor, row, label, id, query, path }: ListSource) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const { paging, returns } = row;
		const connection = await vendor.connect(this, 0);
		const { route } = await routeOf(this, vendor, connection, row);
		// The page, and how many records came before it: a vendor may serve smaller pages than it was asked for.
		const [page = paging?.first ?? 0, before = 0] = paginationToken?.split('+').map(Number) ?? [];
		const answer = await send(
			this,
			vendor,
			connection,
			{
				route,
				path: path?.(this),
				query: {
					...query?.(filter, this),
					...(paging && { [paging.page]: page, [paging.size]: paging.pageSize }),
				},
				idempotent: true,
			},
			BRIEF,
		);
		if (!answer.ok) throw toNodeApiError(this.getNode(), answer.failure);
		const found = valueAt(returns.kind === 'many' ? returns.at : undefined, answer.data);
		const records: unknown[] = Array.isArray(found) ? found : [];
		const results = records.flatMap((record) => {
			const value = id(record);
			return value === undefined ? [] : [{ name: label(record), value }];
		});
		const reached = before + records.length;
		const total = paging?.total?.(answer.data) ?? Number.NaN;
		const fullPage = paging !== undefined && records.length >= paging.pageSize;
		const more = records.length > 0 && (Number.isNaN(total) ? fullPage : reached < total);
		const wanted = filter?.toLowerCase() ?? '';
		return {
			results: results.filter(({ name }) => name.toLowerCase().includes(wanted)),
			...(more && { paginationToken: `${page + 1}+${reached}` }),
		};
	};
}
