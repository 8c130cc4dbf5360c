/** The example workflows as they lie in the project, made ready for the n8n of the sandbox. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withCredentials } from '../instance/credentials.mts';
import { WORKFLOWS_FOLDER } from '../places.mts';
import type { N8nRest, StoredCredential, StoredWorkflow } from '../instance/rest.mts';
import { hasEnded, WorkflowFile } from '../instance/rest.mts';

const WAIT = 'n8n-nodes-base.wait';
/** In seconds. */
const SHORT_WAIT = 10;

/** Seconds of the minute at which a fast trigger polls. */
const SECONDS = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55];

/**
 * Reads a workflow of the project.
 *
 * @param file its name without `.json`
 * @param folder where it lies, if not beside the other examples
 * @throws Error when the file is not a workflow
 */
export const exampleWorkflow = (file: string, folder = WORKFLOWS_FOLDER): WorkflowFile =>
	WorkflowFile.parse(JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')));

/** Lets a polling trigger look at other times, of which the editor offers only some. */
export const withPollTimes = (
	workflow: WorkflowFile,
	cronExpressions: readonly string[],
): WorkflowFile => ({
	...workflow,
	nodes: workflow.nodes.map((node) => {
		const parameters: unknown = node.parameters;
		if (typeof parameters !== 'object' || parameters === null) return node;
		if (!('pollTimes' in parameters)) return node;
		const item = cronExpressions.map((cronExpression) => ({ mode: 'custom', cronExpression }));
		return { ...node, parameters: { ...parameters, pollTimes: { item } } };
	}),
});

/** Lets a polling trigger look every five seconds. */
export const withFastPolling = (workflow: WorkflowFile): WorkflowFile =>
	withPollTimes(
		workflow,
		SECONDS.map((second) => `${second} * * * * *`),
	);

/** Lets every Wait step wait for a few seconds only: longer than a run takes here. */
export const withShortWaits = (workflow: WorkflowFile): WorkflowFile => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.type === WAIT
			? { ...node, parameters: { resume: 'timeInterval', amount: SHORT_WAIT, unit: 'seconds' } }
			: node,
	),
});

/** The workflow with other values in an Edit Fields step. */
export function filledIn(
	workflow: WorkflowFile,
	step: string,
	fields: Record<string, string>,
): WorkflowFile {
	const assignments = Object.entries(fields).map(([name, value]) => ({
		id: name,
		name,
		value,
		type: 'string',
	}));
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.name === step
				? { ...node, parameters: { assignments: { assignments }, options: {} } }
				: node,
		),
	};
}

/** Whether a workflow looks for changes by itself; n8n starts such triggers in the background. */
export const polls = ({ nodes }: WorkflowFile): boolean =>
	nodes.some(
		({ parameters }) =>
			typeof parameters === 'object' && parameters !== null && 'pollTimes' in parameters,
	);

/** Stores a workflow with the sandbox's credentials; `tags` are IDs. */
export const importWorkflow = async (
	rest: N8nRest,
	workflow: WorkflowFile,
	credentials: readonly StoredCredential[],
	tags: readonly string[] = [],
): Promise<StoredWorkflow> =>
	await rest.createWorkflow(withCredentials(workflow, credentials), tags);

/** Waits until an execution has ended; gives its status, in n8n's word. */
export async function finished(
	rest: N8nRest,
	workflow: StoredWorkflow,
	executionId: string,
): Promise<string> {
	for (;;) {
		const execution = (await rest.executions(workflow)).find(({ id }) => id === executionId);
		if (execution && hasEnded(execution)) return execution.status;
		await sleep(200);
	}
}

/** Waits until no execution of the workflow is under way. */
export async function resting(rest: N8nRest, workflow: StoredWorkflow): Promise<void> {
	while (!(await rest.executions(workflow)).every(hasEnded)) await sleep(200);
}

/**
 * Does what somebody does under Executions after a crash: retries what was cut off, with the items that it had. n8n marks it in
 * the background, some time after its start, so this may be asked for more than once.
 *
 * @param retried the IDs of those that need no second retry; gets the others
 * @param statuses what n8n calls those that were cut off
 * @returns how many were retried now
 */
export async function retryCrashed(
	rest: N8nRest,
	workflow: StoredWorkflow,
	retried = new Set<string>(),
	statuses: readonly string[] = ['crashed'],
): Promise<number> {
	const found = await Promise.all(
		statuses.map(async (status) => await rest.executions(workflow, status)),
	);
	const crashed = found.flat().filter(({ id }) => !retried.has(id));
	for (const execution of crashed) {
		retried.add(execution.id);
		await rest.retry(execution);
	}
	return crashed.length;
}
