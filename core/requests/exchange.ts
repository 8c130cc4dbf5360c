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
	const late = AbortSignal.timeout(timeoutMs);
	const { signal, release } = whicheverAborts(cancel ? [late, cancel] : [late]);
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
		const { statusCode, headers, body } = await unlessAborted(sending, signal);
		const text = await readText(body, largestBytes, signal);
		if (text === undefined) return { loss: { kind: 'large' } };
		return { status: statusCode, headers, text };
	} catch (thrown) {
		return { loss: late.aborted ? { kind: 'late' } : lossOf(thrown) };
	} finally {
		release();
	}
}

/**
 * A signal that is aborted with the first of others, until it is released. AbortSignal.any does the same for three times as long,
 * in every request.
 */
function whicheverAborts(sources: readonly AbortSignal[]) {
	const ending = new AbortController();
	const abort = () => ending.abort();
	for (const source of sources) {
		if (source.aborted) abort();
		source.addEventListener('abort', abort, { once: true });
	}
	const release = () => {
		for (const source of sources) source.removeEventListener('abort', abort);
	};
	return { signal: ending.signal, release };
}

/** n8n may not pass the signal on; what arrives after it is thrown away unread. */
async function unlessAborted(
	sending: Promise<IN8nHttpFullResponse>,
	signal: AbortSignal,
): Promise<IN8nHttpFullResponse> {
	const aborted = new Promise<never>((_resolve, reject) => {
		const stop = () => {
			sending.then(
				({ body }) => isPieces(body) && body.destroy(),
				() => undefined,
			);
			reject(new DOMException('Aborted', 'AbortError'));
		};
		if (signal.aborted) stop();
		else signal.addEventListener('abort', stop, { once: true });
	});
	return await Promise.race([sending, aborted]);
}

interface Pieces extends AsyncIterable<Uint8Array> {
	destroy(): void;
}

const isPieces = (body: IN8nHttpFullResponse['body']): body is Pieces & typeof body =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;

/** Takes off a byte order mark, too. */
const DECODER = new TextDecoder('utf-8');

/** The text of a body; undefined when it is too large. What comes back at once, as from n8n's mocks, is small. */
async function readText(
	body: IN8nHttpFullResponse['body'],
	largestBytes: number,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (!isPieces(body)) return typeof body === 'string' ? body : '';
	const stop = () => body.destroy();
	signal.addEventListener('abort', stop, { once: true });
	const pieces: Uint8Array[] = [];
	let bytes = 0;
	for await (const piece of body) {
		bytes += piece.length;
		// Leaving the loop destroys the stream, and with it the connection.
		if (bytes > largestBytes) return undefined;
		pieces.push(piece);
	}
	signal.removeEventListener('abort', stop);
	return DECODER.decode(Buffer.concat(pieces));
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
