/** The first sync: brings the example workflow into n8n, lets it run, and counts what it did. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WORKFLOWS_FOLDER } from '../places.mts';
import type { ExecutionReport, N8nRest, StoredWorkflow } from '../instance/rest.mts';
import { hasEnded, WorkflowFile } from '../instance/rest.mts';

/** The nodes of the workflow whose items are counted, by their names in the editor. */
export const COUNTED_NODES = {
	read: 'Contacthub Trigger',
	written: 'Written to Taguchi',
	refused: 'Said no',
	skipped: 'No e-mail address',
	failed: 'Could not be written',
} as const;

/** What a sync did: numbers of people. */
export interface SyncResult {
	read: number;
	written: number;
	refused: number;
	skipped: number;
	failed: number;
	/** Why people could not be written, each reason once. */
	reasons: string[];
	/** From the activation of the workflow until its last execution ended. */
	seconds: number;
	/** Why the workflow stopped early, in n8n's words. */
	stopped?: string;
}

/**
 * The workflow as it lies in the project.
 *
 * @throws Error when the file is not a workflow
 */
export function firstSyncWorkflow(): WorkflowFile {
	const path = join(WORKFLOWS_FOLDER, 'contacthub-customers-to-taguchi-subscribers.json');
	return WorkflowFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The longest a sync of some hundred people may take, in milliseconds. */
const TIMEOUT = 180_000;

/**
 * Activates the workflow and waits until it has read everyone and come to rest.
 *
 * @param people how many the trigger has to read
 * @throws Error when n8n cannot activate the workflow
 */
export async function runFirstSync(
	rest: N8nRest,
	workflow: StoredWorkflow,
	people: number,
	stop: AbortSignal,
): Promise<SyncResult> {
	const startedAt = performance.now();
	const reports = new Map<string, ExecutionReport>();
	await rest.activate(workflow);
	for (;;) {
		const executions = await rest.executions(workflow);
		for (const execution of executions.filter(hasEnded)) {
			if (reports.has(execution.id)) continue;
			reports.set(execution.id, await rest.executionReport(execution));
		}
		const result = resultOf([...reports.values()], (performance.now() - startedAt) / 1000);
		const resting = executions.every(hasEnded);
		if (resting && (result.read >= people || result.stopped)) return result;
		if (performance.now() - startedAt > TIMEOUT) {
			return { ...result, stopped: `not finished after ${TIMEOUT / 1000} seconds` };
		}
		await sleep(250, undefined, { signal: stop });
	}
}

function resultOf(reports: readonly ExecutionReport[], seconds: number): SyncResult {
	const itemsOf = (name: keyof typeof COUNTED_NODES) =>
		reports.flatMap((report) => report.items(COUNTED_NODES[name]));
	const failed = itemsOf('failed');
	return {
		read: itemsOf('read').length,
		written: itemsOf('written').length,
		refused: itemsOf('refused').length,
		skipped: itemsOf('skipped').length,
		failed: failed.length,
		reasons: [...new Set(failed.map(({ error }) => String(error)))],
		seconds,
		stopped: reports.map(({ failure }) => failure).find(Boolean),
	};
}
