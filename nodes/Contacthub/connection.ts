/** The connection to a Contacthub workspace. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Connection, RequestContext } from '../../core/connection';
import { usable } from '../../core/connection';
import { readAccountId, readToken } from '../../core/pasted';
import { readBaseUrl } from '../../core/web-address';

/** A workspace as its credential names it. */
export interface Account {
	baseUrl: string;
	workspaceId: string;
	token: string;
}

/**
 * Reads the credential, for the node and for its test.
 *
 * @throws UnusableCredential when it cannot be used
 */
export const accountOf = ({
	baseUrl,
	workspaceId,
	token,
}: ICredentialDataDecryptedObject): Account => ({
	baseUrl: readBaseUrl('Base URL', baseUrl),
	workspaceId: readAccountId('Workspace ID', workspaceId),
	token: readToken('Token', token),
});

/**
 * Reads the connection of a node.
 *
 * @throws NodeOperationError when the credential cannot be used
 */
export async function connect(context: RequestContext): Promise<Connection> {
	const credential = await context.getCredentials('contacthubApi');
	const { baseUrl, workspaceId } = usable(context, () => accountOf(credential));
	return { credentialType: 'contacthubApi', baseUrl, path: { workspaceId } };
}
