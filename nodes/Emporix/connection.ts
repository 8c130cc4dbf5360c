/** The connection to an Emporix tenant: as a backend with its own API key, or as one customer. */
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { clientCredentialsOf } from '../../core/credentials/access-token';
import type { Connection, RequestContext } from '../../core/requests/connection';
import { usable } from '../../core/requests/connection';
import { readAccountId, readToken } from '../../core/credentials/pasted';
import { readBaseUrl } from '../../core/credentials/web-address';

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

/** The scopes that an API key is asked for, by the credential's Access. */
const READ = 'customersegment.segment_read';
const MANAGE = 'customersegment.segment_manage';

/**
 * Reads a credential, for the node and for its test.
 *
 * @throws UnusableCredential when it cannot be used
 */
export function connectionOf(
	credentialType: string,
	credential: ICredentialDataDecryptedObject,
): Connection<'tenant'> {
	const tenant = readAccountId('Tenant', credential.tenant);
	const baseUrl = readBaseUrl('Base URL', credential.baseUrl);
	const account = {
		credentialType,
		baseUrl,
		path: { tenant },
		// Some kinds of token are refused without it, though the API reference does not name it.
		headers: { 'Emporix-Tenant': tenant },
	};
	if (credentialType === 'emporixCustomerTokenApi') {
		return { ...account, secrets: [readToken('Access Token', credential.accessToken)] };
	}
	const scopes = credential.access === 'read' ? READ : `${READ} ${MANAGE}`;
	const tokenUrl = `${baseUrl}/oauth/token`;
	const advice =
		"Copy Client ID and Client Secret again from the API key in Emporix' Developer Portal, and check the Tenant and the key's scopes.";
	const grant = clientCredentialsOf(
		{ tokenUrl, scope: `tenant=${tenant} ${scopes}`, advice },
		credential,
	);
	return { ...account, grant, secrets: [grant.clientSecret] };
}

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the credential cannot be used
 */
export async function connect(
	context: RequestContext,
	itemIndex: number,
): Promise<Connection<'tenant'>> {
	const credentialType = String(context.getNodeParameter('authentication', itemIndex));
	const credential = await context.getCredentials(credentialType);
	return await usable(context, () => connectionOf(credentialType, credential));
}
