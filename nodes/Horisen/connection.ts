/** The connection to a Business Messenger account: which credential, and where the account is served. */
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/connection';
import { usable } from '../../core/connection';
import { readAccountId, readToken } from '../../core/pasted';
import { readBaseUrl } from '../../core/web-address';

/** The ways to prove who asks, by the credential type that holds them. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Access Token', value: 'horisenTokenApi' },
		{ name: 'OAuth2', value: 'horisenOAuth2Api' },
	],
	default: 'horisenOAuth2Api',
};

/** A Business Messenger account as its credential names it. */
export interface Account {
	baseUrl: string;
	serviceUuid: string;
}

/**
 * Reads a credential, for the node and for its test.
 *
 * @throws UnusableCredential when it cannot be used
 */
export function accountOf(
	credentialType: string,
	{ baseUrl, serviceUuid, token }: ICredentialDataDecryptedObject,
): Account {
	if (credentialType === 'horisenTokenApi') readToken('Access Token', token);
	return {
		baseUrl: readBaseUrl('Base URL', baseUrl),
		serviceUuid: readAccountId('Service UUID', serviceUuid),
	};
}

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the credential cannot be used
 */
export async function connect(context: RequestContext, itemIndex: number): Promise<Connection> {
	const credentialType = String(context.getNodeParameter('authentication', itemIndex));
	const credential = await context.getCredentials(credentialType);
	const { baseUrl, serviceUuid } = usable(context, () => accountOf(credentialType, credential));
	return { credentialType, baseUrl, path: { serviceUuid } };
}
