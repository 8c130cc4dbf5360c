/** The connection to a Taguchi V5 API endpoint: which credential, and where its Endpoint URL points. */
import { NodeOperationError } from 'n8n-workflow';
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/connection';
import { readWebAddress } from '../../core/web-address';

/** The kinds of endpoint (V5 API, Provisioning), by the credential type that holds their settings. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'API Token', value: 'taguchiTokenApi' },
		{ name: 'JSON Web Token (JWT)', value: 'taguchiJwtApi' },
		{
			name: 'None (Public Endpoint)',
			value: 'taguchiPublicApi',
			description:
				'Endpoints of the unauthenticated type write profiles, log events and send messages, but read nothing',
		},
	],
	default: 'taguchiTokenApi',
};

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the Endpoint URL cannot be used
 */
export async function connect(context: RequestContext, itemIndex: number): Promise<Connection> {
	const credentialType = String(context.getNodeParameter('authentication', itemIndex));
	const credential = await context.getCredentials(credentialType);
	const endpoint = endpointOf(credential);
	if ('baseUrl' in endpoint) return { credentialType, baseUrl: endpoint.baseUrl, path: {} };
	throw new NodeOperationError(context.getNode(), endpoint.message, {
		description:
			'Open the credential and paste the Endpoint URL that Taguchi shows under Settings > Integrations.',
	});
}

/**
 * Reads the Endpoint URL as people paste it: with or without a slash or /subscriber at its end.
 *
 * @returns the base of all paths, or why the URL cannot be used
 */
export function endpointOf({
	endpointUrl,
	environment,
}: ICredentialDataDecryptedObject): { baseUrl: string } | { message: string } {
	const address = readWebAddress('Endpoint URL', endpointUrl);
	if ('message' in address) return address;
	const { url } = address;
	const path = url.pathname.replace(/\/+$/, '').replace(/\/(subscriber|partition)$/, '');
	const parts = /^(.*)\/(prod|test)\/([0-9a-f-]{36})$/i.exec(path);
	if (!parts) {
		return { message: 'The Endpoint URL lacks its environment (prod or test) and its endpoint ID' };
	}
	const [, before = '', pastedEnvironment = '', endpointId = ''] = parts;
	const chosen = environment === 'prod' || environment === 'test' ? environment : pastedEnvironment;
	return { baseUrl: `${url.origin}${before}/${chosen}/${endpointId}` };
}
