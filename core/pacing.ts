/** Spaces the starts of requests, for accounts that take only so many a minute. */
import type { Connection } from './connection';
import { sleep } from './older-engines';

/** When the next request of an account may start, in ms since 1970. Kept beyond one execution, for loops run a node many times. */
const nextStart = new Map<string, number>();

const MINUTE_MS = 60_000;

/** Waits until the connection's next request may start; at once where it has no limit. */
export async function takeTurn(
	{ baseUrl, path, requestsPerMinute = 0 }: Connection,
	signal?: AbortSignal,
): Promise<void> {
	if (requestsPerMinute <= 0) return;
	const account = `${baseUrl} ${JSON.stringify(path)}`;
	const now = Date.now();
	const start = Math.max(now, nextStart.get(account) ?? 0);
	nextStart.set(account, start + MINUTE_MS / requestsPerMinute);
	if (start > now) await sleep(start - now, signal).catch(() => undefined);
}
