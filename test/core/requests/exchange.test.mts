/** One request and its answer: what is asked of n8n, what is read, and what is said of it when no answer came. */
import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { Loss, Sender } from '../../../core/requests/exchange.ts';
import { exchange } from '../../../core/requests/exchange.ts';
import { soon } from '../../engine/passing-time.mts';

const LONG = { timeoutMs: 60_000, largestBytes: 10 };

const answering =
	(body: IN8nHttpFullResponse['body'], statusCode = 200): Sender =>
	async () => ({ statusCode, headers: { 'x-a': 'b' }, body });

const ask = async (send: Sender, cancel?: AbortSignal) =>
	await soon(exchange(send, { url: 'http://a.example' }, LONG, cancel));

test('n8n is asked for a stream, follows no redirect, and ends with the time', async () => {
	const asked: IHttpRequestOptions[] = [];
	await ask(async (options) => {
		asked.push(options);
		return { statusCode: 200, headers: {}, body: '' };
	});
	expect(asked).toEqual([
		{
			url: 'http://a.example',
			encoding: 'stream',
			returnFullResponse: true,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			abortSignal: expect.any(AbortSignal),
			timeout: 60_000,
		},
	]);
});

describe('an answer', () => {
	test.each<[string, () => IN8nHttpFullResponse['body'], string]>([
		[
			'in pieces, even within a letter',
			() => Readable.from([Buffer.from([0xc3]), Buffer.from([0xa4])]),
			'ä',
		],
		['with a byte order mark', () => Readable.from([Buffer.from('\ufeffa')]), 'a'],
		[
			'as large as may be',
			() => Readable.from([Buffer.from('12345'), Buffer.from('67890')]),
			'1234567890',
		],
		['of nothing', () => Readable.from([]), ''],
		['as a text at once', () => 'text', 'text'],
		['as something else at once', () => ({}), ''],
	])('%s is read as text', async (_title, body, text) => {
		expect(await ask(answering(body(), 201))).toEqual({
			status: 201,
			headers: { 'x-a': 'b' },
			text,
		});
	});

	test('that is too large is not read to its end', async () => {
		const body = Readable.from([Buffer.from('12345'), Buffer.from('678901')]);
		expect(await ask(answering(body))).toEqual({ loss: { kind: 'large' } });
		expect(body.destroyed).toBe(true);
	});
});

describe('a request that nobody waits for any more', () => {
	const never: Sender = async () => await new Promise(() => undefined);

	test('ends at once, even where n8n does not pass the signal on', async () => {
		const stop = new AbortController();
		const asking = ask(never, stop.signal);
		stop.abort();
		expect(await asking).toHaveProperty('loss');
		expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
		expect(await ask(never, AbortSignal.abort())).toHaveProperty('loss');
	});

	test('throws away unread what arrives after it', async () => {
		const stop = new AbortController();
		const body = Readable.from(['late']);
		let arrive = (_answer: IN8nHttpFullResponse) => {};
		const asking = ask(async () => await new Promise((resolve) => (arrive = resolve)), stop.signal);
		stop.abort();
		await asking;
		arrive({ statusCode: 200, headers: {}, body });
		await new Promise(setImmediate);
		expect(body.destroyed).toBe(true);
	});

	test('ends in the middle of an answer, and lets its connection go', async () => {
		const stop = new AbortController();
		const body = new Readable({ read: () => undefined });
		body.push('12');
		const asking = ask(answering(body), stop.signal);
		await new Promise(setImmediate);
		stop.abort();
		expect(await asking).toHaveProperty('loss');
		expect(body.destroyed).toBe(true);
	});

	test('leaves nothing on the signal of its run when it has ended well', async () => {
		const stop = new AbortController();
		await ask(answering(Readable.from([])), stop.signal);
		expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
	});

	test('is late where its time is over, whatever n8n says of it', async () => {
		const send: Sender = async ({ abortSignal }) =>
			await new Promise((_resolve, reject) => {
				if (!(abortSignal instanceof AbortSignal)) throw new Error('There is no signal');
				abortSignal.addEventListener('abort', () => reject(new Error('ECONNRESET')));
			});
		const bounds = { ...LONG, timeoutMs: 1 };
		expect(await exchange(send, { url: 'http://a.example' }, bounds)).toEqual({
			loss: { kind: 'late' },
		});
	});
});

describe('what is thrown', () => {
	const thrown = (fields: object) => Object.assign(new Error('odd'), fields);
	const lossOf = async (reason: unknown): Promise<Loss> => {
		const received = await ask(async () => {
			throw reason;
		});
		if (!('loss' in received)) throw new Error('An answer came');
		return received.loss;
	};

	test.each<[Loss['kind'], string[]]>([
		[
			'unreachable',
			['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
		],
		[
			'untrusted',
			[
				'CERT_HAS_EXPIRED',
				'DEPTH_ZERO_SELF_SIGNED_CERT',
				'SELF_SIGNED_CERT_IN_CHAIN',
				'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
				'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
				'ERR_TLS_CERT_ALTNAME_INVALID',
				'UNABLE_TO_GET_CRL',
				'ERR_CRL_X_CRL',
				'INVALID_CA',
				'INVALID_PURPOSE',
			],
		],
		['foreign', ['EPROTO', 'HPE_INVALID_CONSTANT', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_ODD']],
		[
			'cut',
			[
				'ECONNRESET',
				'ETIMEDOUT',
				'EPIPE',
				'ERR_STREAM_PREMATURE_CLOSE',
				'ERR_NETWORK',
				'ERR_CANCELED',
				'Z_DATA_ERROR',
			],
		],
	])('is %s: %j', async (kind, codes) => {
		for (const code of codes) expect(await lossOf(thrown({ code }))).toEqual({ kind, code });
	});

	test.each([
		'XECONNREFUSED',
		'ECONNREFUSED!',
		'xEPROTO1',
		'EPROTO1',
		'XHPE_A!',
		'ERR_SSL',
		'ERR_NETWORKS',
		'Z_lower',
		'XZ_DATA_ERROR!',
		'XINVALID_CA1',
		'INVALID_CAT',
	])("is not the network's doing where nobody knows the code %s", async (code) => {
		const reason = thrown({ code });
		expect(await lossOf(reason)).toEqual({ kind: 'withheld', thrown: reason });
	});

	test.each([
		undefined,
		null,
		'odd',
		7,
		new Error('odd'),
		thrown({ code: 7 }),
		thrown({ cause: 'EPIPE' }),
	])("is not the network's doing without a code: %p", async (reason) => {
		expect(await lossOf(reason)).toEqual({ kind: 'withheld', thrown: reason });
	});

	test("may be told by what caused it, and in n8n's own way", async () => {
		expect(await lossOf(thrown({ cause: thrown({ cause: { code: 'EPIPE' } }) }))).toEqual({
			kind: 'cut',
			code: 'EPIPE',
		});
		expect(await lossOf(thrown({ httpCode: '401' }))).toEqual({ kind: 'unauthorized' });
		expect(await lossOf(thrown({ httpCode: '403' }))).toMatchObject({ kind: 'withheld' });
		expect(await lossOf(thrown({ code: 'EPIPE', cause: { code: 'ENOTFOUND' } }))).toEqual({
			kind: 'unreachable',
			code: 'ENOTFOUND',
		});
	});

	test('is not followed for ever from cause to cause', async () => {
		const nested = (depth: number): Error =>
			thrown(depth === 0 ? { code: 'EPIPE' } : { cause: nested(depth - 1) });
		expect(await lossOf(nested(4))).toMatchObject({ kind: 'cut' });
		expect(await lossOf(nested(5))).toMatchObject({ kind: 'withheld' });
		const round = thrown({});
		expect(await lossOf(Object.assign(round, { cause: round }))).toMatchObject({
			kind: 'withheld',
		});
	});
});
