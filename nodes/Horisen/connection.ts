/** The connection to a Business Messenger account: which credential, and where the account is served. */
import { NodeOperationError } from 'n8n-workflow';
import type { INodeProperties } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/connection';
import { readWebAddress } from '../../core/web-address';

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

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the Base URL cannot be used
 */
export async function connect(context: RequestContext, itemIndex: number): Promise<Connection> {
	const credentialType = String(context.getNodeParameter('authentication', itemIndex));
	const { baseUrl, serviceUuid } = await context.getCredentials(credentialType);
	const address = readWebAddress('Base URL', baseUrl);
	if ('message' in address) {
		throw new NodeOperationError(context.getNode(), address.message, {
			description: 'Open the credential and correct the Base URL.',
		});
	}
	return {
		credentialType,
		baseUrl: address.url.href.replace(/\/+$/, ''),
		path: { serviceUuid: String(serviceUuid).trim() },
	};
}
