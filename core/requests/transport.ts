/** The one way out: authentication, lossless JSON, bounds, redirects, retries, cancelling. Every request of every node goes through `send`. */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import type { ClientCredentials, TokenService } from '../credentials/access-token';
import { accessToken } from '../credentials/access-token';
import { secretsInUse } from '../credentials/masking';
import { urlOf } from './address';
import type { Channel } from './channel';
import { channelOf } from './channel';
import type { Connection, RequestContext } from './connection';
import { holdsBigint, stringifyExact } from '../values/exact-json';
import type { Sender } from './exchange';
import { exchange } from './exchange';
import type { Failure, VendorWords } from '../execution/failure';
import { canceled } from '../execution/failure';
import { sendWithRenewal, sleep } from '../older-engines';
import { signerOf, takeTurn } from './pacing';
import type { Attempt } from './reading';
import { readLoss, readReceived, readRedirect, redirectTarget } from './reading';
import type { Rest } from './resting';
import { beginRest, untilRested } from './resting';
import type { Route } from '../rows/route';

export interface Call {
	route: Route;
	/** Values for the `{name}` parts of the path, beside those of the connection. */
	path?: Readonly<Record<string, unknown>>;
	/** Lists repeat the parameter; absent values are left out. */
	query?: Readonly<Record<string, unknown>>;
	/** Headers beside those of authentication and content. */
	headers?: Readonly<Record<string, unknown>>;
	/** Sent as JSON, but for a form, and for bytes, which are sent as they are with the content type of `headers`. */
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
	/** How long one request and its answer may take, in ms. */
	timeoutMs: number;
	/** The first wait between tries, in ms; it doubles. */
	firstWaitMs: number;
}

/** For executions, where somebody waits for the whole result. */
export const PATIENT: Patience = {
	tries: 5,
	longestWaitMs: 120_000,
	timeoutMs: 120_000,
	firstWaitMs: 500,
};
/** For polls and dropdowns, which come again by themselves. */
export const BRIEF: Patience = {
	tries: 2,
	longestWaitMs: 3_000,
	timeoutMs: 30_000,
	firstWaitMs: 500,
};

/** The largest answer that is read, unpacked, in bytes. */
const LARGEST_ANSWER = 50_000_000;
/** How often a read may be sent on from one address to the next. */
const MOST_REDIRECTS = 5;
/** What is refused by its field before anything is sent; this is for values that no field holds. */
const ELSEWHERE: Failure = {
	message: 'The request was not sent, because a value would lead it to another address',
	description: 'Check the IDs of this item, and those in the credential.',
};

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
	const channel = channelOf(context);
	const answer = await converse({ channel, vendor, connection, call, patience });
	if (!channel.cancel?.aborted) return answer;
	throw canceled(context.getNode());
}

/** A request on its way: through what, to whom, as whom, what, and how patiently. */
interface Errand {
	channel: Channel;
	vendor: VendorWords;
	connection: Connection;
	call: Call;
	patience: Patience;
}

/** Sends one request through a channel, again where that helps and does no harm; ends early when the channel is cancelled. */
export async function converse(errand: Errand): Promise<Answer> {
	const { tries, longestWaitMs, firstWaitMs } = errand.patience;
	const { cancel } = errand.channel;
	const signer = signerOf(errand.connection);
	const mostMs = tries * longestWaitMs;
	let rest: Rest | undefined;
	try {
		for (let tried = 1; ; tried++) {
			// Whoever did not begin the rest of the account waits for whoever did.
			const told = rest ? undefined : await untilRested(signer, longestWaitMs, mostMs, cancel);
			if (told) return told;
			const { answer, again, waitMs = 0, limited = false } = await attempt(errand);
			const wait = Math.max(waitMs, firstWaitMs * 2 ** (tried - 1));
			if (cancel?.aborted || !again || tried >= tries || wait > longestWaitMs) return answer;
			const until = Date.now() + wait;
			if (limited && rest) Object.assign(rest, { told: answer, until });
			else if (limited) rest = beginRest(signer, answer, until);
			if (rest || !limited) await sleep(wait, cancel).catch(() => undefined);
		}
	} finally {
		rest?.end();
	}
}

async function attempt(errand: Errand): Promise<Attempt> {
	const { channel, connection, call } = errand;
	const { grant } = connection;
	const url = urlOf(connection, call);
	if (url === undefined) return { answer: { ok: false, failure: ELSEWHERE }, again: false };
	await takeTurn(connection, channel.cancel);
	if (connection.traffic) connection.traffic.requests += 1;
	if (grant) return await withToken(errand, grant, url);
	return await follow(errand, url, senderOf(channel, connection));
}

/** Signs with the user's credential, if there is one. */
function senderOf(channel: Channel, { credentialType, renewedByN8n }: Connection): Sender {
	if (credentialType === undefined) return channel.plain;
	const send: Sender = async (options) => await channel.signed(options, credentialType);
	if (!renewedByN8n) return send;
	return async (options) =>
		await sendWithRenewal(send, options, channel.credentialId(credentialType));
}

/** Signs with an access token; one that the vendor refuses is renewed once. */
async function withToken(errand: Errand, grant: ClientCredentials, url: string): Promise<Attempt> {
	const { channel, vendor, connection } = errand;
	const { secrets = [], credentialType = '' } = connection;
	const ask: TokenService = async (words, call) =>
		await converse({
			...errand,
			// Others may wait for the same token, so no single run stops the request for it.
			channel: { ...channel, cancel: undefined },
			vendor: words,
			connection: { baseUrl: grant.tokenUrl, path: {}, secrets },
			call,
		});
	const credentialId = channel.credentialId(credentialType);
	const request = { grant, credentialId, run: channel.run, vendor, ask };
	let refused: string | undefined;
	for (;;) {
		const signature = await accessToken(request, refused);
		if ('failure' in signature) {
			return { answer: { ok: false, failure: signature.failure }, again: false };
		}
		const { token } = signature;
		const sender: Sender = async ({ headers, ...options }) =>
			await channel.plain({
				...options,
				headers: { ...headers, Authorization: `Bearer ${token}` },
			});
		const kept = grant.kept === undefined ? [] : [grant.kept];
		const inUse = secretsInUse(connection, [...secrets, ...kept, token]);
		const own = { ...connection, secrets: inUse };
		const attempted = await follow({ ...errand, connection: own }, url, sender);
		const { answer } = attempted;
		const isRefused = !answer.ok && answer.failure.status === 401;
		if (!isRefused || refused !== undefined || channel.cancel?.aborted) return attempted;
		refused = token;
	}
}

/** Sends the request; a read follows redirects that stay with the same host, port and protocol. */
async function follow(errand: Errand, url: string, sender: Sender): Promise<Attempt> {
	const { channel, vendor, connection, call, patience } = errand;
	const deadline = Date.now() + patience.timeoutMs;
	const options = requestOptions(connection, call);
	const { secrets, tokens } = connection;
	const signedWith = tokens ? await tokens() : [];
	let address = url;
	for (let redirects = 0; ; redirects++) {
		const timeoutMs = Math.max(1, deadline - Date.now());
		const bounds = { timeoutMs, largestBytes: LARGEST_ANSWER };
		const received = await exchange(sender, { ...options, url: address }, bounds, channel.cancel);
		const inUse = tokens ? await allInUse(connection, signedWith, tokens) : secrets;
		if ('loss' in received) return readLoss(vendor, call, received.loss, inUse);
		const { status, headers } = received;
		if (status < 300 || status >= 400 || headers.location === undefined) {
			return readReceived(vendor, call, received, inUse);
		}
		const target = redirectTarget(address, headers.location);
		const isOwn =
			target?.origin === new URL(url).origin && target.username === '' && target.password === '';
		if (call.route.method !== 'GET' || !isOwn || redirects >= MOST_REDIRECTS) {
			return readRedirect(vendor, call, status, address, headers.location, inUse);
		}
		address = target.href;
	}
}

/** What an answer may repeat of a credential: its tokens may have been renewed since the request set out. */
async function allInUse(
	connection: Connection,
	before: readonly string[],
	tokens: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
	const { secrets = [] } = connection;
	return secretsInUse(connection, [...new Set([...secrets, ...before, ...(await tokens())])]);
}

function requestOptions(
	{ headers, renewedByN8n }: Connection,
	call: Call,
): Omit<IHttpRequestOptions, 'url'> {
	const { contentType, body } = contentOf(call.body);
	return {
		method: call.route.method,
		headers: {
			...headers,
			...withoutAbsent(call.headers),
			Accept: call.accept ?? 'application/json',
			...(contentType !== undefined && { 'Content-Type': contentType }),
		},
		...(body !== undefined && { body }),
		// Only when 401 throws does n8n renew a token.
		ignoreHttpStatusErrors: renewedByN8n ? { ignore: true, except: [401] } : true,
	};
}

interface Content {
	contentType?: string;
	body?: IHttpRequestOptions['body'];
}

/**
 * Whether n8n writes a body as it is meant: it sends an empty object or list as no body at all, and fails at a bigint. What is
 * written here instead, n8n's axios reads once more to see whether it is JSON.
 */
const isWrittenByN8n = (body: unknown): body is object =>
	typeof body === 'object' && body !== null && Object.keys(body).length > 0 && !holdsBigint(body);

/** A body as it travels. */
function contentOf(body: unknown): Content {
	if (body === undefined) return {};
	if (Buffer.isBuffer(body)) return { body };
	if (body instanceof URLSearchParams) {
		return { contentType: 'application/x-www-form-urlencoded', body: body.toString() };
	}
	const contentType = 'application/json';
	return { contentType, body: isWrittenByN8n(body) ? body : stringifyExact(body) };
}

const withoutAbsent = (headers: Call['headers'] = {}) =>
	Object.fromEntries(
		Object.entries(headers)
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name, String(value)]),
	);
