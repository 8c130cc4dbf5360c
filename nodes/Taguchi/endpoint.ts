/** The connection to a Taguchi V5 API endpoint: which credential, and where its Endpoint URL points. */
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/requests/connection';
import { usable } from '../../core/requests/connection';
import { UnusableCredential, cleaned } from '../../core/credentials/pasted';
import { readWebAddress } from '../../core/credentials/web-address';
import { TaguchiJwtApi } from '../../credentials/TaguchiJwtApi.credentials';
import { TaguchiPublicApi } from '../../credentials/TaguchiPublicApi.credentials';
import { TaguchiTokenApi } from '../../credentials/TaguchiTokenApi.credentials';

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

/** How to get the right Endpoint URL. */
const WAY_OUT =
	'Open the credential and paste the Endpoint URL that Taguchi shows under Settings > Integrations.';

/** The kinds of credential; each knows how to sign a request. */
const credentialTypes = [new TaguchiTokenApi(), new TaguchiJwtApi(), new TaguchiPublicApi()];

/** The kind of credential with that name. */
export const credentialTypeOf = (name: string) =>
	credentialTypes.find((type) => type.name === name) ?? new TaguchiPublicApi();

/**
 * Reads a credential, for the node and for its test. Its key or token is tried out: it signs a request that is not sent.
 *
 * @throws UnusableCredential when it cannot be used
 */
export async function connectionOf(
	credentialType: string,
	credential: ICredentialDataDecryptedObject,
): Promise<Connection> {
	const baseUrl = endpointOf(credential);
	const tokens = async () => {
		const signed = await credentialTypeOf(credentialType).authenticate(credential, {
			url: baseUrl,
		});
		return tokensIn(signed);
	};
	await tokens();
	const { token, secret, privateKey, integrationToken } = credential;
	// Each line of the key is as secret as the whole, and others may write them with something else in between.
	const lines = String(privateKey ?? '').split(/\s+|(?:\\r)?\\n/);
	const key = lines.filter((line) => /^[\w+/=]{16,}$/.test(line));
	const secrets = [...[token, secret, integrationToken].map(cleaned), ...key].filter(Boolean);
	return { credentialType, baseUrl, path: {}, secrets, tokens };
}

/** The token that signs a request, and the parts of a JSON Web Token, which may be repeated alone. */
function tokensIn({ headers }: IHttpRequestOptions): string[] {
	const bearer = String(headers?.Authorization ?? '').replace(/^Bearer /, '');
	return bearer.startsWith('eyJ') ? [bearer, ...bearer.split('.').slice(1)] : [bearer];
}

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the credential cannot be used
 */
export async function connect(
	context: RequestContext,
	itemIndex: number,
): Promise<Connection<never>> {
	const credentialType = String(context.getNodeParameter('authentication', itemIndex));
	const credential = await context.getCredentials(credentialType);
	return await usable(context, async () => await connectionOf(credentialType, credential));
}

/**
 * Reads the Endpoint URL as people paste it: with or without a slash or /subscriber at its end.
 *
 * @returns the base of all paths
 * @throws UnusableCredential when the URL cannot be used
 */
export function endpointOf({ endpointUrl, environment }: ICredentialDataDecryptedObject): string {
	const url = readWebAddress('Endpoint URL', endpointUrl, WAY_OUT);
	const path = url.pathname.replace(/\/+$/, '').replace(/\/(subscriber|partition)$/, '');
	const parts = /^(.*)\/(prod|test)\/([0-9a-f-]{36})$/i.exec(path);
	if (!parts) {
		throw new UnusableCredential(
			'The Endpoint URL lacks its environment (prod or test) and its endpoint ID',
			WAY_OUT,
		);
	}
	const [, before = '', pastedEnvironment = '', endpointId = ''] = parts;
	const chosen = environment === 'prod' || environment === 'test' ? environment : pastedEnvironment;
	return `${url.origin}${before}/${chosen}/${endpointId}`;
}
