import { once } from 'node:events';
import { request } from 'node:http';
import { fetch } from 'undici';
import { CONTACTHUB_TOKEN, CONTACTHUB_WORKSPACE_ID } from '../../sandbox/contacthub/accounts.mts';
import { TAGUCHI_API_TOKEN as token } from '../../sandbox/taguchi/accounts.mts';
import { parseExactJson, stringifyExactJson } from '../../sandbox/exact-json.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { call } from './call.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

function upsert() {
	const body = [{ profile: { email: 'a@example.com' } }];
	return call('POST', sandbox.taguchi.endpointUrl('token'), { token, body });
}
function read() {
	return call('GET', `${sandbox.taguchi.endpointUrl('token')}?email=a@example.com`, { token });
}

describe('misbehaviour', () => {
	test('status: instead of the work, with Retry-After, for as many requests as told', async () => {
		sandbox.misbehave({ kind: 'status', status: 429, retryAfter: 2, times: 2 });
		const answers = [await upsert(), await upsert(), await upsert()];

		expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
		expect(answers.map(({ headers }) => headers.get('retry-after'))).toEqual(['2', '2', null]);
		expect(answers[0]?.json).toMatchObject([{ code: 429 }]);
		expect(answers[2]?.json).toMatchObject([{ description: 'Subscriber profile created' }]);
		expect(sandbox.requests.map(({ status }) => status)).toEqual([429, 429, 200]);
	});

	test('status: with a body of its own', async () => {
		sandbox.misbehave({
			kind: 'status',
			status: 503,
			body: 'busy',
			retryAfter: 'Sun, 06 Nov 2033 08:49:37 GMT',
		});
		expect(await upsert()).toMatchObject({ status: 503, text: 'busy' });
	});

	test('only the requests that match go wrong', async () => {
		sandbox.misbehave({ kind: 'status', status: 500, vendor: 'contacthub' });
		sandbox.misbehave({ kind: 'status', status: 502, operationId: 'subscriber.get' });
		sandbox.misbehave({ kind: 'status', status: 503, method: 'delete' });

		expect(await upsert()).toMatchObject({ status: 200 });
		expect(await read()).toMatchObject({ status: 502 });
		expect(await read()).toMatchObject({ status: 200 });
	});

	test('reset-before: the connection breaks and nothing was done', async () => {
		sandbox.misbehave({ kind: 'reset-before' });
		await expect(upsert()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });

		expect(sandbox.taguchi.subscribers).toHaveLength(0);
		expect(sandbox.requests).toMatchObject([
			{ operationId: 'subscriber.batch', status: undefined },
		]);
	});

	test('reset-after: the work was done and the answer is lost', async () => {
		sandbox.misbehave({ kind: 'reset-after' });
		await expect(upsert()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });

		expect(sandbox.taguchi.subscribers).toHaveLength(1);
		expect(sandbox.requests).toMatchObject([{ status: undefined }]);
	});

	test('delay: the answer is right, and late', async () => {
		sandbox.misbehave({ kind: 'delay', ms: 120 });
		const started = performance.now();
		expect(await upsert()).toMatchObject({ status: 200 });
		expect(performance.now() - started).toBeGreaterThan(110);
	});

	test('truncated: half of the JSON arrives', async () => {
		await upsert();
		const whole = (await read()).text;
		sandbox.misbehave({ kind: 'truncated' });
		const url = `${sandbox.taguchi.endpointUrl('token')}?email=a@example.com`;
		const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
		const text = await response.text();

		expect(response.status).toBe(200);
		expect(text).toBe(whole.slice(0, Math.ceil(whole.length / 2)));
		expect(() => parseExactJson(text)).toThrow(SyntaxError);
	});

	test('html: a page instead of the work', async () => {
		sandbox.misbehave({ kind: 'html', status: 502 });
		const answer = await upsert();

		expect(answer).toMatchObject({ status: 502, text: expect.stringMatching(/^<!DOCTYPE html>/) });
		expect(answer.headers.get('content-type')).toContain('text/html');
		expect(sandbox.taguchi.subscribers).toHaveLength(0);
	});
});

describe('records', () => {
	test('hold the request and what breaks the contract, and never a credential', async () => {
		const url = `${sandbox.taguchi.endpointUrl('token')}?email=%C3%A9%40example.com&nothing=1`;
		await call('GET', url, { token });
		await upsert();

		expect(sandbox.requests).toEqual([
			{
				vendor: 'taguchi',
				operationId: 'subscriber.get',
				method: 'GET',
				path: new URL(url).pathname,
				query: { email: 'é@example.com', nothing: '1' },
				body: '',
				status: 400,
				violations: ['/query must NOT have additional properties: nothing'],
			},
			expect.objectContaining({
				operationId: 'subscriber.batch',
				body: '[{"profile":{"email":"a@example.com"}}]',
				status: 200,
				violations: [],
			}),
		]);
		expect(JSON.stringify(sandbox.requests)).not.toContain(token);
	});

	test('a body that is not declared as JSON breaks the contract', async () => {
		const response = await fetch(sandbox.taguchi.endpointUrl('token'), {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
			body: '[]',
		});
		expect(response.status).toBe(400);
		expect(sandbox.requests[0]?.violations).toContainEqual('Content-Type must be application/json');
	});

	test('paths and methods that are not documented are told apart', async () => {
		const { url } = sandbox;
		const updates = `${sandbox.contacthub.baseUrl}/workspaces/1/updates`;

		expect(await call('GET', `${url}/taguchi/nothing`)).toMatchObject({ status: 404 });
		expect(await call('DELETE', updates)).toMatchObject({ status: 405 });
		expect(await call('GET', `${url}/nobody`)).toMatchObject({ status: 404 });
		expect(sandbox.requests).toMatchObject([
			{ vendor: 'taguchi', operationId: undefined, status: 404 },
			{ vendor: 'contacthub', operationId: undefined, status: 405 },
		]);
	});
});

test('people can steer it over HTTP', async () => {
	const { url } = sandbox;
	const rule = { kind: 'status', status: 503 };

	expect(
		await call('POST', `${url}/sandbox/contacthub/people`, { body: { count: 3 } }),
	).toMatchObject({
		status: 200,
		json: { added: 3 },
	});
	expect(await call('POST', `${url}/sandbox/misbehave`, { body: rule })).toMatchObject({
		status: 200,
	});
	expect(await upsert()).toMatchObject({ status: 503 });
	expect(await call('GET', `${url}/sandbox/state`)).toMatchObject({
		json: { requests: 1, contacthub: { customers: 3, updates: 3 }, taguchi: { subscribers: 0 } },
	});
	expect(await call('GET', `${url}/sandbox/requests`)).toMatchObject({ json: [{ status: 503 }] });
	expect(await call('POST', `${url}/sandbox/reset`)).toMatchObject({ status: 200 });
	expect(sandbox.contacthub.customers).toEqual([]);
	expect(sandbox.requests).toEqual([]);

	for (const wrong of [{ kind: 'explode' }, { ...rule, status: 'bad' }, { ...rule, stauts: 1 }]) {
		expect(await call('POST', `${url}/sandbox/misbehave`, { body: wrong })).toMatchObject({
			status: 400,
		});
	}
	expect(await call('GET', `${url}/sandbox/misbehave`)).toMatchObject({ status: 404 });
});

test('it listens on loopback only, several at once, and gives the port back', async () => {
	const other = await startSandbox();
	const port = Number(new URL(other.url).port);
	expect(new URL(other.url).hostname).toBe('127.0.0.1');
	await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
	other.misbehave({ kind: 'delay', ms: 60_000 });
	const waiting = expect(fetch(other.taguchi.endpointUrl('token'))).rejects.toThrow();
	while (other.requests.length === 0) await new Promise(setImmediate);
	await other.close();
	await waiting;

	const again = await startSandbox({ port });
	expect(again.url).toBe(other.url);
	await again.close();
	await expect(startSandbox({ host: '0.0.0.0' })).rejects.toThrow('loopback');
});

test('JSON keeps the digits of integers and leaves everything else alone', () => {
	const text =
		'{"id":9007199254740993,"ids":[-9007199254740993,9007199254740991,18446744073709551615],"rate":1.5,"big":1e300,"text":"9007199254740993","none":null}';
	const parsed = parseExactJson(text);

	expect(parsed).toEqual({
		id: 9007199254740993n,
		ids: [-9007199254740993n, 9007199254740991, 18446744073709551615n],
		rate: 1.5,
		big: 1e300,
		text: '9007199254740993',
		none: null,
	});
	expect(stringifyExactJson(parsed)).toBe(text.replace('1e300', '1e+300'));
});

describe('beside somebody’s browser', () => {
	/** A request as raw as a socket lets one be. */
	const raw = async (
		method: string,
		target: string,
		headers: Record<string, string> = {},
		body = '',
	) => {
		const sent = request({
			port: Number(new URL(sandbox.url).port),
			host: '127.0.0.1',
			method,
			path: target,
			headers,
		});
		sent.on('error', () => undefined);
		sent.end(body);
		const [answer] = await once(sent, 'response');
		answer.resume();
		return Number(answer.statusCode);
	};
	const own = () => new URL(sandbox.url).host;

	test.each(['attacker.example', 'attacker.example:80', '127.0.0.1.attacker.example', '0.0.0.0'])(
		'it does not answer to the name %j',
		async (host) => {
			for (const path of ['/sandbox/state', '/sandbox/page', '/taguchi/nothing']) {
				expect(await raw('GET', path, { host })).toBe(421);
			}
			expect(await raw('POST', '/sandbox/reset', { host })).toBe(421);
			expect(sandbox.requests).toEqual([]);
		},
	);

	test.each(['127.0.0.1', 'localhost', 'LOCALHOST:4010', '[::1]:4010'])(
		'it answers to the name %s of this machine',
		async (host) => {
			expect(await raw('GET', '/sandbox/state', { host })).toBe(200);
		},
	);

	test.each<Record<string, string>>([
		{ origin: 'https://attacker.example' },
		{ origin: 'null' },
		{ origin: 'http://localhost:1' },
		{ 'sec-fetch-site': 'cross-site' },
		{ 'sec-fetch-site': 'same-site' },
	])('a page of another site does not steer it: %j', async (headers) => {
		await upsert();
		expect(await raw('POST', '/sandbox/reset', { host: own(), ...headers })).toBe(403);
		expect(sandbox.taguchi.subscribers).toHaveLength(1);
	});

	test('its own page may', async () => {
		const headers = { host: own(), origin: `http://${own()}`, 'sec-fetch-site': 'same-origin' };
		expect(await raw('POST', '/sandbox/reset', headers)).toBe(200);
	});

	test('no body is kept that is larger than it may be', async () => {
		const large = 'x'.repeat(64 * 1024 + 1);
		expect(await raw('POST', '/sandbox/reset', { host: own() }, large)).toBe(413);
		const declared = { host: own(), 'content-length': String(64 * 1024 * 1024 + 1) };
		expect(await raw('POST', '/taguchi/apiv5_auth', declared)).toBe(413);
		expect(sandbox.requests).toEqual([]);
	});

	test.each(['http://attacker.example/sandbox/state', '//attacker.example/sandbox/state', '*'])(
		'it is no proxy: %s',
		async (target) => {
			expect(await raw('GET', target, { host: own() })).toBe(400);
		},
	);
});

test.each([
	'/../updates',
	'/./updates',
	'/%2e%2e/updates',
	'//updates',
	'/updates/',
	'/%E0%A4%A/updates',
])('a path is what is sent, and %s is documented nowhere', async (path) => {
	const { port } = new URL(sandbox.url);
	const workspace = `/contacthub/hub/v1/workspaces/${CONTACTHUB_WORKSPACE_ID}`;
	const headers = { authorization: `Bearer ${CONTACTHUB_TOKEN}`, host: `127.0.0.1:${port}` };
	const sent = request({ port: Number(port), path: `${workspace}${path}`, headers });
	sent.end();
	const [answer] = await once(sent, 'response');
	answer.resume();
	expect(answer.statusCode).toBe(404);
	expect(sandbox.requests).toMatchObject([{ path: `${workspace}${path}`, operationId: undefined }]);
});
