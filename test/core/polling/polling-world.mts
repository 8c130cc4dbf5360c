/** n8n around a polling trigger: what its database holds, what reached the workflow, and how it can go down. */
import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';
import type { CredentialData } from '../../engine/credential-store.mts';
import type { PollerOptions } from '../../engine/poll.mts';
import { createDurablePoller, createPoller } from '../../engine/poll.mts';

/**
 * When n8n goes down during a poll. It saves the cursor first and starts the execution then; with durable cursors both
 * happen at once, and may also be undone while n8n stays up.
 */
export type Crash = 'before save' | 'between save and start' | 'after start' | 'undone';

export interface WorldOptions {
	/** The trigger as a process that has just started sees it: nothing is remembered. */
	startProcess: () => Promise<INodeType>;
	parameters?: IDataObject;
	credentials?: Record<string, CredentialData>;
	credentialTypes?: PollerOptions['credentialTypes'];
}

let worlds = 0;

/** One active workflow with one polling trigger. */
export abstract class World {
	/** What reached the workflow: the items of each execution. */
	readonly executions: IDataObject[][] = [];
	/** Time for one poll, in ms, as n8n sets it when it starts; its own if not given. */
	budgetMs: number | undefined;
	protected readonly options: WorldOptions;
	protected readonly ids: Pick<PollerOptions, 'workflowId' | 'nodeId'>;
	protected nodeName = 'Trigger';
	private node: INodeType | undefined;

	constructor(options: WorldOptions) {
		this.options = options;
		this.ids = { workflowId: `workflow ${++worlds}`, nodeId: 'trigger' };
	}

	/** n8n starts: what its process remembered is gone, what its database holds is there. */
	async start(): Promise<void> {
		this.node = await this.options.startProcess();
		this.load();
	}

	/** One tick of the clock. Gives the items; throws what the trigger throws. */
	abstract poll(): Promise<IDataObject[]>;
	/** One tick during which n8n goes down and starts again. */
	abstract pollAndCrash(crash: Crash): Promise<void>;
	/** A user renames the node, and n8n stays up. */
	abstract rename(): void;
	/** What n8n keeps for the trigger. */
	abstract get kept(): IDataObject;
	/** Makes a poller from what the database holds. */
	protected abstract load(): void;

	/** A user renames back and forth, so that old names come again. */
	protected get otherName(): string {
		return this.nodeName === 'Trigger' ? 'Renamed' : 'Trigger';
	}

	protected get pollerOptions(): PollerOptions {
		const { parameters = {}, credentials, credentialTypes } = this.options;
		if (!this.node) throw new Error('n8n has not started');
		return {
			node: this.node,
			parameters,
			credentials,
			credentialTypes,
			budgetMs: this.budgetMs,
			nodeName: this.nodeName,
			...this.ids,
		};
	}

	protected deliver(output: INodeExecutionData[][] | null): IDataObject[] {
		const items = (output?.[0] ?? []).map(({ json }) => json);
		if (items.length > 0) this.executions.push(items);
		return items;
	}
}

const copy = <T,>(data: T): T => JSON.parse(JSON.stringify(data));

/** n8n's default: static data, saved when the trigger emits and after activation. */
export class PlainWorld extends World {
	private database: IDataObject = {};
	private poller: ReturnType<typeof createPoller> | undefined;
	private activated = false;

	protected load(): void {
		this.poller = createPoller({ ...this.pollerOptions, staticData: this.database });
		this.activated = false;
	}

	private get current() {
		if (!this.poller) throw new Error('n8n has not started');
		return this.poller;
	}

	async poll(): Promise<IDataObject[]> {
		const output = await this.current.poll();
		this.database = copy(this.activated ? this.current.saved : this.current.staticData);
		this.activated = true;
		return this.deliver(output);
	}

	async pollAndCrash(crash: Crash): Promise<void> {
		try {
			const output = await this.current.poll();
			if (crash === 'between save and start') this.database = copy(this.current.saved);
			if (crash === 'after start') {
				this.database = copy(this.current.saved);
				this.deliver(output);
			}
		} finally {
			await this.start();
		}
	}

	rename(): void {
		this.nodeName = this.otherName;
		this.load();
	}

	get kept(): IDataObject {
		return copy(this.current.staticData);
	}
}

/** n8n's durable cursors: kept by the node's id, committed together with the execution. */
export class DurableWorld extends World {
	private cursor: IDataObject | undefined;
	private poller: ReturnType<typeof createDurablePoller> | undefined;

	protected load(): void {
		this.poller = createDurablePoller({ ...this.pollerOptions, cursor: this.cursor });
	}

	private get current() {
		if (!this.poller) throw new Error('n8n has not started');
		return this.poller;
	}

	async poll(): Promise<IDataObject[]> {
		return this.deliver(await this.current.poll());
	}

	async pollAndCrash(crash: Crash): Promise<void> {
		const committed = crash === 'after start';
		try {
			const output = await this.current.poll({ crash: !committed });
			if (committed) this.deliver(output);
		} finally {
			this.cursor = this.current.cursor;
			if (crash !== 'undone') await this.start();
		}
	}

	rename(): void {
		this.nodeName = this.otherName;
		this.current.rename(this.nodeName);
	}

	get kept(): IDataObject {
		return copy(this.current.cursor ?? {});
	}
}
