import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	ExecutionError,
	ExecutionStatus,
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
	NodeExecutionHint,
	OnError,
} from 'n8n-workflow';
import { deepCopy, Workflow } from 'n8n-workflow';
import type { CredentialData, CredentialStore } from './credential-store.mts';
import { credentialStore } from './credential-store.mts';
import { additionalData, versionWith, NodeTypeRegistry } from './environment.mts';
import type { SentRequest } from './requests.mts';
import { recordRequests } from './requests.mts';

export interface NodeRun {
	node: INodeType | IVersionedNodeType;
	/** The node's name in the workflow; "Node" if not given. */
	name?: string;
	parameters: Record<string, unknown>;
	/** Plain data by credential type, or a store that several runs share. */
	credentials?: Record<string, CredentialData> | CredentialStore;
	/** Instances of every credential type in use; `oAuth2Api` is known. */
	credentialTypes?: ICredentialType[];
	/** Input, as plain JSON or as n8n items (those have a `json` key); one empty item if not given. */
	items?: IDataObject[] | INodeExecutionData[];
	/** Hands the items over as between two nodes of one run: a Date stays a Date. Without it they come as if read from n8n's database. */
	asTheyAre?: boolean;
	onError?: OnError;
	/** Runs the node as the tool that n8n makes of it; the items are the arguments of calls. */
	tool?: boolean;
	/** More of the node's settings: retryOnFail, maxTries, executeOnce … */
	settings?: Partial<INode>;
	/** Aborting it cancels the execution as n8n's Stop button does. */
	signal?: AbortSignal;
}

export interface NodeRunResult {
	/** [success branch, error branch]; one branch unless onError is continueErrorOutput. */
	outputs: INodeExecutionData[][];
	/** The error that stopped the execution. */
	error?: ExecutionError;
	status: ExecutionStatus;
	hints: NodeExecutionHint[];
	/** How long n8n counts for the node, in ms; absent where it did not run. */
	executionMs?: number;
	/** What was sent, in the order of sending. */
	requests: SentRequest[];
	/** The credentials after the run. */
	credentials: CredentialStore;
}

const isItem = (item: IDataObject | INodeExecutionData): item is INodeExecutionData =>
	typeof item.json === 'object' && item.json !== null;

const feeder = (items: INodeExecutionData[]): INodeType => ({
	description: {
		displayName: 'Feeder',
		name: 'feeder',
		group: ['input'],
		version: 1,
		description: 'Gives the items of a test',
		defaults: { name: 'Feeder' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [items];
	},
});

/**
 * Runs one node behind a feeder in n8n-core's real WorkflowExecute, with real HTTP.
 * A failing or cancelled run is a result, not an exception.
 */
export async function runNode(run: NodeRun): Promise<NodeRunResult> {
	const { result, requests } = await recordRequests(async () => await runUnrecorded(run));
	return { ...result, requests };
}

/** The same without an account of what was sent, which costs time and memory. */
export async function runUnrecorded(run: NodeRun): Promise<Omit<NodeRunResult, 'requests'>> {
	const { node: type, name = 'Node', items = [{}] } = run;
	const credentials = credentialStore(run.credentials, run.credentialTypes);
	const input = items.map((item) => (isItem(item) ? item : { json: item }));
	const feed: INode = {
		id: 'feeder',
		name: 'Feeder',
		type: 'feeder',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const node: INode = {
		id: 'node',
		name,
		type: run.tool ? 'nodeTool' : 'node',
		typeVersion: versionWith(type, run.parameters.resource),
		position: [200, 0],
		parameters: deepCopy(run.parameters) as INodeParameters,
		credentials: credentials.references(),
		...(run.onError && { onError: run.onError }),
		...run.settings,
	};
	const connections = { Feeder: { main: [[{ node: name, type: 'main' as const, index: 0 }]] } };
	const workflow = new Workflow({
		id: 'workflow',
		name: 'Workflow',
		nodes: [feed, node],
		connections,
		active: false,
		nodeTypes: new NodeTypeRegistry({
			feeder: feeder(run.asTheyAre ? input : deepCopy(input)),
			node: type,
			nodeTool: type,
		}),
		settings: { executionOrder: 'v1' },
	});
	const additional = additionalData(credentials);
	additional.hooks = new ExecutionLifecycleHooks('trigger', '1', {
		id: 'workflow',
		name: 'Workflow',
		active: false,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		activeVersionId: null,
		nodes: [feed, node],
		connections,
	});
	const execution = new WorkflowExecute(additional, 'trigger').run({ workflow, startNode: feed });
	const cancel = () => execution.cancel();
	run.signal?.addEventListener('abort', cancel, { once: true });
	if (run.signal?.aborted) cancel();
	const result = await execution.finally(() => run.signal?.removeEventListener('abort', cancel));
	const { runData, error } = result.data.resultData;
	const task = runData[name]?.at(-1);
	return {
		outputs: (task?.data?.main ?? []).map((branch) => branch ?? []),
		...(error && { error }),
		status: result.status,
		hints: task?.hints ?? [],
		...(task && { executionMs: task.executionTime }),
		credentials,
	};
}
