/** Keeps to what an account may receive: evenly spaced requests where the user wants it, and rest where the vendor asks for it. */
import { createHash } from 'node:crypto';
import type { Connection } from './connection';
import { sleep } from '../older-engines';

const MINUTE_MS = 60_000;
/** For how many accounts and paces is remembered when the last request started; the least recent goes first. */
const MOST_PACES = 100;

interface Pace {
	/** When the last request started, in ms since 1970. */
	lastStart: number;
	/** Ends when the last turn that was asked for has begun. */
	turn: Promise<void>;
}

/** Kept beyond one execution, for loops run a node many times. Each pace has its own, so that a slow run does not hold up a fast one. */
const paces = new Map<string, Pace>();

/** Worked out once for each connection, for every request asks. */
const signers = new WeakMap<Connection, string>();

/** Who signs a connection's requests, by a digest: two credentials of one address may be two customers of the vendor's. */
export function signerOf(connection: Connection): string {
	const known = signers.get(connection);
	if (known !== undefined) return known;
	const { credentialType, baseUrl, path, secrets = [] } = connection;
	const signer = createHash('sha256')
		.update(JSON.stringify([credentialType, baseUrl, path, secrets]))
		.digest('base64');
	signers.set(connection, signer);
	return signer;
}

/** Waits until the connection's next request may start; at once where it has no limit, or one that is no number from 1. */
export async function takeTurn(connection: Connection, signal?: AbortSignal): Promise<void> {
	const { requestsPerMinute = 0 } = connection;
	if (!Number.isFinite(requestsPerMinute) || requestsPerMinute < 1) return;
	const pace = paceOf(`${signerOf(connection)} ${requestsPerMinute}`);
	pace.turn = begin(pace, pace.turn, MINUTE_MS / requestsPerMinute, signal);
	await orAborted(pace.turn, signal);
}

async function begin(
	pace: Pace,
	before: Promise<void>,
	intervalMs: number,
	signal?: AbortSignal,
): Promise<void> {
	await before;
	// No wait is longer than the interval, even when the clock was put back.
	const wait = Math.min(intervalMs, pace.lastStart + intervalMs - Date.now());
	if (wait > 0 && !signal?.aborted) await sleep(wait, signal).catch(() => undefined);
	if (!signal?.aborted) pace.lastStart = Date.now();
}

function paceOf(key: string): Pace {
	const pace = paces.get(key) ?? { lastStart: 0, turn: Promise.resolve() };
	paces.delete(key);
	paces.set(key, pace);
	const [oldest] = paces.keys();
	if (oldest !== undefined && paces.size > MOST_PACES) paces.delete(oldest);
	return pace;
}

/** Waits for something, and no longer when the signal is aborted. */
async function orAborted(awaited: Promise<void>, signal?: AbortSignal): Promise<void> {
	if (!signal) return await awaited;
	const done = new AbortController();
	const aborted = new Promise<void>((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal });
	});
	await Promise.race([awaited, aborted]).finally(() => done.abort());
}
