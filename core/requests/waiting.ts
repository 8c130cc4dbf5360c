/** Waiting for something, but not for ever. */
import { sleep } from '../older-engines';

/**
 * Waits until something is over, some time has passed, or the signal is aborted.
 *
 * @param longestMs the longest wait, in ms
 */
export async function waitFor(
	awaited: Promise<void>,
	longestMs: number,
	signal?: AbortSignal,
): Promise<void> {
	const done = new AbortController();
	const enough = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
	await Promise.race([awaited, sleep(longestMs, enough).catch(() => undefined)]);
	// Without this the timer would run on, and keep the process alive.
	done.abort();
}
