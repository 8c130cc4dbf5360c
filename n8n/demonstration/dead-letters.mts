/** The workflow that the other examples share: it makes their tables, and takes up again whom they could not write. */
import { exampleWorkflow, finished } from './example-workflows.mts';
import type { N8nRest, StoredWorkflow } from '../instance/rest.mts';

/** Its file, without `.json`. */
export const DEAD_LETTERS = 'dead-letters';
const START = 'Replay';
const WAITING = 'Waiting dead letters';

/** Stores the workflow and runs it once, as its note asks: the tables are there then. `tags` are IDs. */
export async function importDeadLetters(
	rest: N8nRest,
	tags: readonly string[] = [],
): Promise<StoredWorkflow> {
	const workflow = await rest.createWorkflow(exampleWorkflow(DEAD_LETTERS), tags);
	await takeUpDeadLetters(rest, workflow);
	return workflow;
}

/**
 * Runs the workflow, and waits until everybody in the table has been taken up.
 *
 * @returns the rows that it found
 * @throws Error when n8n stops it
 */
export async function takeUpDeadLetters(
	rest: N8nRest,
	workflow: StoredWorkflow,
): Promise<Array<Record<string, unknown>>> {
	const id = await rest.run(workflow, START);
	const status = await finished(rest, workflow, id);
	const report = await rest.executionReport({ id, status });
	if (status !== 'success') throw new Error(`n8n stopped "${workflow.name}": ${report.failure}`);
	return report.items(WAITING);
}
