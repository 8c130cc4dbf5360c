/** The connection to a Business Messenger account: which credential, and where the account is served. */
import type { ICredentialDataDecryptedObject, INodeProperties } from 'n8n-workflow';
import { clientCredentialsOf } from '../../core/credentials/access-token';
import type { Connection, RequestContext } from '../../core/requests/connection';
import { usable } from '../../core/requests/connection';
import { cleaned, readAccountId, readToken } from '../../core/credentials/pasted';
import { readBaseUrl, readWebAddress } from '../../core/credentials/web-address';

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
 * Reads a credential, for the node and for its test.
 *
 * @throws UnusableCredential when it cannot be used
 */
export function connectionOf(
	credentialType: string,
	credential: ICredentialDataDecryptedObject,
): Connection<'serviceUuid'> {
	const account = {
		baseUrl: readBaseUrl('Base URL', credential.baseUrl),
		path: { serviceUuid: readAccountId('Service UUID', credential.serviceUuid) },
	};
	if (credentialType === 'horisenTokenApi') {
		const token = readToken('Access Token', credential.token);
		return { ...account, credentialType, secrets: [token] };
	}
	const tokenUrl = readWebAddress('Access Token URL', credential.accessTokenUrl).href;
	if (credential.grantType === 'authorizationCode') {
		const secrets = [cleaned(credential.clientSecret)];
		const tokens = async () => tokensIn(credential);
		return { ...account, credentialType, secrets, tokens, renewedByN8n: true };
	}
	const advice =
		'Check Client ID and Client Secret in the credential. HORISEN also refuses addresses that are not registered for the application.';
	const grant = clientCredentialsOf(
		{ tokenUrl, scope: cleaned(credential.scope), advice },
		credential,
	);
	return { ...account, credentialType, grant, secrets: [grant.clientSecret] };
}

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the credential cannot be used
 */
export async function connect(
	context: RequestContext,
	itemIndex: number,
): Promise<Connection<'serviceUuid'>> {
	const credentialType = String(context.getNodeParameter('authentication', itemIndex));
	const read = async () => await context.getCredentials(credentialType);
	const credential = await read();
	const connection = await usable(context, () => connectionOf(credentialType, credential));
	if (!connection.renewedByN8n) return connection;
	// Read again, for n8n may have renewed them; where it cannot be read any more, those of the beginning are known.
	return { ...connection, tokens: async () => tokensIn(await read().catch(() => credential)) };
}

/** What n8n keeps of an account that a person has connected. */
function tokensIn({ oauthTokenData }: ICredentialDataDecryptedObject): string[] {
	const { access_token: access, refresh_token: refresh }: Record<string, unknown> =
		Object(oauthTokenData);
	return [access, refresh].filter((token) => typeof token === 'string');
}
