/** What the editor does over HTTP, done by hand: sign in, keep credentials and workflows, read executions. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parse as parseFlatted } from 'flatted';
import { request } from 'undici';
import * as z from 'zod/v4-mini';

/** Who signs in to the editor. */
export interface Login {
	email: string;
	password: string;
}

/** A workflow as it lies in a file. */
export const WorkflowFile = z.looseObject({
	name: z.string(),
	nodes: z.array(z.looseObject({ name: z.string(), type: z.string() })),
	connections: z.looseObject({}),
	settings: z.optional(z.looseObject({})),
});
export type WorkflowFile = z.infer<typeof WorkflowFile>;

/** A credential with its secrets, as n8n is to keep it. */
export interface Credential {
	name: string;
	type: string;
	data: Record<string, string>;
}

const StoredCredential = z.object({ id: z.string(), name: z.string(), type: z.string() });
/** A credential that n8n keeps; its secrets never come back. */
export type StoredCredential = z.infer<typeof StoredCredential>;

const StoredWorkflow = z.object({ id: z.string(), name: z.string(), versionId: z.string() });
/** A workflow that n8n keeps. */
export type StoredWorkflow = z.infer<typeof StoredWorkflow>;

const Parameter = z.looseObject({
	name: z.string(),
	type: z.string(),
	options: z.optional(
		z.array(
			z.looseObject({
				name: z.string(),
				value: z.optional(z.unknown()),
				action: z.optional(z.string()),
			}),
		),
	),
	displayOptions: z.optional(
		z.looseObject({ show: z.optional(z.record(z.string(), z.array(z.unknown()))) }),
	),
});
/** One input of a node's form. */
export type Parameter = z.infer<typeof Parameter>;

const NodeType = z.object({
	name: z.string(),
	displayName: z.string(),
	version: z.union([z.number(), z.array(z.number())]),
	properties: z.array(Parameter),
});
/** A node that a workflow can use; `name` is its type in workflow files. */
export type NodeType = z.infer<typeof NodeType>;

const CredentialType = z.object({ name: z.string() });
/** A kind of credential. */
export type CredentialType = z.infer<typeof CredentialType>;

const InstalledPackage = z.object({
	packageName: z.string(),
	installedVersion: z.string(),
	updateAvailable: z.optional(z.string()),
	failedLoading: z.optional(z.boolean()),
});
/** A community package that n8n has installed. */
export type InstalledPackage = z.infer<typeof InstalledPackage>;

const ListedExecution = z.object({ id: z.string(), status: z.string() });
/** One run of a workflow; `status` is n8n's word, such as `running`, `success` or `error`. */
export type ListedExecution = z.infer<typeof ListedExecution>;

const UNDER_WAY = ['new', 'running', 'waiting'];
/** Whether nothing more happens in an execution. */
export const hasEnded = ({ status }: ListedExecution): boolean => !UNDER_WAY.includes(status);

const FailureReport = z.looseObject({
	message: z.optional(z.string()),
	description: z.optional(z.nullable(z.string())),
});
const Item = z.object({ json: z.record(z.string(), z.unknown()) });
const RunData = z.object({
	executionData: z.optional(
		z.object({
			nodeExecutionStack: z.array(
				z.object({
					node: z.object({ name: z.string() }),
					data: z.object({ main: z.optional(z.array(z.nullable(z.array(Item)))) }),
				}),
			),
		}),
	),
	resultData: z.object({
		error: z.optional(FailureReport),
		runData: z.record(
			z.string(),
			z.array(
				z.object({
					executionTime: z.optional(z.number()),
					data: z.optional(z.object({ main: z.optional(z.array(z.nullable(z.array(Item)))) })),
				}),
			),
		),
	}),
});

/** What one execution did. */
export interface ExecutionReport {
	/** Why it stopped early, in n8n's words. */
	failure?: string;
	/** The names of the nodes that ran. */
	steps: string[];
	/** The data of the items that a node put out at its first output, all its runs together. */
	items(node: string): Array<Record<string, unknown>>;
	/** The data of the items that stand before a node which has not ended, as after a crash. */
	standingBefore(node: string): Array<Record<string, unknown>>;
	/** How long n8n says that a node took, all its runs together, in ms. */
	duration(node: string): number;
}

/**
 * Reads the data of an execution as n8n keeps and prints it.
 *
 * @throws Error when it is not what n8n writes
 */
export function reportOf(executionData: unknown): ExecutionReport {
	const { resultData, executionData: rest } = RunData.parse(executionData);
	const { error, runData } = resultData;
	return {
		failure: error && [error.message, error.description].filter(Boolean).join(' - '),
		steps: Object.keys(runData),
		items: (node) =>
			(runData[node] ?? []).flatMap(({ data: out }) =>
				(out?.main?.[0] ?? []).map(({ json }) => json),
			),
		standingBefore: (name) =>
			(rest?.nodeExecutionStack ?? []).flatMap(({ node, data: { main } }) =>
				node.name === name
					? (main ?? []).flatMap((items) => items ?? []).map(({ json }) => json)
					: [],
			),
		duration: (node) =>
			(runData[node] ?? []).reduce((all, { executionTime = 0 }) => all + executionTime, 0),
	};
}

/** n8n's browser id: any constant will do, so long as the requests after the login carry the same. */
export const BROWSER_ID = 'first-sync';

/** The API that n8n's own editor uses, signed in as one user. */
export class N8nRest {
	private readonly url: string;
	private cookie = '';

	private constructor(url: string) {
		this.url = url;
	}

	/**
	 * Creates the owner of a new n8n and signs in.
	 *
	 * @param url the editor's address
	 * @throws Error when n8n has an owner already
	 */
	static async setUpOwner(url: string, { email, password }: Login): Promise<N8nRest> {
		const rest = new N8nRest(url);
		const owner = { email, password, firstName: 'Demo', lastName: 'Owner' };
		await rest.call('POST', '/owner/setup', z.unknown(), owner);
		return rest;
	}

	/**
	 * Signs in to an n8n that has its owner.
	 *
	 * @throws Error when n8n refuses the login
	 */
	static async signIn(url: string, { email, password }: Login): Promise<N8nRest> {
		const rest = new N8nRest(url);
		await rest.call('POST', '/login', z.unknown(), { emailOrLdapLoginId: email, password });
		return rest;
	}

	async credentials(): Promise<StoredCredential[]> {
		return await this.call('GET', '/credentials', z.array(StoredCredential));
	}

	async createCredential(credential: Credential): Promise<StoredCredential> {
		return await this.call('POST', '/credentials', StoredCredential, credential);
	}

	async updateCredential(id: string, credential: Credential): Promise<StoredCredential> {
		return await this.call('PATCH', `/credentials/${id}`, StoredCredential, credential);
	}

	async workflows(): Promise<StoredWorkflow[]> {
		return await this.call('GET', '/workflows', z.array(StoredWorkflow));
	}

	/** Stores a workflow; `tags` are IDs. */
	async createWorkflow(
		workflow: WorkflowFile,
		tags: readonly string[] = [],
	): Promise<StoredWorkflow> {
		return await this.call('POST', '/workflows', StoredWorkflow, { ...workflow, tags });
	}

	/** Makes a tag, by which people filter the list of workflows; gives its ID. */
	async createTag(name: string): Promise<string> {
		return (await this.call('POST', '/tags', z.object({ id: z.string() }), { name })).id;
	}

	/** The workflow as the editor's Download gives it: what n8n alone needs to know is left out. */
	async exportWorkflow({ id }: StoredWorkflow): Promise<WorkflowFile> {
		return await this.call('GET', `/workflows/${id}`, z.object(WorkflowFile.shape));
	}

	/** Publishes the workflow: its triggers start, and a polling trigger polls at once. */
	async activate({ id, versionId }: StoredWorkflow): Promise<void> {
		await this.call('POST', `/workflows/${id}/activate`, z.unknown(), { versionId });
	}

	/** Stops the workflow's triggers. */
	async deactivate({ id }: StoredWorkflow): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`, z.unknown(), {});
	}

	/** Runs the workflow from one of its triggers, as the editor's button does; gives the execution's ID. */
	async run({ id }: StoredWorkflow, trigger: string): Promise<string> {
		const { executionId } = await this.call(
			'POST',
			`/workflows/${id}/run`,
			z.object({ executionId: z.string() }),
			{ triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	/** Runs an execution again that was cut off, from where n8n has its items. */
	async retry({ id }: ListedExecution): Promise<void> {
		await this.call('POST', `/executions/${id}/retry`, z.unknown(), { loadWorkflow: false });
	}

	/** The ID in the address of a workflow's webhook; n8n makes it when it stores the workflow. */
	async webhookId({ id }: StoredWorkflow, node: string): Promise<string> {
		const { nodes } = await this.call(
			'GET',
			`/workflows/${id}`,
			z.object({
				nodes: z.array(z.object({ name: z.string(), webhookId: z.optional(z.string()) })),
			}),
		);
		const found = nodes.find(({ name }) => name === node)?.webhookId;
		if (!found) throw new Error(`"${node}" has no webhook`);
		return found;
	}

	/** Deletes the workflow for good. n8n stops its triggers in the background, and refuses until that is done. */
	async removeWorkflow({ id }: StoredWorkflow): Promise<void> {
		await this.call('POST', `/workflows/${id}/archive`, z.unknown(), {});
		for (let tried = 1; ; tried++) {
			try {
				await this.call('DELETE', `/workflows/${id}`, z.unknown());
				return;
			} catch (thrown) {
				if (tried === 20 || !String(thrown).includes(' with 409')) throw thrown;
				await sleep(500);
			}
		}
	}

	/** What nodes n8n knows, those of packages included. */
	async nodeTypes(): Promise<NodeType[]> {
		return await this.types('nodes', NodeType);
	}

	/** What credential types n8n knows, those of packages included. */
	async credentialTypes(): Promise<CredentialType[]> {
		return await this.types('credentials', CredentialType);
	}

	/**
	 * What somebody does under Settings > Community Nodes > Install.
	 *
	 * @param name the package's name; with `@` and a version behind it, that version
	 * @throws Error with n8n's reason
	 */
	async installPackage(name: string): Promise<InstalledPackage> {
		return await this.call('POST', '/community-packages', InstalledPackage, { name });
	}

	/** Replaces an installed package by its latest version. @throws Error with n8n's reason */
	async updatePackage(name: string): Promise<InstalledPackage> {
		return await this.call('PATCH', '/community-packages', InstalledPackage, { name });
	}

	async uninstallPackage(name: string): Promise<void> {
		await this.call('DELETE', `/community-packages?name=${name}`, z.unknown());
	}

	async installedPackages(): Promise<InstalledPackage[]> {
		return await this.call('GET', '/community-packages', z.array(InstalledPackage));
	}

	/** The newest executions of a workflow, or those of them with a status; the newest first. */
	async executions({ id }: StoredWorkflow, status?: string): Promise<ListedExecution[]> {
		const wanted = { workflowId: id, ...(status && { status: [status] }) };
		const filter = encodeURIComponent(JSON.stringify(wanted));
		const { results } = await this.call(
			'GET',
			`/executions?limit=100&filter=${filter}`,
			z.object({ results: z.array(ListedExecution) }),
		);
		return results;
	}

	async executionReport({ id }: ListedExecution): Promise<ExecutionReport> {
		const { data } = await this.call('GET', `/executions/${id}`, z.object({ data: z.string() }));
		return reportOf(parseFlatted(data));
	}

	private async types<Type>(kind: string, type: z.ZodMiniType<Type>): Promise<Type[]> {
		const { body } = await request(`${this.url}/types/${kind}.json`, {
			headers: { cookie: this.cookie },
		});
		return z.array(type).parse(await body.json());
	}

	private async call<Answer>(
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		answer: z.ZodMiniType<Answer>,
		payload?: unknown,
	): Promise<Answer> {
		const { statusCode, headers, body } = await request(`${this.url}/rest${path}`, {
			method,
			headers: {
				'browser-id': BROWSER_ID,
				'content-type': 'application/json',
				cookie: this.cookie,
			},
			body: payload === undefined ? null : JSON.stringify(payload),
			// On a busy machine n8n closes an idle connection just when it is used again.
			reset: true,
		});
		const text = await body.text();
		if (statusCode !== 200) {
			throw new Error(
				`n8n answered ${method} /rest${path} with ${statusCode}: ${text.slice(0, 500)}`,
			);
		}
		const issued = [headers['set-cookie'] ?? []].flat();
		if (issued.length > 0) this.cookie = issued.map((line) => line.split(';')[0]).join('; ');
		return z.object({ data: answer }).parse(JSON.parse(text)).data;
	}
}
