/** What the engine must know of a vendor besides its rows. */
import type { INodeType } from 'n8n-workflow';
import type { Connection, RequestContext } from '../requests/connection';
import type { VendorWords } from '../execution/failure';
import type { Operation, Resource } from './operation';
import type { Route } from './route';
import type { Surroundings } from './row-checks';

/** A vendor. `Around` is what its rows rely on. */
export interface Vendor<Around extends Surroundings = Surroundings> extends VendorWords {
	/** All of them. */
	resources: readonly Resource[];
	/** Those of them that set an account up rather than work with it, where they have a node of their own. */
	administration?: readonly Resource[];
	/**
	 * Reads the connection for one item.
	 *
	 * @throws NodeOperationError when the credential cannot be used
	 */
	connect(context: RequestContext, itemIndex: number): Promise<Connection<Around['placeholder']>>;
	/**
	 * The method and path that the vendor publishes for a row whose own are inferred; undefined where it names none.
	 */
	publishedRoute?(
		context: RequestContext,
		connection: Connection,
		row: Operation,
	): Promise<Route | undefined>;
}

type Methods = NonNullable<INodeType['methods']>;

type Named<Kind extends keyof Methods, Name extends string> = [Name] extends [never]
	? unknown
	: Record<Kind, Record<Name, NonNullable<Methods[Kind]>[string]>>;

/** The methods of a vendor's node: all those that its rows rely on. */
export type NodeMethods<Around extends Surroundings> = Methods &
	Named<'listSearch', Around['search']> &
	Named<'loadOptions', Around['options']> &
	Named<'resourceMapping', Around['mapper']>;
