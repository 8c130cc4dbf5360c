/** How long a vendor asks to wait before the next request. */
import type { IDataObject } from 'n8n-workflow';

/** What says when a limit ends, where there is no Retry-After: a moment, or a span from now on (IETF draft RateLimit header fields). */
const RESETS = ['x-ratelimit-reset', 'x-rate-limit-reset', 'ratelimit-reset'];
/** Numbers from here on are moments in s since 1970, and from there on in ms; smaller ones are spans in s. */
const MOMENT_S = 1e9;
const MOMENT_MS = 1e12;

/** What an answer says of waiting, in ms from now; 0 for a moment that has passed. */
export interface Waiting {
	/** From Retry-After: the vendor has not done the work. */
	retryAfterMs?: number;
	/** From a header that tells when the limit ends. */
	resetMs?: number;
}

/**
 * Reads the headers of an answer.
 *
 * @param now the present, in ms since 1970
 */
export function readWaiting(headers: IDataObject, now: number): Waiting {
	const reset = RESETS.map((name) => headers[name]).find((value) => value !== undefined);
	return {
		retryAfterMs: readRetryAfter(headers['retry-after'], now),
		resetMs: readReset(reset, now),
	};
}

/** Retry-After is seconds or an HTTP date (RFC 9110, 10.2.3). */
function readRetryAfter(written: unknown, now: number): number | undefined {
	const seconds = readNumber(written);
	if (seconds !== undefined) return seconds * 1000;
	const at = typeof written === 'string' && /[a-z]/i.test(written) ? Date.parse(written) : NaN;
	return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function readReset(written: unknown, now: number): number | undefined {
	const number = readNumber(written);
	if (number === undefined) return undefined;
	if (number < MOMENT_S) return number * 1000;
	return Math.max(0, (number < MOMENT_MS ? number * 1000 : number) - now);
}

/** A number without a sign; undefined for everything else. */
function readNumber(written: unknown): number | undefined {
	const text = String(written ?? '').trim();
	return /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
