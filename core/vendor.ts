/** What the engine must know of a vendor besides its rows. */
import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';
import type { Operation, Resource, Route } from './operation';

/** The n8n contexts that send requests. */
export type RequestContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Where requests go and whose credential signs them. */
export interface Connection {
	/** The n8n credential type that authenticates the request. */
	credentialType: string;
	/** What stands before every row's path, without a trailing slash. */
	baseUrl: string;
	/** Path values that belong to the credential, such as a workspace's id. */
	path: Readonly<Record<string, string>>;
	/** Headers that belong to the credential, beside those that sign the request. */
	headers?: Readonly<Record<string, string>>;
	/** How many requests the user lets the account receive in a minute; 0 or absent is no limit. */
	requestsPerMinute?: number;
}

export interface Vendor {
	/** The name that messages use. */
	name: string;
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
	/** The vendor's own words in an answer that is not a success, if there are any. */
	explain(answer: unknown): string | undefined;
	/** What to look at when the vendor refuses the credential. */
	credentialAdvice: string;
}
