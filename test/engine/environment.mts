import 'reflect-metadata';
import path from 'node:path';
import type {
	INodeType,
	INodeTypes,
	IVersionedNodeType,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import type { CredentialStore } from './credential-store.mts';

// n8n-core keeps its encryption key in a folder; one a worker, so that parallel workers never race.
const folder = path.resolve(
	`node_modules/.cache/n8n-engine-${process.env.JEST_WORKER_ID ?? 'main'}`,
);
process.env.N8N_USER_FOLDER = folder;
// A log that is silent looks up who wrote each line before it drops it, which takes longer than many a test.
process.env.N8N_LOG_LEVEL ??= 'error';
process.env.N8N_LOG_OUTPUT ??= 'file';
process.env.N8N_LOG_FILE_LOCATION ??= path.join(folder, 'n8n.log');

const refuse = (what: string) => async (): Promise<never> => {
	throw new Error(`The test engine does not offer ${what}`);
};

/** The node types of one test, by the name that its workflow uses. */
export class NodeTypeRegistry implements INodeTypes {
	readonly #types: Record<string, INodeType | IVersionedNodeType>;

	constructor(types: Record<string, INodeType | IVersionedNodeType>) {
		this.#types = types;
	}

	getByName(name: string): INodeType | IVersionedNodeType {
		const type = this.#types[name];
		if (type === undefined) throw new Error(`Unknown node type "${name}"`);
		return type;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	getKnownTypes(): Record<string, never> {
		return {};
	}
}

/** The version a new node gets in the editor: the type's default or highest one. */
export function latestVersion(type: INodeType | IVersionedNodeType): number {
	if ('nodeVersions' in type) return type.currentVersion;
	const { defaultVersion, version } = type.description;
	return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
}

/** The latest version of a node that lists a resource; it may have left the resource to another node since. */
export function versionWith(type: INodeType | IVersionedNodeType, resource: unknown): number {
	const latest = latestVersion(type);
	if ('nodeVersions' in type) return latest;
	const listing = type.description.properties.filter(
		({ name, options = [] }) =>
			name === 'resource' &&
			options.some((option) => 'value' in option && option.value === resource),
	);
	const versions = listing.flatMap(
		({ displayOptions }) => displayOptions?.show?.['@version'] ?? latest,
	);
	return Math.max(...versions.filter((version) => typeof version === 'number'), 0) || latest;
}

/** What n8n's server hands to every context, with the credentials of one test. */
export function additionalData(credentials: CredentialStore): IWorkflowExecuteAdditionalData {
	const base = 'http://localhost:5678';
	return {
		credentialsHelper: credentials,
		executeWorkflow: refuse('sub-workflows'),
		getRunExecutionData: refuse('stored executions'),
		getRuntimeCredential: refuse('runtime credentials'),
		startRunnerTask: refuse('task runners'),
		logAiEvent: () => {},
		externalSecretsProxy: Object.create(null),
		currentNodeExecutionIndex: 0,
		executionId: '1',
		variables: {},
		restApiUrl: `${base}/rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}/form`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		formTestBaseUrl: `${base}/form-test`,
		webhookBaseUrl: `${base}/webhook`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		mcpBaseUrl: `${base}/mcp`,
		mcpTestBaseUrl: `${base}/mcp-test`,
	};
}
