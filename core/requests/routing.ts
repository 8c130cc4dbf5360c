/** Where a row's requests go: its own path, or the one that the vendor publishes where the row's is inferred. */
import type { Connection, RequestContext } from './connection';
import type { Failure } from '../execution/failure';
import type { Operation } from '../rows/operation';
import type { Route } from '../rows/route';
import type { Vendor } from '../rows/vendor';

/** A route, and whether the vendor itself names it. */
export interface ResolvedRoute {
	route: Route;
	confirmed: boolean;
}

/** The route of a row. Rows that are not inferred never ask the vendor. */
export async function routeOf(
	context: RequestContext,
	vendor: Vendor,
	connection: Connection,
	row: Operation,
): Promise<ResolvedRoute> {
	if (!row.inferred) return { route: row.request, confirmed: true };
	const published = await vendor.publishedRoute?.(context, connection, row);
	return published
		? { route: published, confirmed: true }
		: { route: row.request, confirmed: false };
}

/** The statuses with which an API answers a path or method that it does not have. */
const NO_SUCH_ROUTE = new Set([404, 405]);

/** Adds to a failure that the path itself may be wrong, and how to go on without this node. */
export function withRouteDoubt(
	vendor: Vendor,
	{ route: { method, path }, confirmed }: ResolvedRoute,
	failure: Failure,
): Failure {
	if (confirmed || !NO_SUCH_ROUTE.has(failure.status ?? 0)) return failure;
	return {
		...failure,
		description: `${failure.description} The path of this operation is not confirmed: ${vendor.name} does not publish it, and "${method} ${path}" is inferred. If you know the right one, call it by hand: add an HTTP Request node with Authentication set to Predefined Credential Type and this node's credential, or choose Custom API Call as Operation here.`,
	};
}
