/** What the engine must know of a vendor besides its rows. */
import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';
import type { Resource } from './operation';

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
	/** The vendor's own words in an answer that is not a success, if there are any. */
	explain(answer: unknown): string | undefined;
	/** What to look at when the vendor refuses the credential. */
	credentialAdvice: string;
}

