/** The connection to a Contacthub workspace. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/requests/connection';
import { usable } from '../../core/requests/connection';
import { readAccountId, readToken } from '../../core/credentials/pasted';
import { readBaseUrl } from '../../core/credentials/web-address';

const credentialType = 'contacthubApi';

/**
 * Reads a credential, for the node and for its test.
 *
 * @throws UnusableCredential when it cannot be used
 */
export const connectionOf = ({
	baseUrl,
	workspaceId,
	token,
}: ICredentialDataDecryptedObject): Connection<'workspaceId'> => ({
	credentialType,
	baseUrl: readBaseUrl('Base URL', baseUrl),
	path: { workspaceId: readAccountId('Workspace ID', workspaceId) },
	secrets: [readToken('Token', token)],
});

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the credential cannot be used
 */
export async function connect(context: RequestContext): Promise<Connection<'workspaceId'>> {
	const credential = await context.getCredentials(credentialType);
	return await usable(context, () => connectionOf(credential));
}
