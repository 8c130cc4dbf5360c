/** The credentials that lead from n8n to the sandbox. */
import { CONTACTHUB_TOKEN, CONTACTHUB_WORKSPACE_ID } from '../../sandbox/contacthub/accounts.mts';
import { EMPORIX_CLIENT, EMPORIX_TENANT } from '../../sandbox/emporix/accounts.mts';
import { HORISEN_SERVICE_UUID, HORISEN_TOKEN } from '../../sandbox/horisen/accounts.mts';
import { TAGUCHI_API_TOKEN } from '../../sandbox/taguchi/accounts.mts';
import type { Sandbox } from '../../sandbox/server.mts';
import type { Credential, N8nRest, StoredCredential, WorkflowFile } from './rest.mts';
import { PACKAGE_NAME } from './user-folder.mts';

const sandboxCredentials = ({ taguchi, contacthub, horisen, emporix }: Sandbox): Credential[] => [
	{
		name: 'Taguchi (sandbox)',
		type: 'taguchiTokenApi',
		data: { endpointUrl: taguchi.endpointUrl('token'), token: TAGUCHI_API_TOKEN },
	},
	{
		name: 'Contacthub (sandbox)',
		type: 'contacthubApi',
		data: {
			baseUrl: contacthub.baseUrl,
			workspaceId: CONTACTHUB_WORKSPACE_ID,
			token: CONTACTHUB_TOKEN,
		},
	},
	{
		name: 'HORISEN (sandbox)',
		type: 'horisenTokenApi',
		data: {
			baseUrl: horisen.baseUrl,
			serviceUuid: HORISEN_SERVICE_UUID,
			token: HORISEN_TOKEN,
		},
	},
	{
		name: 'Emporix (sandbox)',
		type: 'emporixOAuth2Api',
		data: {
			baseUrl: emporix.baseUrl,
			tenant: EMPORIX_TENANT,
			access: 'manage',
			clientId: EMPORIX_CLIENT.id,
			clientSecret: EMPORIX_CLIENT.secret,
		},
	},
];

/** What a node signs in with, where a workflow file says nothing else. */
const CREDENTIAL_TYPES: Readonly<Record<string, string>> = {
	[`${PACKAGE_NAME}.taguchi`]: 'taguchiTokenApi',
	[`${PACKAGE_NAME}.contacthub`]: 'contacthubApi',
	[`${PACKAGE_NAME}.contacthubAdmin`]: 'contacthubApi',
	[`${PACKAGE_NAME}.contacthubTrigger`]: 'contacthubApi',
	[`${PACKAGE_NAME}.horisen`]: 'horisenTokenApi',
	[`${PACKAGE_NAME}.horisenTrigger`]: 'horisenTokenApi',
	[`${PACKAGE_NAME}.emporix`]: 'emporixOAuth2Api',
	[`${PACKAGE_NAME}.emporixTrigger`]: 'emporixOAuth2Api',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

/** The credential type of a node; one that an agent uses as a tool signs in like the node itself. */
export const credentialTypeOf = (nodeType: string): string | undefined =>
	CREDENTIAL_TYPES[nodeType.replace(/Tool$/, '')];

/** Creates the credentials in n8n, or brings kept ones up to date: the sandbox may have another address now. */
export async function keepSandboxCredentials(
	rest: N8nRest,
	sandbox: Sandbox,
): Promise<StoredCredential[]> {
	const kept = await rest.credentials();
	const stored = sandboxCredentials(sandbox).map(async (credential) => {
		const same = kept.find(({ name }) => name === credential.name);
		return same
			? await rest.updateCredential(same.id, credential)
			: await rest.createCredential(credential);
	});
	return await Promise.all(stored);
}

/** Gives each node of this package its credential; a workflow file names none, for they differ everywhere. */
export function withCredentials(
	workflow: WorkflowFile,
	stored: readonly StoredCredential[],
): WorkflowFile {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => {
			const credential = stored.find(({ type }) => type === credentialTypeOf(node.type));
			if (!credential) return node;
			const { id, name, type } = credential;
			return { ...node, credentials: { [type]: { id, name } } };
		}),
	};
}
