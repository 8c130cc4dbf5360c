/** Proves a Contacthub credential by the latest event of its workspace. */
import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import type { Credential } from '../../core/credentials/credential-trial';
import { tryOut } from '../../core/credentials/credential-trial';
import { ContacthubApi } from '../../credentials/ContacthubApi.credentials';
import { connectionOf } from './connection';
import { event } from './operations/event';
import { contacthub } from './vendor';

const credentialType = new ContacthubApi();

/** Tests the credential on Save. */
export async function testWorkspace(
	this: ICredentialTestFunctions,
	credential: Credential,
): Promise<INodeCredentialTestResult> {
	return await tryOut(this, credential, {
		vendor: contacthub,
		connectionOf: (_type, data) => connectionOf(data),
		sign: async (_type, data, request) => await credentialType.authenticate(data, request),
		steps: () => [
			{
				row: event.operations.getAll,
				besides: { query: { size: 1 } },
				advice: {
					401: 'Contacthub refused the token. Check the Token.',
					403: 'This token may not read this workspace. Check the Workspace ID, and that the source is trusted.',
					404: 'Nothing was found there. Check the Workspace ID and the Base URL.',
				},
			},
		],
	});
}
