/**
 * What a trigger gave to each execution, noted while the execution is under way: n8n forgets the items of one whose worker died.
 */
import { COUNTED_NODES } from '../demonstration/first-sync.mts';
import type { Given } from '../end-to-end/arrivals.mts';
import { givenIn } from '../end-to-end/arrivals.mts';
import type { N8nRest, StoredWorkflow } from '../instance/rest.mts';

/** How often n8n is asked for executions, in milliseconds: no worker is given up sooner. */
const INTERVAL = 5_000;

/** Looks every few seconds until it is disposed of. */
export class ExecutionWatch implements Disposable {
	private readonly rest: N8nRest;
	private readonly workflow: StoredWorkflow;
	private readonly byExecution = new Map<string, Given>();
	private readonly timer: NodeJS.Timeout;

	/** @param workflow the first sync */
	constructor(rest: N8nRest, workflow: StoredWorkflow) {
		this.rest = rest;
		this.workflow = workflow;
		// While the main is down, nobody answers.
		this.timer = setInterval(() => void this.look().catch(() => undefined), INTERVAL);
	}

	/** Notes the executions that are new. */
	async look(): Promise<void> {
		for (const execution of await this.rest.executions(this.workflow)) {
			if (this.byExecution.has(execution.id)) continue;
			const given = givenIn(await this.rest.executionReport(execution), COUNTED_NODES.read);
			if (given.size > 0) this.byExecution.set(execution.id, given);
		}
	}

	/** What was given to each execution, the oldest first. */
	get given(): Given[] {
		return [...this.byExecution]
			.sort(([one], [other]) => Number(one) - Number(other))
			.map(([, given]) => given);
	}

	[Symbol.dispose](): void {
		clearInterval(this.timer);
	}
}
