/** Waiting for what workflows do in the background. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedRequest, Sandbox } from '../../sandbox/server.mts';

/** How long the systems may take until they agree, in milliseconds. */
const TIMEOUT = 60_000;
/** Two polls of a fast trigger: an echo would show within it, in milliseconds. */
const QUIET = 12_000;

/** POST requests that only read. */
const READING = new Set(['oauth.token', 'token.issue', 'segment.search', 'segment.matchItems']);

/**
 * Waits until there are no differences any more.
 *
 * @param timeout in milliseconds
 * @param stop ends the waiting
 * @throws Error with those that stay
 */
export async function until(
	differences: () => string[],
	timeout = TIMEOUT,
	stop?: AbortSignal,
): Promise<void> {
	const startedAt = performance.now();
	for (;;) {
		const left = differences();
		if (left.length === 0) return;
		if (performance.now() - startedAt > timeout) {
			throw new Error(`${left.length} differences stay, such as:\n${left.slice(0, 5).join('\n')}`);
		}
		await sleep(500, undefined, { signal: stop });
	}
}

/** The requests that change something at a vendor. */
export const writes = ({ requests }: Sandbox): RecordedRequest[] =>
	requests.filter(({ method, operationId }) => method !== 'GET' && !READING.has(operationId ?? ''));

/**
 * Waits until nothing is written any more: a change that echoes between systems never comes to rest.
 *
 * @throws Error with what is still written
 */
export async function quietFor(sandbox: Sandbox, timeout = TIMEOUT): Promise<void> {
	const startedAt = performance.now();
	let known = writes(sandbox).length;
	let since = performance.now();
	while (performance.now() - since < QUIET) {
		await sleep(500);
		const written = writes(sandbox);
		if (written.length === known) continue;
		known = written.length;
		since = performance.now();
		if (since - startedAt > timeout) {
			const last = written.slice(-3).map(({ vendor, operationId }) => `${vendor} ${operationId}`);
			throw new Error(`It does not come to rest; the last writes: ${last.join(', ')}`);
		}
	}
}
