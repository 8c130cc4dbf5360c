/**
 * The lower door: a text that anybody may read, such as a description that a vendor publishes beside its API. It is no endpoint, so
 * no row stands for it; it is asked for once, without a credential, and nothing is sent with it.
 */
import type { IN8nHttpFullResponse } from 'n8n-workflow';
import type { RequestContext } from './connection';

/** What a text may cost. */
export interface TextLimits {
	/** How long the whole text may take, in ms. */
	timeoutMs: number;
	/** How large it may be, unpacked, in bytes. */
	largestBytes: number;
}

/**
 * Reads a public text. Piece by piece, because n8n limits neither the size of an answer nor the time of one that trickles.
 *
 * @throws what n8n throws for an answer that is not a success; TypeError or RangeError for one that is no text of that size
 */
export async function readPublicText(
	context: RequestContext,
	url: string,
	{ timeoutMs, largestBytes }: TextLimits,
): Promise<string> {
	const signal = AbortSignal.timeout(timeoutMs);
	const response: IN8nHttpFullResponse = await context.helpers.httpRequest({
		url,
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
		abortSignal: signal,
		timeout: timeoutMs,
	});
	return await textOf(response.body, signal, largestBytes);
}

interface Pieces extends AsyncIterable<Uint8Array> {
	destroy(): void;
}

const isPieces = (body: IN8nHttpFullResponse['body']): body is Pieces & typeof body =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;

async function textOf(
	body: IN8nHttpFullResponse['body'],
	signal: AbortSignal,
	largestBytes: number,
): Promise<string> {
	if (!isPieces(body)) throw new TypeError('The text is no stream');
	signal.addEventListener('abort', () => body.destroy(), { once: true });
	const pieces: Uint8Array[] = [];
	let bytes = 0;
	for await (const piece of body) {
		bytes += piece.length;
		if (bytes > largestBytes) throw new RangeError('The text is too large');
		pieces.push(piece);
	}
	return Buffer.concat(pieces).toString('utf8');
}
