/** While an account is over the vendor's limit, one request asks again, and all others wait for what it hears. */
import type { Answer } from './transport';
import { waitFor } from './waiting';

/** The rest of an account. */
export interface Rest {
	/** What the vendor said last. */
	told: Answer;
	/** When the vendor is asked again, in ms since 1970. */
	until: number;
	over: Promise<void>;
	/** Lets the others go on. */
	end(): void;
}

/** By who signs the requests; an entry lives as long as the request that asks again. */
const rests = new Map<string, Rest>();

/** Begins the rest of a signer's account; undefined where another request has begun it already. */
export function beginRest(signer: string, told: Answer, until: number): Rest | undefined {
	if (rests.has(signer)) return undefined;
	let release = () => {};
	const over = new Promise<void>((resolve) => {
		release = resolve;
	});
	const end = () => {
		rests.delete(signer);
		release();
	};
	const rest = { told, until, over, end };
	rests.set(signer, rest);
	return rest;
}

/**
 * Waits until a signer's account rests no longer.
 *
 * @param longestMs the longest rest that is waited for at all, in ms
 * @param mostMs the longest wait for one rest after another, in ms
 * @returns what the vendor said, where the rest is or becomes longer
 */
export async function untilRested(
	signer: string,
	longestMs: number,
	mostMs: number,
	signal?: AbortSignal,
): Promise<Answer | undefined> {
	const deadline = Date.now() + mostMs;
	for (let rest = rests.get(signer); rest; rest = rests.get(signer)) {
		const now = Date.now();
		if (signal?.aborted || now >= deadline || rest.until - now > longestMs) return rest.told;
		await waitFor(rest.over, deadline - now, signal);
	}
	return undefined;
}
