/** One request and its answer, within bounds that n8n does not set: a time for the whole of it, and a size. */
import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

/** Hands a request over to n8n. */
export type Sender = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

export interface Bounds {
	/** How long request and answer may take together, in ms. */
	timeoutMs: number;
	/** The largest answer that is read, unpacked, in bytes. */
	largestBytes: number;
}

export interface Received {
	status: number;
	headers: IDataObject;
	text: string;
}

/** Why no answer came. */
export type Loss =
	/** No connection was made, so that the vendor cannot have done anything. */
	| { kind: 'unreachable' | 'untrusted'; code: string }
	/** Something answered that is no web server, or does not encrypt. */
	| { kind: 'foreign'; code: string }
	/** The connection ended, or the answer was cut. */
	| { kind: 'cut'; code: string }
	| { kind: 'late' }
	| { kind: 'large' }
	/** n8n keeps this status for itself, and throws. */
	| { kind: 'unauthorized' }
	/** Not the network's doing: n8n or the credential did not let the request go. */
	| { kind: 'withheld'; thrown: unknown };

/** The request cannot have reached the vendor. */
const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/;
/** The other side does not prove who it is (Node.js, TLS certificate errors). */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ALTNAME|_CRL|^INVALID_(CA|PURPOSE)$/;
const FOREIGN = /^(EPROTO|HPE_\w+|ERR_SSL_\w+|ERR_TLS_\w+)$/;
/** Codes of a connection that ended (libuv), of an answer that was cut, and of one that cannot be unpacked (zlib). */
const CUT = /^(E[A-Z]+|ERR_STREAM_PREMATURE_CLOSE|ERR_NETWORK|ERR_CANCELED|Z_[A-Z_]+)$/;

/**
 * Sends a request and reads its answer as text; no redirect is followed.
 *
 * @param cancel ends the request early
 */
export async function exchange(
	send: Sender,
	request: IHttpRequestOptions,
	{ timeoutMs, largestBytes }: Bounds,
	cancel?: AbortSignal,
): Promise<Received | { loss: Loss }> {
	const late = lateAfter(timeoutMs);
	const { signal, aborted, release } = whicheverAborts(cancel ? [late, cancel] : [late]);
	try {
		const sending = send({
			...request,
			// A stream, because n8n limits neither the size of an answer nor the time of one that trickles.
			encoding: 'stream',
			returnFullResponse: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			abortSignal: signal,
			timeout: timeoutMs,
		});
		// n8n may not pass the signal on; what arrives after it is thrown away unread.
		return await Promise.race([readAnswer(sending, largestBytes, aborted), aborted]);
	} catch (thrown) {
		return { loss: late.aborted ? { kind: 'late' } : lossOf(thrown) };
	} finally {
		release();
	}
}

/** The signal that was last made for requests that set out together, and when it is aborted, in ms since 1970. */
let latest = { signal: AbortSignal.abort(), at: 0 };

/**
 * A signal that is aborted after a time, in ms, or a hundredth of it earlier: so one is enough for all requests that set out within
 * that hundredth, where one each would be a good part of what a request costs.
 */
function lateAfter(timeoutMs: number): AbortSignal {
	const at = Date.now() + timeoutMs;
	const isNear = latest.at <= at && latest.at >= at - timeoutMs / 100;
	if (!isNear || latest.signal.aborted) latest = { signal: AbortSignal.timeout(timeoutMs), at };
	return latest.signal;
}

interface Ending {
	signal: AbortSignal;
	/** Rejects when the signal is aborted, and never resolves. */
	aborted: Promise<never>;
	release(): void;
}

/** A signal that is aborted with the first of others, until it is released. AbortSignal.any does the same, and takes longer. */
function whicheverAborts(sources: readonly AbortSignal[]): Ending {
	const ending = new AbortController();
	let abort = (): void => undefined;
	const aborted = new Promise<never>((_resolve, reject) => {
		abort = () => {
			ending.abort();
			reject(new DOMException('Aborted', 'AbortError'));
		};
	});
	for (const source of sources) {
		if (source.aborted) abort();
		source.addEventListener('abort', abort, { once: true });
	}
	const release = () => {
		for (const source of sources) source.removeEventListener('abort', abort);
	};
	return { signal: ending.signal, aborted, release };
}

async function readAnswer(
	sending: Promise<IN8nHttpFullResponse>,
	largestBytes: number,
	aborted: Promise<never>,
): Promise<Received | { loss: Loss }> {
	const { statusCode, headers, body } = await sending;
	// What comes back at once, as from n8n's mocks, is small.
	if (!isStream(body)) {
		return { status: statusCode, headers, text: typeof body === 'string' ? body : '' };
	}
	aborted.catch(() => body.destroy());
	const pieces = await piecesOf(body, largestBytes);
	if (!pieces) return { loss: { kind: 'large' } };
	return { status: statusCode, headers, text: DECODER.decode(Buffer.concat(pieces)) };
}

/** What is used here of a stream of Node's. */
interface Stream {
	readonly destroyed: boolean;
	readonly errored: Error | null;
	destroy(): void;
	on(event: 'data', listener: (piece: Uint8Array) => void): void;
	on(event: 'error', listener: (reason: Error) => void): void;
	on(event: 'end' | 'close', listener: () => void): void;
}

const isStream = (body: IN8nHttpFullResponse['body']): body is Stream & typeof body =>
	typeof body === 'object' && body !== null && 'on' in body && 'destroy' in body;

/** Takes off a byte order mark, too. */
const DECODER = new TextDecoder('utf-8');

/** The pieces of a body; undefined when it is too large. To be called back with each costs less than to iterate over them. */
async function piecesOf(body: Stream, largestBytes: number): Promise<Uint8Array[] | undefined> {
	const pieces: Uint8Array[] = [];
	let bytes = 0;
	let ended = false;
	return await new Promise((resolve, reject) => {
		const close = () => {
			if (!ended) reject(body.errored ?? new CutError());
		};
		if (body.destroyed) close();
		body.on('data', (piece) => {
			bytes += piece.length;
			pieces.push(piece);
			if (bytes <= largestBytes) return;
			resolve(undefined);
			// With the stream, its connection ends.
			body.destroy();
		});
		body.on('end', () => {
			ended = true;
			resolve(pieces);
		});
		body.on('error', reject);
		body.on('close', close);
	});
}

/** A stream closed before its end. */
class CutError extends Error {
	readonly code = 'ERR_STREAM_PREMATURE_CLOSE';
}

function lossOf(thrown: unknown): Loss {
	const codes = codesOf(thrown);
	const code = (pattern: RegExp) => codes.find((one) => pattern.test(one));
	if (codes.includes('401')) return { kind: 'unauthorized' };
	const untrusted = code(UNTRUSTED);
	if (untrusted) return { kind: 'untrusted', code: untrusted };
	const unreachable = code(UNREACHABLE);
	if (unreachable) return { kind: 'unreachable', code: unreachable };
	const foreign = code(FOREIGN);
	if (foreign) return { kind: 'foreign', code: foreign };
	const cut = code(CUT);
	return cut ? { kind: 'cut', code: cut } : { kind: 'withheld', thrown };
}

/** The codes of an exception and of what caused it, the outermost first; n8n calls its own `httpCode`. */
function codesOf(thrown: unknown): string[] {
	const codes: string[] = [];
	let current = thrown;
	for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
		const { httpCode, code, cause } = current as {
			httpCode?: unknown;
			code?: unknown;
			cause?: unknown;
		};
		codes.push(...[httpCode, code].filter((one) => typeof one === 'string'));
		current = cause;
	}
	return codes;
}
