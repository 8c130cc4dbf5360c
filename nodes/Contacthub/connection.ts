/** The connection to a Contacthub workspace. */
import { NodeOperationError } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/connection';
import { readWebAddress } from '../../core/web-address';

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the Base URL cannot be used
 */
export async function connect(context: RequestContext): Promise<Connection> {
	const { baseUrl, workspaceId } = await context.getCredentials('contacthubApi');
	const address = readWebAddress('Base URL', baseUrl);
	if ('message' in address) {
		throw new NodeOperationError(context.getNode(), address.message, {
			description: 'Open the credential and correct the Base URL.',
		});
	}
	return {
		credentialType: 'contacthubApi',
		baseUrl: address.url.href.replace(/\/+$/, ''),
		path: { workspaceId: String(workspaceId) },
	};
}
