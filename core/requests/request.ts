/** From a row and an item's values to the request that is sent. */
import type { Operation } from '../rows/operation';
import { picked } from '../values/picked';
import type { Route } from '../rows/route';
import type { Call } from './transport';

type Values = Readonly<Record<string, unknown>>;

/** What a request has besides what its row makes of the values. */
export interface Besides {
	/** Another endpoint that takes the row's values, such as the one for many elements. */
	request?: Route;
	/** Query values beside the row's own, such as the page of a list. */
	query?: Values;
	/** Headers beside the row's own. */
	headers?: Values;
	/** The body instead of the row's own; null for none. */
	body?: unknown;
	/** The media type of an answer that is text rather than JSON, such as text/csv. */
	accept?: string;
}

/** The request of a row. */
export const callOf = (row: Operation, route: Route, values: Values, besides: Besides): Call => ({
	route,
	path: picked(values, row.path),
	query: { ...picked(values, row.query), ...row.composeQuery?.(values), ...besides.query },
	headers: {
		...(row.paging?.totalHeader && { [row.paging.totalHeader]: 'true' }),
		...row.headers,
		...picked(values, row.header),
		...besides.headers,
	},
	body: besides.body === undefined ? bodyOf(row, values) : (besides.body ?? undefined),
	accept: besides.accept,
	idempotent: row.idempotent && !row.onceOnly?.(values),
});

/** The body of a row's request, where it has one. */
function bodyOf(row: Operation, values: Values): unknown {
	if (row.compose) return row.compose(values);
	return row.body ? picked(values, row.body) : undefined;
}
