import { generateKeyPairSync } from 'node:crypto';
import { importPKCS8, SignJWT, UnsecuredJWT } from 'jose';
import {
	TAGUCHI_API_SECRET_KEY,
	TAGUCHI_API_TOKEN,
	TAGUCHI_ENDPOINTS,
	type TaguchiEndpointName,
} from '../../sandbox/taguchi/accounts.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { call } from './call.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const forbidden = {
	status: 403,
	json: [expect.objectContaining({ code: 403, name: 'Forbidden' })],
};
const accepted = { status: 200, json: [expect.objectContaining({ code: 200 })] };
const secretKey = new TextEncoder().encode(TAGUCHI_API_SECRET_KEY);
const { hs256, rs256 } = TAGUCHI_ENDPOINTS;

function upsert(endpoint: TaguchiEndpointName, token?: string, environment?: 'prod' | 'test') {
	const body = [{ profile: { email: 'a@example.com' } }];
	return call('POST', sandbox.taguchi.endpointUrl(endpoint, environment), { token, body });
}
interface Token {
	alg?: string;
	sub?: string;
	/** Seconds. */
	expiresIn?: number;
}
function jwt({ alg = 'HS256', sub = hs256.integrationToken, expiresIn = 300 }: Token = {}) {
	return new SignJWT()
		.setProtectedHeader({ alg })
		.setSubject(sub)
		.setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn);
}

describe('API token', () => {
	test('is accepted as it is and in Base64', async () => {
		const base64 = Buffer.from(TAGUCHI_API_TOKEN).toString('base64');
		expect(await upsert('token', TAGUCHI_API_TOKEN)).toMatchObject(accepted);
		expect(await upsert('token', base64)).toMatchObject(accepted);
	});

	test.each([undefined, 'wrong', `${TAGUCHI_API_TOKEN}x`, TAGUCHI_API_TOKEN.toUpperCase()])(
		'%s is refused, and nothing happens',
		async (token) => {
			expect(await upsert('token', token)).toMatchObject(forbidden);
			expect(sandbox.taguchi.subscribers).toEqual([]);
		},
	);
});

describe('JSON Web Token', () => {
	test('HS256: the right one is accepted', async () => {
		expect(await upsert('hs256', await jwt().sign(secretKey))).toMatchObject(accepted);
		expect(sandbox.requests[0]?.violations).toEqual([]);
	});

	test('RS256: one signed with the private key is accepted', async () => {
		const key = await importPKCS8(sandbox.taguchi.privateKeyPem, 'RS256');
		const token = await jwt({ alg: 'RS256', sub: rs256.integrationToken }).sign(key);
		expect(await upsert('rs256', token)).toMatchObject(accepted);
	});

	test('expiry has 60 seconds of grace and no more', async () => {
		const justExpired = await jwt({ expiresIn: -50 }).sign(secretKey);
		const expired = await jwt({ expiresIn: -65 }).sign(secretKey);
		expect(await upsert('hs256', justExpired)).toMatchObject(accepted);
		expect(await upsert('hs256', expired)).toMatchObject(forbidden);
	});

	test('one that lives longer than recommended, or for ever, is accepted and recorded', async () => {
		const long = await jwt({ expiresIn: 3600 }).sign(secretKey);
		const endless = await new SignJWT()
			.setProtectedHeader({ alg: 'HS256' })
			.setSubject(hs256.integrationToken)
			.sign(secretKey);
		expect(await upsert('hs256', long)).toMatchObject(accepted);
		expect(await upsert('hs256', endless)).toMatchObject(accepted);
		expect(sandbox.requests.map(({ violations }) => violations)).toEqual([
			[expect.stringContaining('exp')],
			[expect.stringContaining('exp')],
		]);
	});

	const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	const wrong: Record<string, () => string | Promise<string>> = {
		'another sub': () => jwt({ sub: rs256.integrationToken }).sign(secretKey),
		'another secret': () => jwt().sign(new TextEncoder().encode('x'.repeat(40))),
		'no signature': () => new UnsecuredJWT({ sub: hs256.integrationToken }).encode(),
		'HS512 instead of HS256': () => jwt({ alg: 'HS512' }).sign(secretKey),
		'RS256 instead of HS256': () => jwt({ alg: 'RS256' }).sign(foreignKey),
		'no sub': () =>
			new SignJWT().setProtectedHeader({ alg: 'HS256' }).setExpirationTime('5m').sign(secretKey),
		'the secret itself': () => TAGUCHI_API_SECRET_KEY,
	};
	test.each(Object.keys(wrong))('HS256: %s is refused', async (what) => {
		expect(await upsert('hs256', await wrong[what]?.())).toMatchObject(forbidden);
		expect(sandbox.taguchi.subscribers).toEqual([]);
	});

	test("RS256: a foreign key, and HS256 over the public key's text, are refused", async () => {
		const rs = jwt({ alg: 'RS256', sub: rs256.integrationToken });
		const confused = jwt({ sub: rs256.integrationToken });
		const publicText = new TextEncoder().encode(sandbox.taguchi.publicKeyPem);
		expect(await upsert('rs256', await rs.sign(foreignKey))).toMatchObject(forbidden);
		expect(await upsert('rs256', await confused.sign(publicText))).toMatchObject(forbidden);
	});
});

test('an endpoint without authentication takes actions and gives nothing away', async () => {
	const url = sandbox.taguchi.endpointUrl('public');
	const refused = { status: 405, json: [expect.objectContaining({ code: 405 })] };

	expect(await upsert('public')).toMatchObject(accepted);
	expect(await call('GET', `${url}?email=a@example.com`)).toMatchObject(refused);
	expect(await call('DELETE', `${url}?email=a@example.com`)).toMatchObject(refused);
	expect(sandbox.taguchi.subscribers).toMatchObject([{ email: 'a@example.com' }]);
});

test('an endpoint that is not activated takes test requests only', async () => {
	expect(await upsert('notActivated', TAGUCHI_API_TOKEN, 'test')).toMatchObject(accepted);
	expect(await upsert('notActivated', TAGUCHI_API_TOKEN, 'prod')).toMatchObject(forbidden);
});

test('an unknown endpoint is not found', async () => {
	const { id } = TAGUCHI_ENDPOINTS.token;
	const url = sandbox.taguchi.endpointUrl('token').replace(id, id.replace(/.$/, 'f'));
	expect(await call('GET', `${url}?id=1`, { token: TAGUCHI_API_TOKEN })).toMatchObject({
		status: 404,
		json: [expect.objectContaining({ code: 404 })],
	});
});
