import { createPrivateKey, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { TaguchiJwtApi } from '../../../credentials/TaguchiJwtApi.credentials.ts';
import { TaguchiTokenApi } from '../../../credentials/TaguchiTokenApi.credentials.ts';
import { TaguchiWebhookApi } from '../../../credentials/TaguchiWebhookApi.credentials.ts';
import { Taguchi } from '../../../nodes/Taguchi/Taguchi.node.ts';
import { TaguchiTrigger } from '../../../nodes/Taguchi/TaguchiTrigger.node.ts';
import type { TaguchiEndpointName } from '../../../sandbox/taguchi/accounts.mts';
import { TAGUCHI_API_SECRET_KEY, TAGUCHI_API_TOKEN } from '../../../sandbox/taguchi/accounts.mts';
import type { CredentialData } from '../../engine/credential-store.mts';
import { testCredential } from '../../engine/editor.mts';
import { credentialFor, credentialTypes, people, runTaguchi, upsert, useSandbox } from './run.mts';

const sandbox = useSandbox();
const write = async (endpoint: TaguchiEndpointName, credential: CredentialData = {}) =>
	await runTaguchi(sandbox(), upsert({ items: people(1), endpoint, credential }));

/** The bearer token that a JWT credential puts on a request. */
async function tokenOf(data: ICredentialDataDecryptedObject): Promise<string> {
	const { headers } = await new TaguchiJwtApi().authenticate(data, { url: 'https://example.com' });
	return String(headers?.Authorization).replace('Bearer ', '');
}
/** A credential that no other test has signed with. */
const fresh = (lifetime = 300) => ({
	algorithm: 'HS256',
	secret: TAGUCHI_API_SECRET_KEY,
	integrationToken: `integration ${randomUUID()}`,
	lifetime,
});

describe('API token', () => {
	test.each([false, true])('is accepted, Base64-encoded: %s', async (base64) => {
		const run = await write('token', { base64, token: ` ${TAGUCHI_API_TOKEN} ` });
		expect(run.done).toHaveLength(1);
		const { headers } = await new TaguchiTokenApi().authenticate(
			{ token: 'ä', base64 },
			{ url: 'https://example.com' },
		);
		expect(headers).toEqual({ Authorization: base64 ? 'Bearer w6Q=' : 'Bearer ä' });
	});

	test('a wrong one is refused in words that do not repeat it', async () => {
		const run = await write('token', { token: 'not-the-token' });
		expect(run.error?.message).toContain('refused the credential');
		expect(run.error?.description).toContain('Until the endpoint is activated');
		expect(JSON.stringify(run.error)).not.toContain('not-the-token');
	});
});

describe('JSON Web Token', () => {
	const pem = () => sandbox().taguchi.privateKeyPem;
	const forms: Record<string, () => string> = {
		'PKCS#8': pem,
		'PKCS#1': () => createPrivateKey(pem()).export({ type: 'pkcs1', format: 'pem' }).toString(),
		'spaces instead of line breaks': () => pem().replaceAll('\n', ' '),
		'no line breaks at all': () => pem().replaceAll('\n', ''),
		'\\n from a JSON file': () => pem().replaceAll('\n', '\\n'),
		'Windows line breaks and margins': () => `\r\n  ${pem().replaceAll('\n', '\r\n  ')}`,
	};
	test.each(Object.keys(forms))('RS256 is accepted with the private key as %s', async (form) => {
		const run = await write('rs256', { privateKey: forms[form]?.() });
		expect(run.error).toBeUndefined();
		expect(sandbox().requests).toMatchObject([{ status: 200, violations: [] }]);
	});

	test('HS256 is accepted', async () => {
		const run = await write('hs256');
		expect(run.error).toBeUndefined();
		expect(sandbox().requests).toMatchObject([{ status: 200, violations: [] }]);
	});

	test.each<[TaguchiEndpointName, CredentialData]>([
		['hs256', { integrationToken: 'another-integration' }],
		['hs256', { secret: 'another-secret-another-secret-another' }],
		['rs256', { integrationToken: 'another-integration' }],
		['rs256', { algorithm: 'HS256', secret: 'another-secret-another-secret-another' }],
	])('%s refuses %j, in words that repeat neither key nor token', async (endpoint, wrong) => {
		const run = await write(endpoint, wrong);
		expect(run.error?.message).toContain('refused the credential (403)');
		const told = JSON.stringify(run.error);
		const { data } = credentialFor(sandbox(), endpoint);
		for (const secret of [...Object.values(wrong), data.secret, data.integrationToken]) {
			if (secret !== 'HS256') expect(told).not.toContain(secret);
		}
		expect(told).not.toMatch(/eyJ[\w-]+\./);
	});

	test.each([
		'not a key',
		'-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----',
		'-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----',
	])('a private key that is none fails the items without repeating it: %j', async (privateKey) => {
		const run = await write('rs256', { privateKey });
		expect(run.status).toBe('error');
		expect(run.requests).toEqual([]);
		expect(run.error?.message).toMatch(/private key/i);
		expect(JSON.stringify(run.error)).not.toContain('c2VjcmV0');
	});

	test('carries the subject, and expires when the credential says', async () => {
		const credential = fresh(120);
		const token = await tokenOf(credential);
		const { sub, iat = 0, exp = 0 } = decodeJwt(token);
		expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
		expect(sub).toBe(credential.integrationToken);
		expect(exp - iat).toBe(120);
	});

	test.each([
		[1, 60],
		[60, 60],
		[600, 600],
		[100_000, 600],
	])('a lifetime of %d seconds becomes %d', async (lifetime, expected) => {
		const { iat = 0, exp = 0 } = decodeJwt(await tokenOf(fresh(lifetime)));
		expect(exp - iat).toBe(expected);
	});

	describe('as time goes by', () => {
		beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] }));
		afterEach(() => jest.useRealTimers());
		const later = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);

		test('a token is used again, and renewed before it expires', async () => {
			const credential = fresh(120);
			const first = await tokenOf(credential);
			later(60);
			expect(await tokenOf(credential)).toBe(first);
			later(50);
			const second = await tokenOf(credential);
			expect(second).not.toBe(first);
			expect(decodeJwt(second).exp).toBe(Math.floor(Date.now() / 1000) + 120);
		});

		test('no two credentials share a token', async () => {
			const credential = fresh();
			const first = await tokenOf(credential);
			later(2);
			const other = { ...credential, secret: `${credential.secret}!` };
			expect(await tokenOf(other)).not.toBe(first);
			expect(await tokenOf(credential)).toBe(first);
		});
	});
});

describe('Endpoint URL', () => {
	test.each<[string, (url: string) => string]>([
		['as Taguchi shows it', (url) => url],
		['without /subscriber', (url) => url.replace('/subscriber', '')],
		['with a slash at its end', (url) => `${url}/`],
		['with spaces around it', (url) => `  ${url}\n`],
		['of the partitions', (url) => url.replace('/subscriber', '/partition/')],
	])('%s is understood', async (_form, change) => {
		const endpointUrl = change(sandbox().taguchi.endpointUrl('token'));
		const run = await write('token', { endpointUrl });
		expect(run.done).toHaveLength(1);
		expect(sandbox().requests).toMatchObject([{ operationId: 'subscriber.batch' }]);
	});

	test.each([
		['prod', 'test', '/test/'],
		['test', 'prod', '/prod/'],
		['test', 'endpointUrl', '/test/'],
		['prod', 'endpointUrl', '/prod/'],
	] as const)(
		'%s in the URL and %s in the credential: %s',
		async (inUrl, environment, expected) => {
			const endpointUrl = sandbox().taguchi.endpointUrl('token', inUrl);
			await write('token', { endpointUrl, environment });
			expect(sandbox().requests[0]?.path).toContain(expected);
		},
	);

	const id = '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01';
	test.each([
		[`http://edm2.taguchimail.com/apiv5_auth/prod/${id}/subscriber`, 'must start with https://'],
		[`http://127.0.0.1.example.com/apiv5_auth/prod/${id}`, 'must start with https://'],
		['edm2.taguchimail.com', 'is not a web address'],
		['', 'is empty'],
		[`https://edm2.taguchimail.com/apiv5_auth/staging/${id}`, 'lacks its environment'],
		['https://edm2.taguchimail.com/', 'lacks its environment'],
	])('%j: %s', async (endpointUrl, expected) => {
		const run = await write('token', { endpointUrl });
		expect(run.error?.message).toContain(expected);
		expect(run.error?.description).toContain('Settings > Integrations');
		expect(run.requests).toEqual([]);
	});

	test('one that cannot be used sends every item to the error output, none to the success output', async () => {
		const run = await runTaguchi(
			sandbox(),
			upsert({
				items: people(2),
				credential: { endpointUrl: 'nowhere' },
				onError: 'continueErrorOutput',
			}),
		);
		expect(run.done).toEqual([]);
		expect(run.failed).toMatchObject(
			people(2).map((person, item) => ({
				json: { ...person, error: expect.stringContaining('Endpoint URL') },
				pairedItem: { item },
			})),
		);
	});
});

describe('the test of a credential', () => {
	const node = new Taguchi();
	async function testOf(endpoint: TaguchiEndpointName, changes: CredentialData = {}) {
		const { type: name, data } = credentialFor(sandbox(), endpoint);
		const type = credentialTypes.find((one) => one.name === name);
		if (!type) throw new Error(`Unknown credential type ${name}`);
		return await testCredential({ type, data: { ...data, ...changes }, node });
	}
	const unreachable = 'https://127.0.0.1:9/apiv5_auth/prod/5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01';

	test.each([
		'token',
		'tokenByRef',
		'tokenByPhone',
		'tokenById',
		'hs256',
		'rs256',
		'public',
	] as const)('%s: a good one passes, and nothing is changed', async (endpoint) => {
		expect(await testOf(endpoint)).toMatchObject({ status: 'OK' });
		expect(sandbox().requests).toHaveLength(1);
		expect(sandbox().taguchi.subscribers).toEqual([]);
	});

	test.each<[TaguchiEndpointName, CredentialData]>([
		['token', { token: 'wrong-secret' }],
		['hs256', { secret: 'wrong-secret-wrong-secret-wrong-secret' }],
		['hs256', { integrationToken: 'wrong-secret' }],
		['rs256', { privateKey: 'wrong-secret' }],
		['token', { endpointUrl: unreachable }],
		['token', { endpointUrl: 'wrong' }],
		['public', { endpointUrl: unreachable }],
	])('%s with %j does not pass, and the secret is not told', async (endpoint, changes) => {
		const { status, message } = await testOf(endpoint, changes);
		expect(status).toBe('Error');
		expect(message).not.toContain('wrong-secret');
	});

	test('an endpoint that needs a token does not pass as a public one', async () => {
		const endpointUrl = sandbox().taguchi.endpointUrl('token');
		expect(await testOf('public', { endpointUrl })).toMatchObject({ status: 'Error' });
	});

	test.each([
		[200, '<!DOCTYPE html><html></html>'],
		[404, '<!DOCTYPE html><html></html>'],
		[200, '{"ok": true}'],
		[302, ''],
		[500, '[]'],
	])('another service at the address (%d, %s) does not pass', async (status, body) => {
		const server = createServer((_request, response) => {
			response.writeHead(status, { location: '/', 'content-type': 'text/html' }).end(body);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : undefined;
		try {
			const endpointUrl = unreachable.replace('https://127.0.0.1:9', `http://127.0.0.1:${port}`);
			const { status: outcome, message } = await testOf('token', { endpointUrl });
			expect(outcome).toBe('Error');
			expect(message).not.toContain('<');
		} finally {
			server.closeAllConnections();
			server.close();
		}
	});

	test('a webhook secret must be long', async () => {
		const type = new TaguchiWebhookApi();
		const judge = async (secret: string) =>
			await testCredential({ type, data: { secret }, node: new TaguchiTrigger() });
		expect(await judge('x'.repeat(15))).toMatchObject({ status: 'Error' });
		expect(await judge('x'.repeat(16))).toMatchObject({ status: 'OK' });
	});
});
