import type { Sandbox } from './server.mts';

/** What `sandbox/<vendor>/sign-in.mts` says: the credential that leads from n8n to the vendor in the sandbox. */
export interface SignIn {
	/** What the credential is called in n8n. */
	name: string;
	type: string;
	/** The nodes that sign in with it where a workflow file says nothing else, without the package. */
	nodes: readonly string[];
	data(sandbox: Sandbox): Record<string, string>;
}
