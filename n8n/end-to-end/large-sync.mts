/** The first sync with many people, and how much memory n8n takes meanwhile. */
import type { Sandbox } from '../../sandbox/server.mts';
import { importWorkflow, withFastPolling } from '../demonstration/example-workflows.mts';
import { firstSyncWorkflow } from '../demonstration/first-sync.mts';
import { expectedSubscribers, verify } from '../demonstration/verification.mts';
import { until } from '../demonstration/waiting.mts';
import type { Editor } from '../instance/editor.mts';
import { MemoryCurve } from '../instance/memory.mts';
import type { StoredCredential } from '../instance/rest.mts';

/** The name of the part. It takes long, so it is played when it is asked for. */
export const LARGE_SYNC = 'large-sync';

const PEOPLE = 100_000;
/** What n8n may take, in MB. */
const MOST_MEMORY = 1_000;
/** How long the sync may take, in milliseconds. */
const TIMEOUT = 45 * 60_000;
/** How many points of the curve are told. */
const POINTS = 10;

/**
 * Lets the first sync bring everybody, and takes a sample of n8n's memory every second.
 *
 * @returns the peak and some points of the curve
 * @throws Error when somebody is missing, or n8n takes more memory than it may
 */
export async function playLargeSync(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
): Promise<string> {
	sandbox.contacthub.addPeople(PEOPLE);
	const expected = expectedSubscribers(sandbox);
	const file = withFastPolling(firstSyncWorkflow());
	const workflow = await importWorkflow(editor.rest, file, credentials);
	const before = editor.databaseSize;
	using memory = new MemoryCurve(() => editor.processId);
	try {
		await editor.rest.activate(workflow);
		await until(() => {
			const arrived = sandbox.taguchi.subscribers.length;
			return arrived >= expected ? [] : [`${arrived} of ${expected} have arrived`];
		}, TIMEOUT);
		await until(() => verify(sandbox).differences);
	} finally {
		await editor.rest.deactivate(workflow);
		await editor.rest.removeWorkflow(workflow);
	}
	const grown = Math.round((editor.databaseSize - before) / 1e6);
	const points = memory
		.points(POINTS)
		.map(({ seconds, megabytes }) => `${megabytes} MB after ${seconds} s`);
	const shown = `${expected} people from ${PEOPLE} customers; n8n's memory had its peak at ${memory.peak} MB (${points.join(', ')}); its database grew by ${grown} MB`;
	if (memory.peak > MOST_MEMORY) throw new Error(`More memory than ${MOST_MEMORY} MB: ${shown}`);
	return shown;
}
