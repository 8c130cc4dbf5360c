/** Client credentials go to the token service alone, as rarely as can be, and a service that fails costs no item more than one failure. */
import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { ClientCredentials } from '../../../core/credentials/access-token.ts';
import { accessToken, clientCredentialsOf } from '../../../core/credentials/access-token.ts';
import type { Failure, VendorWords } from '../../../core/execution/failure.ts';
import type { RequestContext } from '../../../core/requests/connection.ts';
import type { Answer, Call, Patience } from '../../../core/requests/transport.ts';
import { PATIENT, send } from '../../../core/requests/transport.ts';
import { HorisenOAuth2Api } from '../../../credentials/HorisenOAuth2Api.credentials.ts';
import { connectionOf } from '../../../nodes/Horisen/connection.ts';
import { horisen } from '../../../nodes/Horisen/vendor.ts';
import type { Handler, Reply } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { executionContext } from '../../engine/request-context.mts';

const server = useRecordingServer();
const elsewhere = useRecordingServer();

const type = 'horisenOAuth2Api';
const SECRET = 'canary-secret';
const quick: Patience = { ...PATIENT, firstWaitMs: 1 };
const read: Call = { route: { method: 'GET', path: '/record' }, idempotent: true };
const message: Call = { route: { method: 'POST', path: '/message' }, body: {}, idempotent: false };

const credential = (changes: object = {}): ICredentialDataDecryptedObject => ({
	grantType: 'clientCredentials',
	accessTokenUrl: `${server().url}/token`,
	clientId: 'client',
	clientSecret: SECRET,
	scope: 'all',
	serviceUuid: 's1',
	baseUrl: server().url,
	...changes,
});

const contextOf = () => executionContext({ type: new HorisenOAuth2Api(), data: credential() });

async function ask(context: RequestContext, call = read, changes: object = {}): Promise<Answer> {
	return await send(context, horisen, connectionOf(type, credential(changes)), call, quick);
}

/** A token service that gives token-1, token-2 …; the vendor accepts the latest only. */
function serve(
	token: (count: number) => Reply,
	more: { accepts?: (token: string) => boolean } = {},
) {
	let given = 0;
	const handler: Handler = ({ url, headers }) => {
		if (url === '/token') return token(++given);
		const shown = String(headers.authorization).replace('Bearer ', '');
		const accepted = more.accepts?.(shown) ?? shown === `token-${given}`;
		return accepted ? { body: { id: '1' } } : { status: 401, body: { message: 'stale' } };
	};
	server().answer(handler);
}
const good = (count: number): Reply => ({
	body: { access_token: `token-${count}`, token_type: 'Bearer', expires_in: 3600 },
});
const asked = () => server().received.filter(({ url }) => url === '/token');

test('asks in the documented form, without what was pasted around ID and secret', async () => {
	serve(good);
	const changes = { clientId: ' client\n', clientSecret: `\ufeff${SECRET}\r\n` };
	expect(await ask(contextOf(), read, changes)).toMatchObject({ ok: true });
	const [first] = asked();
	expect(first?.method).toBe('POST');
	expect(first?.headers['content-type']).toBe('application/x-www-form-urlencoded');
	expect(Object.fromEntries(new URLSearchParams(first?.body))).toEqual({
		grant_type: 'client_credentials',
		client_id: 'client',
		client_secret: SECRET,
		scope: 'all',
	});
});

test('thirty requests at once need one token, and one more when it is refused', async () => {
	serve(good);
	const context = contextOf();
	const all = async () =>
		await Promise.all(Array.from({ length: 30 }, async () => await ask(context)));
	expect((await all()).every(({ ok }) => ok)).toBe(true);
	expect(asked()).toHaveLength(1);
	// What the vendor accepted is refused from now on.
	serve((count) => good(count + 1), { accepts: (token) => token === 'token-2' });
	expect((await all()).every(({ ok }) => ok)).toBe(true);
	expect(asked()).toHaveLength(1);
});

test('a message is sent again after 401, for it was not accepted; twice refused, it fails', async () => {
	const messages = () => server().received.filter(({ url }) => url === '/message');
	serve(good, { accepts: (token) => token === 'token-2' });
	expect(await ask(contextOf(), message)).toMatchObject({ ok: true });
	expect([asked().length, messages().length]).toEqual([2, 2]);
	serve(good, { accepts: () => false });
	expect(await ask(contextOf(), message)).toMatchObject({ ok: false, failure: { status: 401 } });
	expect([asked().length, messages().length]).toEqual([2, 2]);
});

test('a token that n8n has kept is used first', async () => {
	serve(good, { accepts: (token) => token === 'kept' });
	const oauthTokenData = { access_token: 'kept', token_type: 'Bearer' };
	expect(await ask(contextOf(), read, { oauthTokenData })).toMatchObject({ ok: true });
	expect(asked()).toEqual([]);
});

test('a token is renewed before it expires', async () => {
	serve((count) => ({ body: { access_token: `token-${count}`, expires_in: '1' } }));
	const context = contextOf();
	const clock = jest.spyOn(Date, 'now');
	try {
		await ask(context);
		await ask(context);
		expect(asked()).toHaveLength(1);
		const now = Date.now();
		clock.mockImplementation(() => now + 600);
		expect(await ask(context)).toMatchObject({ ok: true });
		expect(asked()).toHaveLength(2);
	} finally {
		clock.mockRestore();
	}
});

test('a service that was down for a moment is asked again, even for a message', async () => {
	serve((count) => (count < 4 ? { status: 502, body: '<html>Bad Gateway</html>' } : good(count)), {
		accepts: () => true,
	});
	expect(await ask(contextOf(), message)).toMatchObject({ ok: true });
	expect(asked()).toHaveLength(4);
});

test.each<[string, Reply, number]>([
	['a refusal', { status: 400, body: { error: 'invalid_client', error_description: SECRET } }, 1],
	['401', { status: 401, body: { error: 'invalid_client' } }, 1],
	['a web page', { body: '<html>Sign in</html>' }, 1],
	['no token', { body: { token_type: 'Bearer' } }, 1],
	['a token that is none', { body: { access_token: 'two words' } }, 1],
	['a list', { body: [] }, 1],
	['502', { status: 502, body: '<html>' }, 5],
	['429', { status: 429, body: {} }, 5],
])(
	'%s: thirty items fail in words of their own, for a few token requests',
	async (_title, reply, requests) => {
		serve(() => reply);
		const context = contextOf();
		const answers = await Promise.all(
			Array.from({ length: 30 }, async () => await ask(context, message)),
		);
		expect(asked()).toHaveLength(requests);
		expect(server().received).toHaveLength(requests);
		for (const answer of answers) {
			expect(answer).toMatchObject({
				ok: false,
				failure: { message: expect.stringContaining('The token service of HORISEN') },
			});
			expect(JSON.stringify(answer)).not.toMatch(/canary|</);
		}
		// The next run asks anew.
		serve(good);
		expect(await ask(contextOf(), message)).toMatchObject({ ok: true });
	},
);

test.each([301, 302, 303, 307, 308])(
	'client ID and secret follow no redirect (%d)',
	async (status) => {
		elsewhere().answer(() => good(1));
		serve(() => ({ status, headers: { location: `${elsewhere().url}/token` }, body: '' }));
		expect(await ask(contextOf())).toMatchObject({
			failure: { message: expect.stringContaining(`redirected (${status})`) },
		});
		expect(elsewhere().received).toEqual([]);
		expect(asked()).toHaveLength(1);
	},
);

test.each([
	'http://accounts.example.com/token',
	'accounts.example.com',
	'https://a:b@example.com/',
])('the secret does not go to %s, whichever the grant', (accessTokenUrl) => {
	for (const grantType of ['clientCredentials', 'authorizationCode']) {
		expect(() => connectionOf(type, credential({ grantType, accessTokenUrl }))).toThrow(
			'Access Token URL',
		);
	}
});

test('two credentials do not share a token, and not all tokens are remembered for ever', async () => {
	serve(good, { accepts: () => true });
	const contexts = Array.from({ length: 101 }, contextOf);
	for (const context of contexts) await ask(context);
	expect(asked()).toHaveLength(101);
	const [first, second] = contexts;
	const last = contexts.at(-1);
	if (!first || !second || !last) throw new Error('There are contexts');
	await ask(last);
	await ask(second);
	expect(asked()).toHaveLength(101);
	await ask(first);
	expect(asked()).toHaveLength(102);
});

describe('what the form of n8n holds', () => {
	const place = { tokenUrl: 'https://tokens.example/token', scope: 'all', advice: 'Check it.' };
	const filled = { clientId: ' client\n', clientSecret: '\ufeffsecret ' };

	test('is read as it was meant', () => {
		expect(clientCredentialsOf(place, filled)).toEqual({
			...place,
			clientId: 'client',
			clientSecret: 'secret',
			more: undefined,
			kept: undefined,
		});
	});

	test.each<[string, object, string]>([
		['Client ID', { clientId: ' ' }, 'The Client ID is empty'],
		['Client Secret', { clientSecret: undefined }, 'The Client Secret is empty'],
	])('without a %s is refused by its name', (_label, changes, message) => {
		expect(() => clientCredentialsOf(place, { ...filled, ...changes })).toThrow(message);
	});

	test.each<[ICredentialDataDecryptedObject[string], object | undefined]>([
		['{"audience": "api"}', { audience: 'api' }],
		['{}', {}],
		['{"audience": 5}', undefined],
		['["audience"]', undefined],
		['audience=api', undefined],
		['', undefined],
		[{ audience: 'api' }, undefined],
	])('has as Additional Body Properties %j: %j', (additionalBodyProperties, more) => {
		const read = clientCredentialsOf(place, { ...filled, additionalBodyProperties });
		expect(read.more).toEqual(more);
	});
});

describe('of a token service', () => {
	const REFUSED: Failure = { message: 'No.', description: 'Why not.', status: 400 };
	const told = (data: unknown): Answer => ({ ok: true, status: 200, data, headers: {} });
	const vendor: VendorWords = {
		name: 'The shop',
		explain: () => undefined,
		credentialAdvice: 'Check the token.',
	};
	/** A credential of its own, and what its token service was asked. */
	const using = (
		answer: (count: number) => Answer,
		changes: Partial<ClientCredentials> = {},
		credentialId: string = randomUUID(),
	) => {
		const calls: Call[] = [];
		const spoken: VendorWords[] = [];
		const ask = async (words: VendorWords, call: Call) => {
			spoken.push(words);
			return answer(calls.push(call));
		};
		const grant = {
			tokenUrl: 'https://tokens.example/token',
			clientId: 'client',
			clientSecret: SECRET,
			scope: '',
			advice: 'Check the client.',
			...changes,
		};
		const token = async (run: object = {}, rejected?: string) =>
			await accessToken({ grant, credentialId, run, vendor, ask }, rejected);
		return { token, calls, spoken };
	};
	const numbered =
		(more: object = {}) =>
		(count: number) =>
			told({ access_token: `token-${count}`, ...more });
	const clock = (begin = Date.now()) => {
		const now = jest.spyOn(Date, 'now').mockReturnValue(begin);
		return (seconds: number) => now.mockReturnValue(begin + seconds * 1_000);
	};
	afterEach(() => {
		jest.restoreAllMocks();
	});

	test.each<[Partial<ClientCredentials>, object]>([
		[{}, {}],
		[{ scope: 'read write' }, { scope: 'read write' }],
		[{ more: { audience: 'api' } }, { audience: 'api' }],
		// Nobody can ask for another grant by them.
		[{ more: { grant_type: 'password', client_id: 'other' } }, {}],
	])('a token is asked for with %j', async (changes, more) => {
		const { token, calls } = using(numbered(), changes);
		expect(await token()).toEqual({ token: 'token-1' });
		expect(calls).toMatchObject([{ route: { method: 'POST', path: '' }, idempotent: true }]);
		expect(Object.fromEntries(calls[0]?.body as URLSearchParams)).toEqual({
			grant_type: 'client_credentials',
			client_id: 'client',
			client_secret: SECRET,
			...more,
		});
	});

	test('messages speak in its own words, with the advice of the vendor', async () => {
		const { token, spoken } = using(numbered());
		await token();
		const [{ name, explain, credentialAdvice }] = spoken as [VendorWords];
		expect([name, credentialAdvice]).toEqual(['The token service of The shop', 'Check the token.']);
		expect(explain({ error: 'invalid_client', error_description: 'Who?' })).toBe('Who?');
		expect(explain({ error: 'invalid_client' })).toBe('invalid_client');
		for (const other of [{}, '<html>', undefined, { error: { code: 5 } }])
			expect(explain(other)).toBeUndefined();
	});

	test.each([400, 401, 403])('a refusal (%d) is one of the application', async (status) => {
		const { token } = using(() => ({ ok: false, failure: { ...REFUSED, status } }));
		expect(await token()).toStrictEqual({
			failure: { message: 'No.', description: 'Check the client.', cause: 'credential-invalid' },
		});
	});

	test.each([undefined, 404, 429, 500])(
		'any other failure (%p) says what to do by itself; its status is not of the vendor',
		async (status) => {
			const { token } = using(() => ({ ok: false, failure: { ...REFUSED, status } }));
			expect(await token()).toStrictEqual({
				failure: { message: 'No.', description: 'Why not.' },
			});
		},
	);

	test.each([undefined, 'token', [], {}, { access_token: '' }, { access_token: 'two words' }])(
		'an answer that is %j holds no token',
		async (data) => {
			expect(await using(() => told(data)).token()).toMatchObject({
				failure: {
					message: 'The token service of The shop answered without an access token',
					description: 'Check the client.',
				},
			});
		},
	);

	test('a run that was refused asks again after half a minute, another run at once', async () => {
		const at = clock();
		const { token, calls } = using(() => ({ ok: false, failure: REFUSED }));
		const run = {};
		const refused = { failure: expect.objectContaining({ message: 'No.' }) };
		for (const seconds of [0, 1, 29.999]) {
			at(seconds);
			expect(await token(run)).toEqual(refused);
		}
		expect(calls).toHaveLength(1);
		expect(await token()).toEqual(refused);
		expect(calls).toHaveLength(2);
		at(30);
		expect(await token(run)).toEqual(refused);
		expect(calls).toHaveLength(3);
	});

	test.each<[string, object, number]>([
		['an hour is renewed 20 seconds before its end', { expires_in: 3600 }, 3580],
		['an hour, written as text, the same', { expires_in: '3600' }, 3580],
		['30 seconds is renewed after half of them', { expires_in: 30 }, 15],
	])('a token of %s', async (_what, more, renewed) => {
		const at = clock();
		const { token, calls } = using(numbered(more));
		await token();
		at(renewed - 0.001);
		expect(await token()).toEqual({ token: 'token-1' });
		at(renewed);
		expect(await token()).toEqual({ token: 'token-2' });
		expect(calls).toHaveLength(2);
	});

	test.each([{}, { expires_in: null }, { expires_in: 0 }, { expires_in: -1 }, { expires_in: 'x' }])(
		'a token without an end (%j) is used until it is refused',
		async (more) => {
			const at = clock();
			const { token } = using(numbered(more));
			await token();
			at(86_400 * 365);
			expect(await token()).toEqual({ token: 'token-1' });
			expect(await token({}, 'token-1')).toEqual({ token: 'token-2' });
			expect(await token({}, 'token-1')).toEqual({ token: 'token-2' });
		},
	);

	test('the one that n8n has kept is tried first, and never again once it was refused', async () => {
		const { token, calls } = using(numbered(), { kept: 'kept' });
		expect(await token()).toEqual({ token: 'kept' });
		expect(calls).toEqual([]);
		expect(await token({}, 'kept')).toEqual({ token: 'token-1' });
		expect(await token()).toEqual({ token: 'token-1' });
		expect(calls).toHaveLength(1);
	});

	test('two secrets of one credential do not share a token, nor do two addresses', async () => {
		const id = randomUUID();
		const changes = [{}, { clientSecret: 'x' }, { tokenUrl: 'https://b.example' }, { scope: 'a' }];
		const services = changes.map((change) => using(numbered(), change, id));
		for (const { token } of services) await token();
		expect(services.map(({ calls }) => calls.length)).toEqual([1, 1, 1, 1]);
	});

	test('one that was renewed is forgotten after those that were not', async () => {
		const renewed = using(numbered());
		await renewed.token();
		const others = Array.from({ length: 99 }, () => using(numbered()));
		for (const { token } of others) await token();
		await renewed.token({}, 'token-1');
		await using(numbered()).token();
		await renewed.token();
		expect(renewed.calls).toHaveLength(2);
		await others[0]?.token();
		expect(others[0]?.calls).toHaveLength(2);
	});
});
