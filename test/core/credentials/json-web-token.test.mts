import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { TokenClaims } from '../../../core/credentials/json-web-token.ts';
import { signedToken } from '../../../core/credentials/json-web-token.ts';
import { withLines } from '../../../core/credentials/signing-key.ts';
import { useFakeTime } from '../../engine/passing-time.mts';

const secret = 'a secret that only this test knows';
const claims = (changes: Partial<TokenClaims> = {}): TokenClaims => ({
	algorithm: 'HS256',
	key: secret,
	keyLabel: 'private key',
	subject: 'integration',
	lifetimeSeconds: 300,
	...changes,
});
const { privateKey } = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	publicKeyEncoding: { type: 'spki', format: 'pem' },
});

test.each<[TokenClaims['algorithm'], string, Uint8Array | ReturnType<typeof createPublicKey>]>([
	['HS256', secret, new TextEncoder().encode(secret)],
	['RS256', privateKey, createPublicKey(privateKey)],
])('%s: an independent verifier accepts it', async (algorithm, key, verifier) => {
	const subject = `integration ${randomUUID()}`;
	const token = await signedToken(claims({ algorithm, key, subject }));
	const { payload, protectedHeader } = await jwtVerify(token, verifier, {
		algorithms: [algorithm],
		subject,
	});
	expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT' });
	expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
});

test('more credentials than are remembered still get tokens of their own', async () => {
	const subjects = Array.from({ length: 150 }, (_, number) => `integration ${number}`);
	for (const subject of [...subjects, ...subjects]) {
		const token = await signedToken(claims({ subject }));
		await jwtVerify(token, new TextEncoder().encode(secret), { subject });
	}
});

describe('as time passes', () => {
	const begin = Date.now();
	let key = '';
	/** The token of a subject so many seconds after the beginning. */
	const signedAt = async (seconds: number, subject: string) => {
		jest.setSystemTime(begin + seconds * 1_000);
		return await signedToken(claims({ key, subject }));
	};
	useFakeTime();
	beforeEach(() => {
		key = `a secret of one test: ${randomUUID()}`;
	});

	test('a token is used again until twenty seconds before it expires', async () => {
		const token = await signedAt(0, 'used again');
		expect(await signedAt(279.999, 'used again')).toBe(token);
		const renewed = await signedAt(280, 'used again');
		expect(renewed).not.toBe(token);
		expect(await signedAt(281, 'used again')).toBe(renewed);
	});

	test('a hundred tokens are remembered, and the oldest is forgotten first', async () => {
		const token = await signedAt(0, 'the first of many');
		for (let other = 0; other < 99; other++) await signedAt(1, `one of many ${other}`);
		expect(await signedAt(2, 'the first of many')).toBe(token);
		await signedAt(3, 'one more');
		expect(await signedAt(4, 'the first of many')).not.toBe(token);
	});

	test('one that was renewed is as young as one that is new', async () => {
		await signedAt(0, 'renewed');
		for (let other = 0; other < 99; other++) await signedAt(1, `beside it ${other}`);
		const token = await signedAt(290, 'renewed');
		await signedAt(291, 'one more');
		expect(await signedAt(292, 'renewed')).toBe(token);
	});
});

test('a PEM text that lost its line breaks gets them back', () => {
	for (const damaged of [
		privateKey.replaceAll('\n', ' '),
		privateKey.replaceAll('\n', ''),
		privateKey.replaceAll('\n', '\\n'),
		`  ${privateKey.replaceAll('\n', '\r\n')}`,
	]) {
		expect(withLines('Key', damaged)).toBe(privateKey);
	}
});

test.each([
	'',
	'my key',
	privateKey.replaceAll('PRIVATE', 'PUBLIC'),
	privateKey.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'),
	privateKey.replace('-----END', ''),
	privateKey.replace(/\n.{64}\n/, '\n'),
])('what is no whole private key is refused in words that do not repeat it (%#)', async (key) => {
	const signing = signedToken(claims({ algorithm: 'RS256', key }));
	await expect(signing).rejects.toThrow(/private key/);
	const words = await signing.catch((thrown: Error) => `${thrown.message} ${thrown.stack}`);
	for (const line of privateKey.split('\n').slice(1, -2)) expect(words).not.toContain(line);
});
