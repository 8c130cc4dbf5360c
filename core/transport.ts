/** The one way out: authentication, lossless JSON, retries, cancelling. Every request of every node goes through `send`. */
import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Connection, RequestContext } from './connection';
import { parseExact, stringifyExact } from './exact-json';
import type { Failure, VendorWords } from './failure';
import { fromThrown, LOOK_FIRST, refused, unanswered } from './failure';
import { sleep } from './older-engines';
import { takeTurn } from './pacing';
import { hasHalfCharacter, segmentRefusal } from './path-segment';
import type { Route } from './route';

export interface Call {
	route: Route;
	/** Values for the `{name}` parts of the path, beside those of the connection. */
	path?: Readonly<Record<string, unknown>>;
	/** Lists repeat the parameter; absent values are left out. */
	query?: Readonly<Record<string, unknown>>;
	/** Headers beside those of authentication and content. */
	headers?: Readonly<Record<string, unknown>>;
	/** Sent as JSON, but for bytes, which are sent as they are with the content type of `headers`. */
	body?: unknown;
	/** The media type of an answer that is text rather than JSON, such as text/csv. */
	accept?: string;
	/** Whether sending twice equals sending once; only then is a lost answer asked for again. */
	idempotent: boolean;
}

export type Answer =
	| { ok: true; status: number; data: unknown; headers: IDataObject }
	| { ok: false; failure: Failure; data?: unknown };

/** How long a caller is willing to wait for a vendor that asks for patience. */
export interface Patience {
	/** Requests in all, the first included. */
	tries: number;
	/** The longest single wait, in ms. A vendor that asks for more gets no further request. */
	longestWaitMs: number;
	/** How long one request may take, in ms. */
	timeoutMs: number;
}

/** For executions, where somebody waits for the whole result. */
export const PATIENT: Patience = { tries: 5, longestWaitMs: 120_000, timeoutMs: 120_000 };
/** For polls and dropdowns, which come again by themselves. */
export const BRIEF: Patience = { tries: 2, longestWaitMs: 3_000, timeoutMs: 30_000 };

/** The request cannot have reached the vendor, so that even a message may be sent again. */
const NEVER_ARRIVED = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);
/** What is refused by its field before anything is sent; this is for values that no field holds. */
const ELSEWHERE: Failure = {
	message: 'The request was not sent, because a value would lead it to another address',
	description: 'Check the IDs of this item, and those in the credential.',
};
/** First wait between tries, in ms; it doubles. */
const FIRST_WAIT_MS = 500;

type Attempt = { answer: Answer; again: boolean; waitMs?: number };

/**
 * Sends one request and gives the vendor's answer or why there is none; never throws for either.
 *
 * @throws NodeOperationError when the execution is cancelled
 */
export async function send(
	context: RequestContext,
	vendor: VendorWords,
	connection: Connection,
	call: Call,
	patience: Patience = PATIENT,
): Promise<Answer> {
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	for (let tried = 1; ; tried++) {
		const { answer, again, waitMs } = await attempt(
			context,
			vendor,
			connection,
			call,
			patience,
			signal,
		);
		if (signal?.aborted) {
			// Spelled so: by this word n8n tells a stopped execution from a failed one (n8n-core, workflow-execute).
			throw new NodeOperationError(context.getNode(), 'The execution was canceled');
		}
		const wait = waitMs ?? FIRST_WAIT_MS * 2 ** (tried - 1);
		if (!again || tried >= patience.tries || wait > patience.longestWaitMs) return answer;
		await sleep(wait, signal).catch(() => undefined);
	}
}

async function attempt(
	context: RequestContext,
	vendor: VendorWords,
	connection: Connection,
	call: Call,
	patience: Patience,
	signal: AbortSignal | undefined,
): Promise<Attempt> {
	const url = urlOf(connection, call);
	if (url === undefined) return { answer: { ok: false, failure: ELSEWHERE }, again: false };
	const options = requestOptions(connection, call, url, patience);
	await takeTurn(connection, signal);
	try {
		const response: IN8nHttpFullResponse = await context.helpers.httpRequestWithAuthentication.call(
			context,
			connection.credentialType,
			options,
		);
		return readResponse(vendor, call, response);
	} catch (thrown) {
		return readThrown(vendor, call, thrown);
	}
}

function requestOptions(
	connection: Connection,
	call: Call,
	url: string,
	patience: Patience,
): IHttpRequestOptions {
	const hasBody = call.body !== undefined;
	const isBinary = Buffer.isBuffer(call.body);
	return {
		method: call.route.method,
		url,
		headers: {
			...connection.headers,
			...withoutAbsent(call.headers),
			Accept: call.accept ?? 'application/json',
			...(hasBody && !isBinary && { 'Content-Type': 'application/json' }),
		},
		// A string, because n8n sends an empty object or list as no body at all.
		...(hasBody && { body: Buffer.isBuffer(call.body) ? call.body : stringifyExact(call.body) }),
		// Text, because n8n's own JSON reading rounds 64-bit integers.
		encoding: 'text',
		returnFullResponse: true,
		// 401 must throw: only then does n8n renew an OAuth2 token.
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
		sendCredentialsOnCrossOriginRedirect: false,
		timeout: patience.timeoutMs,
	};
}

const withoutAbsent = (headers: Call['headers'] = {}) =>
	Object.fromEntries(
		Object.entries(headers)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name, String(value)]),
	);

/**
 * The full address of a call; every value is percent-encoded. `{/name}` is a part that is left out without its value (RFC 6570).
 *
 * @returns undefined where the values would lead to another path than the route's
 */
export function urlOf(
	{ baseUrl, path: fixed }: Connection,
	{ route, path, query }: Call,
): string | undefined {
	const values: Record<string, unknown> = { ...fixed, ...path };
	const names = [...route.path.matchAll(PLACEHOLDER)];
	const isPresent = (name: string) => values[name] !== undefined && values[name] !== null;
	const unfit = names.some(
		([, slash, name = '']) =>
			(slash === '' || isPresent(name)) && segmentRefusal(values[name]) !== undefined,
	);
	if (unfit) return undefined;
	const filled = route.path.replace(PLACEHOLDER, (_whole, slash: string, name: string) =>
		isPresent(name) ? `${slash}${encodeURIComponent(String(values[name]))}` : '',
	);
	const address = `${baseUrl}${filled}`;
	// As the client that sends it will read it: nothing may have been resolved, cut off or moved to another host.
	if (!URL.canParse(address) || new URL(address).href !== address) return undefined;
	const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value])
			.filter((part) => part !== undefined && part !== null)
			.map((part) => [name, String(part)] as const),
	);
	if (pairs.some(([, part]) => hasHalfCharacter(part))) return undefined;
	const encoded = pairs.map((pair) => pair.map(encodeURIComponent).join('='));
	return `${address}${encoded.length > 0 ? `?${encoded.join('&')}` : ''}`;
}

/** `{name}` and `{/name}` in a route's path. */
const PLACEHOLDER = /\{(\/?)([^}]+)\}/g;

function readResponse(vendor: VendorWords, call: Call, response: IN8nHttpFullResponse): Attempt {
	const { statusCode: status, headers } = response;
	const text = typeof response.body === 'string' ? response.body : '';
	const parsed = call.accept ? readText(text, status) : readBody(text);
	if (status >= 200 && status < 300) {
		if (parsed.readable) {
			return { answer: { ok: true, status, data: parsed.data, headers }, again: false };
		}
		const page = text.trimStart().startsWith('<');
		const failure = page
			? unanswered(
					vendor,
					'answered with a web page instead of data',
					'Check the address in the credential. A proxy or a login page may stand in between.',
				)
			: unanswered(
					vendor,
					'sent an answer that breaks off in the middle',
					call.idempotent ? 'Run the item again.' : LOOK_FIRST,
				);
		return { answer: { ok: false, failure }, again: !page && call.idempotent };
	}
	const retryAfterMs = readRetryAfter(headers);
	// A vendor that names the time to come back has not done the work; other 5xx leave that open.
	const undone = status === 429 || (status === 503 && retryAfterMs !== undefined);
	const again = undone || (status >= 500 && call.idempotent);
	const plain = refused(vendor, status, parsed.data);
	const patience =
		retryAfterMs === undefined
			? ''
			: ` ${vendor.name} asks to wait ${Math.ceil(retryAfterMs / 1000)} seconds.`;
	const failure: Failure = {
		...plain,
		description: status >= 500 && !again ? LOOK_FIRST : `${plain.description}${patience}`,
		retryAfterMs,
	};
	return { answer: { ok: false, failure, data: parsed.data }, again, waitMs: retryAfterMs };
}

/** A refusal is JSON even where the answer is text; a web page is neither. */
const readText = (text: string, status: number) =>
	status >= 300 || text.trimStart().startsWith('<')
		? readBody(text)
		: { readable: true, data: text };

function readBody(text: string): { readable: boolean; data?: unknown } {
	if (text.trim() === '') return { readable: true };
	try {
		return { readable: true, data: parseExact(text) };
	} catch {
		return { readable: false };
	}
}

/** Retry-After is seconds or an HTTP date (RFC 9110, 10.2.3); gives ms. */
function readRetryAfter(headers: IDataObject): number | undefined {
	const written = headers['retry-after'];
	if (written === undefined || written === null || written === '') return undefined;
	const seconds = Number(written);
	if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
	const at = Date.parse(String(written));
	return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function readThrown(vendor: VendorWords, call: Call, thrown: unknown): Attempt {
	const code = thrown instanceof NodeApiError ? (thrown.httpCode ?? '') : '';
	if (code === '401') {
		return { answer: { ok: false, failure: refused(vendor, 401, undefined) }, again: false };
	}
	if (!/^E[A-Z_]+$/.test(code)) {
		return { answer: { ok: false, failure: fromThrown(thrown) }, again: false };
	}
	const arrived = !NEVER_ARRIVED.has(code);
	const failure = unanswered(
		vendor,
		arrived ? 'gave no answer: the connection was lost' : 'cannot be reached',
		arrived && !call.idempotent
			? LOOK_FIRST
			: 'Check the network and the address in the credential, then run the item again.',
	);
	return {
		answer: { ok: false, failure: { ...failure, details: { code } } },
		again: call.idempotent || !arrived,
	};
}
