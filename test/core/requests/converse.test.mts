/** A conversation with a vendor: what is sent, when it is sent again, and what it may follow; through a channel of the test's own. */
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { Connection } from '../../../core/requests/connection.ts';
import type { Answer, Call, Patience } from '../../../core/requests/transport.ts';
import { BRIEF, converse, PATIENT } from '../../../core/requests/transport.ts';
import { DELETE, GET, PATCH, POST, PUT } from '../../../core/rows/route.ts';
import { passingTime, useFakeTime, within } from '../../engine/passing-time.mts';

useFakeTime();

interface Reply {
	status?: number;
	headers?: Record<string, string>;
	body?: string;
}
interface Sent extends IHttpRequestOptions {
	/** The credential that signed it. */
	as?: string;
	/** When, in ms since the conversation began. */
	at: number;
}

const acme = {
	name: 'Acme',
	explain: (answer: unknown) => {
		const { words } = Object(answer);
		return words === undefined ? undefined : String(words);
	},
	credentialAdvice: 'Check the token.',
};
const READ: Call = { route: GET('/people'), idempotent: true };
const MESSAGE: Call = { route: POST('/messages'), body: { a: 1 }, idempotent: false };
const OK: Reply = { body: '{"id":1}' };

/** No conversation takes more requests, or longer in ms. */
const MOST_SENT = 20;
const LONGEST_MS = 1_800_000;

/** Each account is one of its own, so that none rests because of another. */
let accounts = 0;

async function talk(
	reply: (sent: Sent, number: number) => Reply | Promise<Reply>,
	{
		call = READ,
		patience = PATIENT,
		cancel,
		...more
	}: { call?: Call; patience?: Patience; cancel?: AbortSignal } & Partial<Connection> = {},
) {
	const begun = Date.now();
	const sent: Sent[] = [];
	const send = async (options: IHttpRequestOptions, as?: string): Promise<IN8nHttpFullResponse> => {
		const one: Sent = { ...options, as, at: Date.now() - begun };
		sent.push(one);
		if (sent.length > MOST_SENT) throw new Error('The requests do not end');
		const { status = 200, headers = {}, body = '' } = await reply(one, sent.length);
		return { statusCode: status, headers, body };
	};
	const connection: Connection = {
		baseUrl: `https://a${++accounts}.example/v1`,
		path: {},
		...more,
	};
	const run = {};
	const conversation = converse({
		channel: {
			plain: send,
			signed: send,
			credentialId: (type) => `${type} ${accounts}`,
			cancel,
			run,
		},
		vendor: acme,
		connection,
		call,
		patience,
	});
	const answer = await passingTime(within(LONGEST_MS, conversation));
	const waited = Date.now() - begun;
	const base = connection.baseUrl;
	return { answer, sent, waited, urls: sent.map(({ url }) => url.replace(base, '')) };
}

const failureOf = (answer: Answer) => (answer.ok ? undefined : answer.failure);

describe('a request', () => {
	test('goes out with its method, its address and its headers, without those that are absent', async () => {
		const { sent, urls, answer } = await talk(() => OK, {
			headers: { 'X-Own': 'account', 'X-Both': 'account' },
			call: {
				route: GET('/people/{id}'),
				path: { id: 'a b' },
				query: { page: 2 },
				headers: { 'X-Both': 7, 'X-None': undefined, 'X-Null': null },
				idempotent: true,
			},
		});
		expect(urls).toEqual(['/people/a%20b?page=2']);
		expect(sent[0]).toMatchObject({ method: 'GET', ignoreHttpStatusErrors: true, as: undefined });
		expect(sent[0]?.headers).toStrictEqual({
			'X-Own': 'account',
			'X-Both': '7',
			Accept: 'application/json',
		});
		expect(sent[0]).not.toHaveProperty('body');
		expect(answer).toEqual({ ok: true, status: 200, data: { id: 1 }, headers: {} });
	});

	test.each<[string, unknown, string | undefined, unknown]>([
		['an object, which n8n writes', { a: 1 }, 'application/json', { a: 1 }],
		['an empty object, which n8n would drop', {}, 'application/json', '{}'],
		['an empty list', [], 'application/json', '[]'],
		[
			'an ID with too many digits for a number',
			{ id: 2n ** 63n },
			'application/json',
			'{"id":9223372036854775808}',
		],
		['a text', 'a', 'application/json', '"a"'],
		['null', null, 'application/json', 'null'],
		['a form', new URLSearchParams({ a: 'b c' }), 'application/x-www-form-urlencoded', 'a=b+c'],
		['bytes', Buffer.from('a'), undefined, Buffer.from('a')],
	])('carries %s', async (_title, body, contentType, travels) => {
		const { sent } = await talk(() => OK, { call: { ...MESSAGE, body } });
		expect(sent[0]?.body).toEqual(travels);
		expect(sent[0]?.headers?.['Content-Type']).toBe(contentType);
		expect(sent[0]?.headers ?? {}).toHaveProperty('Accept');
		expect('Content-Type' in (sent[0]?.headers ?? {})).toBe(contentType !== undefined);
	});

	test('asks for another form than JSON where its row does', async () => {
		const { sent, answer } = await talk(() => ({ body: 'a,b' }), {
			call: { ...READ, accept: 'text/csv' },
		});
		expect(sent[0]?.headers?.Accept).toBe('text/csv');
		expect(answer).toMatchObject({ ok: true, data: 'a,b' });
	});

	test('is signed with the credential; one that n8n renews is to throw at 401', async () => {
		const signed = await talk(() => OK, { credentialType: 'acmeApi' });
		expect(signed.sent[0]).toMatchObject({ as: 'acmeApi', ignoreHttpStatusErrors: true });
		const renewed = await talk(() => OK, { credentialType: 'acmeApi', renewedByN8n: true });
		expect(renewed.sent[0]).toMatchObject({
			as: 'acmeApi',
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
		});
	});

	test('is not sent where a value would lead it elsewhere', async () => {
		const traffic = { requests: 0 };
		const { sent, answer, waited } = await talk(() => OK, {
			traffic,
			call: { ...READ, route: GET('/people/{id}'), path: { id: '..' } },
		});
		expect([sent, traffic.requests]).toEqual([[], 0]);
		expect(waited).toBeLessThan(PATIENT.firstWaitMs);
		expect(failureOf(answer)).toEqual({
			message: 'The request was not sent, because a value would lead it to another address',
			description: 'Check the IDs of this item, and those in the credential.',
		});
	});
});

describe('a request that comes to nothing', () => {
	const times = (sent: readonly Sent[]) => sent.map(({ at }) => at);

	test('is tried five times, with longer and longer waits, where that does no harm', async () => {
		const traffic = { requests: 0 };
		const { answer, sent } = await talk(() => ({ status: 500 }), { traffic });
		expect(failureOf(answer)?.message).toBe('Acme could not answer (500)');
		expect(times(sent)).toEqual([0, 500, 1_500, 3_500, 7_500]);
		expect(traffic.requests).toBe(5);
	});

	test('is tried once where it may have been done, or where asking again helps nobody', async () => {
		expect((await talk(() => ({ status: 500 }), { call: MESSAGE })).sent).toHaveLength(1);
		expect((await talk(() => ({ status: 404 }))).sent).toHaveLength(1);
	});

	test('is believed as soon as it succeeds', async () => {
		const { answer, sent } = await talk((_sent, number) => (number < 3 ? { status: 503 } : OK));
		expect(answer.ok).toBe(true);
		expect(times(sent)).toEqual([0, 500, 1_500]);
	});

	test('is tried twice where it comes again by itself, and never waits longer than its patience', async () => {
		const brief = await talk(() => ({ status: 500 }), { patience: BRIEF });
		expect(times(brief.sent)).toEqual([0, 500]);
		const patience = { ...PATIENT, longestWaitMs: 1_000 };
		const short = await talk(() => ({ status: 500 }), { patience });
		expect(times(short.sent)).toEqual([0, 500, 1_500]);
	});

	test('waits as long as the vendor asks, where that is longer', async () => {
		const busy = { status: 503, headers: { 'retry-after': '60' } };
		const asked = await talk((_sent, number) => (number === 1 ? busy : OK));
		expect(times(asked.sent)).toEqual([0, 60_000]);
		const long = { status: 503, headers: { 'retry-after': '121' } };
		const given = await talk(() => long);
		expect(given.sent).toHaveLength(1);
		expect(failureOf(given.answer)?.description).toContain('asks to wait 121 seconds');
	});

	test('is tried again over a limit too, even where it must not happen twice', async () => {
		const limited = { status: 429, headers: { 'retry-after': '2' } };
		const { answer, sent } = await talk((_sent, number) => (number < 3 ? limited : OK), {
			call: MESSAGE,
		});
		expect(answer.ok).toBe(true);
		expect(times(sent)).toEqual([0, 2_000, 4_000]);
	});

	test('is not tried again when nobody wants the answer any more', async () => {
		const stop = new AbortController();
		const { answer, sent } = await talk(
			() => {
				stop.abort();
				return { status: 500 };
			},
			{ cancel: stop.signal },
		);
		expect(answer.ok).toBe(false);
		expect(sent).toHaveLength(1);
	});
});

describe('a redirect', () => {
	const to = (location: string, status = 302): Reply => ({ status, headers: { location } });

	test('of a read is followed within its own origin, with the time that is left', async () => {
		const { answer, sent, urls } = await talk(async (_sent, number) => {
			if (number > 1) return OK;
			await jest.advanceTimersByTimeAsync(30_000);
			return to('/v1/moved');
		});
		expect(answer).toMatchObject({ ok: true, data: { id: 1 } });
		expect(urls).toEqual(['/people', '/moved']);
		const [first = 0, second = 0] = sent.map(({ timeout }) => Number(timeout));
		expect(first).toBe(120_000);
		expect(second).toBeLessThanOrEqual(90_000);
		expect(second).toBeGreaterThan(80_000);
	});

	test.each([POST, PUT, PATCH, DELETE])('of a write is never followed', async (route) => {
		const call = { ...MESSAGE, route: route('/people'), idempotent: true };
		const { answer, sent } = await talk(() => to('/v1/moved'), { call });
		expect(sent).toHaveLength(1);
		expect(failureOf(answer)).toMatchObject({
			message: expect.stringContaining('was redirected (302) to https://'),
			status: 302,
		});
	});

	test.each([
		'https://b.example/v1/people',
		'http://a.example/v1/people',
		'https://a.example:8443/v1/people',
		'https://ann@a.example/v1/people',
		'https://:secret@a.example/v1/people',
		'mailto:ann@example.com',
	])('to %s leads elsewhere, so nothing is sent there', async (location) => {
		const { answer, sent } = await talk(() => to(location), { baseUrl: 'https://a.example/v1' });
		expect([answer.ok, sent.length]).toEqual([false, 1]);
	});

	test('is followed five times, and no more', async () => {
		const five = await talk((_sent, number) => (number <= 5 ? to(`/v1/${number}`) : OK));
		expect(five.answer.ok).toBe(true);
		const six = await talk((_sent, number) => to(`/v1/${number}`));
		expect([six.answer.ok, six.sent.length]).toEqual([false, 6]);
	});

	test.each<[Reply, string]>([
		[{ status: 302 }, 'Acme did not accept the request (302)'],
		[to('/v1/moved', 400), 'Acme did not accept the request (400)'],
		[to('/v1/moved', 404), 'Acme found nothing that matches'],
	])('is none: %j', async (reply, message) => {
		const { answer, sent } = await talk(() => reply);
		expect(sent).toHaveLength(1);
		expect(failureOf(answer)?.message).toBe(message);
	});

	test('is none either where a good status names a place', async () => {
		const { answer, sent } = await talk(() => ({ ...OK, ...to('/v1/moved', 201), body: '{}' }));
		expect([answer.ok, sent.length]).toEqual([true, 1]);
		expect((await talk((_sent, number) => (number > 1 ? OK : to('/v1/x', 300)))).sent).toHaveLength(
			2,
		);
		expect((await talk((_sent, number) => (number > 1 ? OK : to('/v1/x', 399)))).sent).toHaveLength(
			2,
		);
	});
});

describe('what is secret', () => {
	const SECRET = 'secret-of-the-account';
	const repeating = { status: 400, body: JSON.stringify({ words: `no ${SECRET} nor token-0002` }) };

	test('is masked in what the vendor says', async () => {
		const { answer } = await talk(() => repeating, { secrets: [SECRET] });
		expect(failureOf(answer)?.message).toBe(
			'Acme did not accept the request (400): no *** nor token-0002',
		);
	});

	test('is masked where a token signed the request, or was renewed while it was under way', async () => {
		let renewals = 0;
		const tokens = async () => [`token-000${++renewals}`];
		const { answer } = await talk(() => repeating, { secrets: [SECRET], tokens });
		expect(failureOf(answer)?.message).toBe(
			'Acme did not accept the request (400): no *** nor ***',
		);
		const before = { status: 400, body: '{"words":"token-0001 is old"}' };
		renewals = 0;
		const stale = await talk(() => before, { tokens });
		expect(failureOf(stale.answer)?.message).toMatch(/: \*\*\* is old$/);
	});

	test('is masked also in a loss', async () => {
		const { answer } = await talk(
			() => {
				throw new Error(`cannot sign with ${SECRET}`);
			},
			{ secrets: [SECRET] },
		);
		expect(failureOf(answer)?.message).toMatch(/cannot sign with \*\*\*$/);
	});
});

describe('an access token', () => {
	const grant = {
		tokenUrl: 'https://tokens.example/token',
		clientId: 'client',
		clientSecret: 'secret-of-the-client',
		scope: '',
		advice: 'Check ID and secret.',
	};
	/** Gives token-0001, token-0002 …; the vendor refuses those that are named. */
	const serving = (...refused: string[]) => {
		let given = 0;
		return ({ url, headers }: Sent): Reply => {
			if (url === grant.tokenUrl) {
				return { body: JSON.stringify({ access_token: `token-000${++given}`, expires_in: 3600 }) };
			}
			const token = String(headers?.Authorization).replace('Bearer ', '');
			return refused.includes(token) ? { status: 401 } : { body: JSON.stringify({ token }) };
		};
	};
	const of = (more: object = {}) => ({ grant: { ...grant, ...more }, credentialType: 'acmeApi' });

	test('is asked for once, and signs the request beside its other headers', async () => {
		const { sent, answer } = await talk(serving(), { ...of(), headers: { 'X-Own': 'account' } });
		expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
			`POST ${grant.tokenUrl}`,
			expect.stringMatching(/^GET .*\/people$/),
		]);
		expect(sent[1]?.headers).toMatchObject({
			'X-Own': 'account',
			Accept: 'application/json',
			Authorization: 'Bearer token-0001',
		});
		expect(answer.ok).toBe(true);
		expect(sent.every(({ as }) => as === undefined)).toBe(true);
	});

	test('that the vendor refuses is renewed once, and no second time', async () => {
		const once = await talk(serving('token-0001'), of());
		expect(once.answer.ok).toBe(true);
		expect(once.sent.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET']);
		const twice = await talk(serving('token-0001', 'token-0002'), of());
		expect(failureOf(twice.answer)).toMatchObject({ status: 401 });
		expect(twice.sent).toHaveLength(4);
	});

	test('that n8n has kept is tried first, and never repeated', async () => {
		const kept = 'token-of-n8n-itself';
		const tried = await talk(serving(), of({ kept }));
		expect(tried.sent).toHaveLength(1);
		expect(tried.sent[0]?.headers?.Authorization).toBe(`Bearer ${kept}`);
		const words = await talk(
			() => ({ status: 400, body: JSON.stringify({ words: `${kept} is odd` }) }),
			of({ kept }),
		);
		expect(failureOf(words.answer)?.message).toMatch(/: \*\*\* is odd$/);
		const give = serving(kept);
		const late = await talk((one) => {
			const reply = give(one);
			const isAccepted = one.url !== grant.tokenUrl && reply.status === undefined;
			return isAccepted
				? { status: 400, body: JSON.stringify({ words: `${kept} is odd` }) }
				: reply;
		}, of({ kept }));
		expect(late.sent).toHaveLength(3);
		expect(failureOf(late.answer)?.message).toMatch(/: \*\*\* is odd$/);
	});

	test('that cannot be had is the failure of the request, which is not sent', async () => {
		const { answer, sent, waited } = await talk(
			() => ({ status: 400, body: '{"error":"no such client"}' }),
			of(),
		);
		expect(waited).toBeLessThan(PATIENT.firstWaitMs);
		expect(sent).toHaveLength(1);
		expect(failureOf(answer)).toMatchObject({
			message: 'The token service of Acme did not accept the request (400): no such client',
			description: 'Check ID and secret.',
		});
	});

	test('is not renewed when nobody wants the answer any more, but is fetched to its end', async () => {
		const stop = new AbortController();
		const reply = serving('token-0001');
		const { sent } = await talk(
			(one) => {
				if (one.url !== grant.tokenUrl) stop.abort();
				return reply(one);
			},
			{ ...of(), cancel: stop.signal },
		);
		expect(sent.map(({ method }) => method)).toEqual(['POST', 'GET']);
		const gone = AbortSignal.abort();
		const fetched = await talk(serving(), { ...of(), cancel: gone });
		expect(fetched.sent.map(({ method }) => method)).toContain('POST');
	});
});
