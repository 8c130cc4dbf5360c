import { AsyncLocalStorage } from 'node:async_hooks';
import { isDeepStrictEqual } from 'node:util';
import {
	commitStagedCursor,
	PollContext,
	runPollInStagingScope,
	TriggersAndPollers,
} from 'n8n-core';
import type {
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IVersionedNodeType,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { deepCopy, Workflow } from 'n8n-workflow';
import type { CredentialData, CredentialStore } from './credential-store.mts';
import { credentialStore } from './credential-store.mts';
import { additionalData, latestVersion, NodeTypeRegistry } from './environment.mts';

export interface PollerOptions {
	node: INodeType | IVersionedNodeType;
	parameters: Record<string, unknown>;
	/** Plain data by credential type, or a store that several pollers share. */
	credentials?: Record<string, CredentialData> | CredentialStore;
	credentialTypes?: ICredentialType[];
	/** `manual` is the editor's Fetch Test Event. */
	mode?: 'trigger' | 'manual';
	activation?: WorkflowActivateMode;
	workflowId?: string;
	nodeName?: string;
	nodeId?: string;
	/** The workflow's static data; a JSON copy of another poller's `saved` is a restart of n8n. */
	staticData?: IDataObject;
	/** Milliseconds that `getPollBudgetMs()` promises; n8n's default is five minutes. */
	budgetMs?: number;
	/**
	 * What becomes of the workflow's run with the items of a tick: n8n's __emit settles the promise that it was given for the
	 * finished run likewise. Without it, this n8n tells nobody.
	 */
	runWorkflow?: (items: INodeExecutionData[][]) => Promise<IRun | undefined>;
	/** Whether the workflow is still the one that is active when a tick has ended; n8n drops the items otherwise. */
	isCurrent?: () => boolean;
}

type Emit = PollContext['__emit'];

/** An __emit with n8n's own parameters; `save` is what n8n does first. */
const emitter = (save: () => void, run: PollerOptions['runWorkflow']): Emit =>
	run
		? (items, _responsePromise, donePromise) => {
				save();
				void run(items).then(donePromise?.resolve, donePromise?.reject);
			}
		: save;

export interface Poller {
	/** One tick: what the node emits, or null for nothing new. Throws what the node throws. */
	poll(): Promise<INodeExecutionData[][] | null>;
	/** The workflow's static data in memory. */
	readonly staticData: IDataObject;
	/** The static data in n8n's database: written when a tick emits and n8n noticed a change. */
	readonly saved: IDataObject;
	/** Renames the node as a user does: n8n keys static data by name and leaves the old key behind. */
	rename(name: string): void;
}

export interface DurablePollerOptions extends Omit<PollerOptions, 'mode' | 'activation'> {
	/** The committed cursor of a poller before; without it, n8n starts from the node's static data. */
	cursor?: IDataObject;
}

export interface DurablePoller {
	/**
	 * One tick. Cursor and execution are committed together; `crash: true` rolls both back, as when
	 * n8n dies before the commit, and gives what would have been emitted.
	 */
	poll(options?: { crash?: boolean }): Promise<INodeExecutionData[][] | null>;
	/** The committed cursor, undefined before the first tick. */
	readonly cursor: IDataObject | undefined;
	rename(name: string): void;
}

const copy = <T extends IDataObject>(data: T): T => JSON.parse(JSON.stringify(data));

/** The node in its workflow, shared by both kinds of poller. */
function pollingWorkflow(options: PollerOptions) {
	const { node: type, workflowId = 'workflow', nodeId = 'trigger' } = options;
	const credentials = credentialStore(options.credentials, options.credentialTypes);
	const staticData = options.staticData ?? {};
	const build = (name: string) => {
		const node: INode = {
			id: nodeId,
			name,
			type: 'trigger',
			typeVersion: latestVersion(type),
			position: [0, 0],
			parameters: deepCopy(options.parameters) as INodeParameters,
			credentials: credentials.references(),
		};
		const workflow = new Workflow({
			id: workflowId,
			name: 'Workflow',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes: new NodeTypeRegistry({ trigger: type }),
			staticData,
		});
		return { workflow, node };
	};
	return { build, credentials };
}

/** A polling trigger on n8n-core's real PollContext, with n8n's default way of keeping the cursor. */
export function createPoller(options: PollerOptions): Poller {
	const { mode = 'trigger', activation = 'update', budgetMs } = options;
	const pollers = new TriggersAndPollers();
	const { build, credentials } = pollingWorkflow({
		...options,
		staticData: copy(options.staticData ?? {}),
	});
	let { workflow, node } = build(options.nodeName ?? 'Trigger');
	let saved = copy(workflow.staticData);
	return {
		get staticData() {
			return workflow.staticData;
		},
		get saved() {
			return saved;
		},
		rename(name) {
			({ workflow, node } = build(name));
		},
		async poll() {
			const current = workflow;
			const save = () => {
				if (current.staticData.__dataChanged !== true) return;
				saved = copy(current.staticData);
				current.staticData.__dataChanged = false;
			};
			const context = new PollContext(
				current,
				node,
				additionalData(credentials),
				mode,
				mode === 'manual' ? 'manual' : activation,
				emitter(save, options.runWorkflow),
				undefined,
				undefined,
				undefined,
				undefined,
				budgetMs === undefined ? undefined : () => budgetMs,
			);
			const items = await pollers.runPollFunction(current, node, context);
			if (options.isCurrent?.() === false) return null;
			if (items !== null && mode === 'trigger') context.__emit(items);
			return items;
		},
	};
}

/**
 * A polling trigger with n8n's durable cursors: keyed by the node's id, a snapshot for each tick,
 * committed together with the execution, or alone when a tick emits nothing.
 */
export function createDurablePoller(options: DurablePollerOptions): DurablePoller {
	const pollers = new TriggersAndPollers();
	const { build, credentials } = pollingWorkflow({
		...options,
		staticData: copy(options.staticData ?? {}),
	});
	let { workflow, node } = build(options.nodeName ?? 'Trigger');
	let committed = options.cursor && copy(options.cursor);
	const staged = new AsyncLocalStorage<{ snapshot: IDataObject; seed: IDataObject }>();
	return {
		get cursor() {
			return committed;
		},
		rename(name) {
			({ workflow, node } = build(name));
		},
		async poll({ crash = false } = {}) {
			const scope = () => {
				const store = staged.getStore();
				if (store === undefined) throw new Error('Static data was read outside of a poll');
				return store;
			};
			const commit = () => {
				const { snapshot, seed } = scope();
				if (!crash && !isDeepStrictEqual(snapshot, seed)) committed = copy(snapshot);
			};
			const context = new PollContext(
				workflow,
				node,
				additionalData(credentials),
				'trigger',
				'update',
				emitter(commit, options.runWorkflow),
				undefined,
				async () => commit(),
				async (poll) => {
					committed ??= copy(workflow.getStaticData('node', node));
					return await staged.run({ snapshot: copy(committed), seed: copy(committed) }, poll);
				},
				() => scope().snapshot,
				() => options.budgetMs ?? 36_000,
			);
			return await runPollInStagingScope(context, async () => {
				const items = await pollers.runPollFunction(workflow, node, context);
				if (items === null) await commitStagedCursor(context);
				else context.__emit(items);
				return items;
			});
		},
	};
}
