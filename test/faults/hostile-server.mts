/** A vendor that answers rightly, until a fault strikes the requests that it is meant for. */
import type { ServerResponse } from 'node:http';
import type { Received, RecordingServer, Reply } from '../engine/recording-server.mts';

/** A fault, as what becomes of one request. */
export type Act = (
	right: Reply,
	told: { response: ServerResponse; received: Received; words: string; elsewhere: string },
) => Reply | undefined;

/** Where a redirect within the vendor leads; there, all is right. */
export const MOVED = '/moved';

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toUTCString();
const limited =
	(header?: () => string): Act =>
	(_right, { words }) => ({
		status: 429,
		body: { message: words },
		...(header && { headers: { 'retry-after': header() } }),
	});
const status =
	(code: number, headers?: Record<string, string>): Act =>
	(_right, { words }) => ({
		status: code,
		headers,
		body: { message: words, error_description: words },
	});
const reset: Act = (_right, { response }) => {
	response.socket?.resetAndDestroy();
	return undefined;
};
const redirect =
	(code: number, where: 'same' | 'another'): Act =>
	(_right, { received, elsewhere }) => ({
		status: code,
		headers: {
			location: where === 'same' ? `${MOVED}${received.url}` : `${elsewhere}${received.url}`,
		},
		body: '',
	});
const bodyOf = ({ body }: Reply) => (typeof body === 'string' ? body : JSON.stringify(body ?? {}));

/** The faults, by the names that the rules know. */
export const ACTS: Readonly<Record<string, Act>> = {
	'429, Retry-After in seconds': limited(() => '2'),
	'429, Retry-After as a date': limited(() => inSeconds(2)),
	'429, Retry-After 0': limited(() => '0'),
	'429, Retry-After in the past': limited(() => 'Wed, 21 Oct 2015 07:28:00 GMT'),
	'429, Retry-After absurd': limited(() => '10000000'),
	'429, Retry-After none': limited(),
	'429, Retry-After as a date, by a clock 10 minutes ahead': limited(() => inSeconds(600)),
	'429, Retry-After as a date, by a clock 10 minutes behind': limited(() => inSeconds(-598)),
	'423': status(423),
	'423, Retry-After in seconds': status(423, { 'retry-after': '2' }),
	'500': status(500),
	'502': status(502),
	'503': status(503),
	'503, Retry-After in seconds': status(503, { 'retry-after': '2' }),
	'504': status(504),
	'reset before the work': reset,
	'reset after the work': reset,
	'reset in the middle of the answer': (right, { response }) => {
		const text = bodyOf(right);
		response.writeHead(right.status ?? 200, {
			'content-type': 'application/json',
			'content-length': text.length + 100,
		});
		response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.socket?.destroy());
		return undefined;
	},
	'no answer': () => undefined,
	'truncated JSON': (right) => ({
		status: right.status,
		body: bodyOf(right).slice(0, -1),
		headers: { ...right.headers, 'content-type': 'application/json' },
	}),
	'a web page': () => ({ body: '<!doctype html><title>Sign in</title>' }),
	'an empty answer': () => ({ body: '' }),
	'204': () => ({ status: 204, body: '' }),
	'a wrong content type': (right) => ({
		...right,
		body: bodyOf(right),
		headers: { ...right.headers, 'content-type': 'text/html' },
	}),
	'JSON of another shape': (_right, { words }) => ({ body: { maintenance: true, hint: words } }),
	...Object.fromEntries(
		[301, 302, 303, 307, 308].flatMap((code) => [
			[`${code} to the same origin`, redirect(code, 'same')],
			[`${code} to another origin`, redirect(code, 'another')],
		]),
	),
	'a redirect loop': (_right, { received }) => ({
		status: 302,
		headers: { location: received.url },
		body: '',
	}),
	'expired token': status(401),
	'revoked token': status(401),
	'wrong token': status(403),
};

/** What is under way that no answer will end; time may pass over it. */
export interface Hanging {
	count: number;
}

export interface Struck {
	act: Act;
	/** Whether a request is of the kind that the fault strikes. */
	isTarget(received: Received): boolean;
	/** How many of them; all where absent. */
	times?: number;
	/** Whether the fault comes after the work. */
	works: boolean;
	answer(received: Received): Reply;
	/** What the vendor repeats of the request. */
	wordsOf(received: Received): string;
	elsewhere: string;
}

/** Counts what arrived and what was done. */
export interface Account {
	requests: number;
	works: number;
}

/** Lets a server answer, with the fault; gives what is counted from then on. */
export function strike(server: RecordingServer, hanging: Hanging, struck: Struck): Account {
	const counted: Account = { requests: 0, works: 0 };
	server.answer((received, response) => {
		const isTarget = struck.isTarget(received) && !received.url.startsWith(MOVED);
		const right = struck.answer(received);
		if (!isTarget) return right;
		counted.requests += 1;
		const strikes = counted.requests <= (struck.times ?? Infinity);
		if (!strikes || struck.works) counted.works += 1;
		if (!strikes) return right;
		const { act, elsewhere } = struck;
		const reply = act(right, { response, received, words: struck.wordsOf(received), elsewhere });
		if (!reply && !response.destroyed && !response.headersSent) {
			hanging.count += 1;
			response.once('close', () => {
				hanging.count -= 1;
			});
		}
		return reply;
	});
	return counted;
}
