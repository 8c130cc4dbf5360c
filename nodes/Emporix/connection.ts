/** The connection to an Emporix tenant: as a backend with its own API key, or as one customer. */
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/connection';
import { usable } from '../../core/connection';
import { readAccountId, readToken } from '../../core/pasted';
import { readBaseUrl } from '../../core/web-address';

/** Who asks: the credential type holds the answer. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Customer Access Token',
			value: 'emporixCustomerTokenApi',
			description: 'Reads what one customer may see: own active segments and their items',
		},
		{ name: 'OAuth2 (Client Credentials)', value: 'emporixOAuth2Api' },
	],
	default: 'emporixOAuth2Api',
};

/** A tenant as its credential names it. */
export interface Account {
	baseUrl: string;
	tenant: string;
}

/**
 * Reads a credential, for the node and for its test.
 *
 * @throws UnusableCredential when it cannot be used
 */
export function accountOf(
	credentialType: string,
	{ baseUrl, tenant, accessToken }: ICredentialDataDecryptedObject,
): Account {
	if (credentialType === 'emporixCustomerTokenApi') readToken('Access Token', accessToken);
	return {
		baseUrl: readBaseUrl('Base URL', baseUrl),
		tenant: readAccountId('Tenant', tenant),
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
	const { baseUrl, tenant } = usable(context, () => accountOf(credentialType, credential));
	return {
		credentialType,
		baseUrl,
		path: { tenant },
		// Some kinds of token are refused without it, though the API reference does not name it.
		headers: { 'Emporix-Tenant': tenant },
	};
}
