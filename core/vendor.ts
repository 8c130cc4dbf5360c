/** What the engine must know of a vendor besides its rows. */
import type { Connection, RequestContext } from './connection';
import type { VendorWords } from './failure';
import type { Operation, Resource } from './operation';
import type { Route } from './route';

export interface Vendor extends VendorWords {
	resources: readonly Resource[];
	/**
	 * Reads the connection for one item.
	 *
	 * @throws NodeOperationError when the credential cannot be used
	 */
	connect(context: RequestContext, itemIndex: number): Promise<Connection>;
	/**
	 * The method and path that the vendor publishes for a row whose own are inferred; undefined where it names none.
	 */
	publishedRoute?(
		context: RequestContext,
		connection: Connection,
		row: Operation,
	): Promise<Route | undefined>;
}
