/** From a row and an item's values to the request that is sent. */
import type { Operation } from './operation';
import type { Route } from './route';
import type { Call } from './transport';

type Values = Record<string, unknown>;

/** The body of a row's request, where it has one. */
export const bodyOf = (row: Operation, values: Values): unknown => {
	if (row.compose) return row.compose(values);
	return row.body ? pick(values, row.body) : undefined;
};

/**
 * The request of a row.
 *
 * @param query what the page or slice of a list adds to the row's own query
 */
export const callOf = (
	row: Operation,
	route: Route,
	values: Values,
	body: unknown,
	query: Values = {},
): Call => ({
	route,
	path: pick(values, row.path),
	query: { ...pick(values, row.query), ...row.composeQuery?.(values), ...query },
	headers: {
		...(row.paging?.totalHeader && { [row.paging.totalHeader]: 'true' }),
		...row.headers,
		...pick(values, row.header),
	},
	body,
	idempotent: row.idempotent && !row.onceOnly?.(values),
});

const pick = (values: Values, fields: object | undefined): Values =>
	Object.fromEntries(Object.keys(fields ?? {}).map((name) => [name, values[name]]));
