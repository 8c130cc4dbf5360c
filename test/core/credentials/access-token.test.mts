/** Client credentials go to the token service alone, as rarely as can be, and a service that fails costs no item more than one failure. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
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
