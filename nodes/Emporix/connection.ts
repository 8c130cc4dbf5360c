/** The connection to an Emporix tenant: as a backend with its own API key, or as one customer. */
import type { INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/connection';
import { readWebAddress } from '../../core/web-address';

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

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the Base URL cannot be used
 */
export async function connect(context: RequestContext, itemIndex: number): Promise<Connection> {
	const credentialType = String(context.getNodeParameter('authentication', itemIndex));
	const { baseUrl, tenant } = await context.getCredentials(credentialType);
	const address = readWebAddress('Base URL', baseUrl);
	if ('message' in address) {
		throw new NodeOperationError(context.getNode(), address.message, {
			description: 'Open the credential and correct the Base URL.',
		});
	}
	const name = String(tenant).trim();
	return {
		credentialType,
		baseUrl: address.url.href.replace(/\/+$/, ''),
		path: { tenant: name },
		// Some kinds of token are refused without it, though the API reference does not name it.
		headers: { 'Emporix-Tenant': name },
	};
}
