import { Readable } from 'node:stream';
import type { IHttpRequestOptions, IN8nHttpFullResponse, INode } from 'n8n-workflow';
import { toErrorItem } from '../../core/execution/failure.ts';

const node: INode = {
	id: 'node',
	name: 'Node',
	type: 'node',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	onError: 'continueErrorOutput',
};
const item = toErrorItem({ message: 'Nobody found', description: 'Look.', status: 404 }, 2);

/** This house in an engine that exports less or more than today's. */
async function olderEngines({
	without = [],
	more = {},
}: { without?: string[]; more?: object } = {}) {
	jest.resetModules();
	jest.doMock('n8n-workflow', () => {
		const exported = Object.entries(jest.requireActual<object>('n8n-workflow'));
		return { ...Object.fromEntries(exported.filter(([name]) => !without.includes(name))), ...more };
	});
	return await import('../../core/older-engines.ts');
}

test('an error item keeps its details where the error output takes them', async () => {
	const { forErrorOutput } = await olderEngines();
	expect(forErrorOutput(node, item)).toBe(item);
});

const FEATURES_OF_2_36 = ['REDACTED', 'recordConsumedAuth', 'redactedHeaders'];

test.each(FEATURES_OF_2_36)('an n8n that has %s alone is no older one', async (feature) => {
	const without = FEATURES_OF_2_36.filter((name) => name !== feature);
	const { forErrorOutput } = await olderEngines({ without, more: { [feature]: 'there' } });
	expect(forErrorOutput(node, item)).toBe(item);
});

test('in an older n8n an error item has the two keys that lead to the error output, and tells its details', async () => {
	const { forErrorOutput } = await olderEngines({
		without: FEATURES_OF_2_36,
	});
	expect(forErrorOutput(node, item)).toEqual({
		json: { error: 'Nobody found', message: 'Look. {"status":404}' },
		pairedItem: { item: 2 },
	});
	const inline = { ...node, onError: 'continueRegularOutput' as const };
	expect(forErrorOutput(inline, item)).toBe(item);
});

test('a pause ends when the execution is stopped, in old and new engines', async () => {
	const stopped = AbortSignal.abort();
	const today = await olderEngines();
	await expect(today.sleep(60_000, stopped)).rejects.toThrow();
	const sleepWithAbort = async () => 'listens to the signal';
	const before = await olderEngines({ more: { sleepWithAbort } });
	expect(await before.sleep(60_000, stopped)).toBe('listens to the signal');
});

describe('a token that n8n renews', () => {
	const OLDER = { without: FEATURES_OF_2_36 };
	const request = (): IHttpRequestOptions => ({
		url: 'https://vendor.example/contacts',
		method: 'POST',
		headers: { accept: 'application/json' },
		ignoreHttpStatusErrors: { ignore: true, except: [401] },
	});
	const answer = (statusCode: number) => ({ statusCode, headers: {}, body: '' });

	/** n8n of old: a refusal throws only where all do, and then the token is renewed for that request alone. */
	function oldN8n(afterwards = answer(201)) {
		const sent: IHttpRequestOptions[] = [];
		const known = { token: 'old', renewals: 0, atOnce: 0, mostAtOnce: 0 };
		const send = async (options: IHttpRequestOptions) => {
			const token = known.token;
			sent.push(structuredClone(options));
			Object.assign(options.headers ?? {}, { authorization: token });
			if (options.ignoreHttpStatusErrors !== true) known.atOnce += 1;
			known.mostAtOnce = Math.max(known.mostAtOnce, known.atOnce);
			await new Promise((resolve) => setImmediate(resolve));
			if (options.ignoreHttpStatusErrors === true) return answer(token === 'old' ? 401 : 201);
			if (token === 'old') Object.assign(known, { token: 'new', renewals: known.renewals + 1 });
			known.atOnce -= 1;
			if (afterwards.statusCode < 400) return afterwards;
			throw Object.assign(new Error('Refused'), { httpCode: String(afterwards.statusCode) });
		};
		return { send, sent, known };
	}

	test('is left to n8n, which does it once for all requests', async () => {
		const { sendWithRenewal } = await olderEngines();
		const send = jest.fn(async () => answer(401));
		expect(await sendWithRenewal(send, request(), 'credential')).toEqual(answer(401));
		expect(send.mock.calls).toEqual([[request()]]);
	});

	test('is renewed once in an older n8n, too, by one request after the other', async () => {
		const { sendWithRenewal } = await olderEngines(OLDER);
		const { send, sent, known } = oldN8n();
		const all = [1, 2, 3].map(async () => await sendWithRenewal(send, request(), 'credential'));
		expect(await Promise.all(all)).toEqual([answer(201), answer(201), answer(201)]);
		expect(known).toMatchObject({ renewals: 1, mostAtOnce: 1 });
		expect(sent.map(({ ignoreHttpStatusErrors }) => ignoreHttpStatusErrors)).toEqual([
			...[true, true, true],
			...[false, false, false],
		]);
		expect(sent.map(({ headers }) => headers)).toEqual(sent.map(() => request().headers));
		await sendWithRenewal(send, request(), 'credential');
		expect(sent).toHaveLength(7);
	});

	test.each([400, 422, 429, 503])(
		'an answer of %d after the renewal is that answer',
		async (status) => {
			const { sendWithRenewal } = await olderEngines(OLDER);
			const { send } = oldN8n(answer(status));
			expect(await sendWithRenewal(send, request(), 'credential')).toEqual(answer(status));
		},
	);

	test('a credential that stays refused throws as in n8n', async () => {
		const { sendWithRenewal } = await olderEngines(OLDER);
		const { send } = oldN8n(answer(401));
		await expect(sendWithRenewal(send, request(), 'credential')).rejects.toThrow('Refused');
	});

	test('the one that waits for another renewal does not care how that went', async () => {
		const { sendWithRenewal } = await olderEngines(OLDER);
		const refused = new Error('Refused');
		const send = jest
			.fn(async () => answer(204))
			.mockResolvedValueOnce(answer(401))
			.mockResolvedValueOnce(answer(401))
			.mockRejectedValueOnce(refused);
		const first = sendWithRenewal(send, request(), 'credential');
		const second = sendWithRenewal(send, request(), 'credential');
		await expect(first).rejects.toBe(refused);
		expect(await second).toEqual(answer(204));
	});

	test.each(['text', null, undefined, {}, { httpCode: null }, { httpCode: '302' }])(
		'what is thrown without the status of a refusal is thrown on: %p',
		async (thrown) => {
			const { sendWithRenewal } = await olderEngines(OLDER);
			const send = jest
				.fn(async () => answer(200))
				.mockResolvedValueOnce(answer(401))
				.mockRejectedValueOnce(thrown);
			await expect(sendWithRenewal(send, request(), 'credential')).rejects.toBe(thrown);
		},
	);

	test('an answer that nobody reads gives its connection back', async () => {
		const { sendWithRenewal } = await olderEngines(OLDER);
		const body = Readable.from(['{}']);
		const send = jest
			.fn<Promise<IN8nHttpFullResponse>, []>(async () => answer(200))
			.mockResolvedValueOnce({ ...answer(401), body });
		expect(await sendWithRenewal(send, request(), 'credential')).toEqual(answer(200));
		expect(body.destroyed).toBe(true);
	});

	test.each([null, {}, { destroy: 'a word' }])('an answer may hold %p', async (body) => {
		const { sendWithRenewal } = await olderEngines(OLDER);
		const send = jest
			.fn<Promise<IN8nHttpFullResponse>, []>(async () => answer(200))
			.mockResolvedValueOnce({ statusCode: 401, headers: {}, body: body as object });
		expect(await sendWithRenewal(send, request(), 'credential')).toEqual(answer(200));
	});
});
