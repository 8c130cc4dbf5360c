/** Through which n8n context requests go, and to whom. */
import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { ClientCredentials } from '../credentials/access-token';
import { UnusableCredential } from '../credentials/pasted';

/** The n8n contexts that send requests. */
export type RequestContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** Where requests go and whose credential signs them. `Placeholder` names the parts of a path that it fills. */
export interface Connection<Placeholder extends string = string> {
	/** The n8n credential type that signs the request; nothing does where it is absent. */
	credentialType?: string;
	/** n8n renews the token that signs the request when the vendor answers 401. */
	renewedByN8n?: boolean;
	/** What access tokens are asked for with, where they sign the request and n8n does not. */
	grant?: ClientCredentials;
	/** Values of the credential that no message may repeat. */
	secrets?: readonly string[];
	/** What signs requests at the moment and is made of the secrets, such as a JSON Web Token; no message may repeat it either. */
	tokens?: () => Promise<readonly string[]>;
	/** What stands before every row's path, without a trailing slash. */
	baseUrl: string;
	/** Path values that belong to the credential, such as a workspace's id. */
	path: Readonly<Record<Placeholder, string>>;
	/** Headers that belong to the credential, beside those that sign the request. */
	headers?: Readonly<Record<string, string>>;
	/** Counts what is sent through the connection, each try. */
	traffic?: { requests: number };
	/** How many requests the user lets the account receive in a minute; 0 or absent is no limit. */
	requestsPerMinute?: number;
}

/**
 * Reads a credential for a node.
 *
 * @throws NodeOperationError when the credential cannot be used; it names the input
 */
export async function usable<Account>(
	context: RequestContext,
	read: () => Account | Promise<Account>,
): Promise<Account> {
	try {
		return await read();
	} catch (thrown) {
		throw new NodeOperationError(
			context.getNode(),
			thrown instanceof Error ? thrown : String(thrown),
			{ description: thrown instanceof UnusableCredential ? thrown.description : undefined },
		);
	}
}
