/** The credentials that lead from n8n to the sandbox. */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/server.mts';
import type { SignIn } from '../../sandbox/sign-in.mts';
import type { Credential, N8nRest, StoredCredential, WorkflowFile } from './rest.mts';
import { PACKAGE_NAME } from './user-folder.mts';

const root = join(import.meta.dirname, '../..');
const load = createRequire(import.meta.url);

/** How to sign in at each vendor of the sandbox, found by their folders. */
const signIns = globSync('sandbox/*/sign-in.mts', { cwd: root })
	.sort()
	.map((file): SignIn => load(join(root, file)).signIn);

/** What a node signs in with, where a workflow file says nothing else. */
const CREDENTIAL_TYPES: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		signIns.flatMap(({ nodes, type }) => nodes.map((node) => [`${PACKAGE_NAME}.${node}`, type])),
	),
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
	const stored = signIns.map(async ({ name, type, data }) => {
		const credential: Credential = { name, type, data: data(sandbox) };
		const same = kept.find((one) => one.name === name);
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
