import { masked, secretsInUse, withoutSecrets } from '../../../core/credentials/masking.ts';

const TOKEN = 's3cret/with+odd=characters';
const secrets = [TOKEN];

test.each([
	`{"headers":{"authorization":"Bearer ${TOKEN}"}}`,
	`the token ${TOKEN} is not valid`,
	`token=${encodeURIComponent(TOKEN)}&x=1`,
	`Basic ${Buffer.from(TOKEN).toString('base64')}`,
	Buffer.from(TOKEN).toString('base64'),
	TOKEN.repeat(3),
])('what is known is taken out: %s', (text) => {
	const told = masked(text, secrets);
	expect(told).toContain('***');
	for (const form of [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64')]) {
		expect(told).not.toContain(form);
	}
});

test.each([
	['"authorization": "Bearer abc.def-123"', '"authorization": "Bearer ***"'],
	['Authorization: bearer   abc~/+==', 'Authorization: bearer   ***'],
	['authorization=Bearer%20abcdef', 'authorization=Bearer%20***'],
	['basic dXNlcjpwYXNz;', 'basic ***;'],
	['"Authorization" : "Bearer onlyletters"', '"Authorization" : "Bearer ***"'],
	["authorization=\t'BASIC \t onlyletters'", "authorization=\t'BASIC \t ***'"],
	['Bearer  abcd1efgh', 'Bearer  ***'],
	['Bearer 1abcd', 'Bearer ***'],
	['Bearer abc.def', 'Bearer ***'],
	['Bearer abcDef', 'Bearer ***'],
	['Bearer onlylettersbutaverylongwordindeed!', 'Bearer ***!'],
	['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln!', 'jwt ***!'],
])('so is what looks like a credential: %s', (text, expected) => {
	expect(masked(text)).toBe(expected);
});

test.each([
	'The bearer of bad news is not to blame',
	'Basic fields are missing',
	'Basic authentication is off. Use a Bearer token.',
	'BASIC AUTHENTICATION IS OFF',
	'Any bearer. Of news',
	'eyJust a word',
	'Address 12 is taken',
])('what is none stays as it is: %s', (text) => {
	expect(masked(text, ['12', 'bad', ''])).toBe(text);
});

test.each([
	[`"${TOKEN.replaceAll('/', '\\/')}"`, '"***"'],
	[`"${JSON.stringify(JSON.stringify(TOKEN)).replaceAll('/', '\\\\\\/')}"`, '***'],
	[TOKEN.replace('/', '\\u002F'), '***'],
	[new URLSearchParams({ TOKEN }).toString(), 'TOKEN=***'],
	[encodeURIComponent(encodeURIComponent(TOKEN)), '***'],
	[TOKEN.toUpperCase(), '***'],
	[Buffer.from(`user:${TOKEN}`).toString('base64'), 'dXNlcjp'],
	[Buffer.from(`{"sub":"${TOKEN}"}`).toString('base64url'), '***'],
])('what is known is found as %s', (text, expected) => {
	expect(masked(text, secrets)).toContain(expected);
	expect(masked(text, secrets)).not.toMatch(/cret|Y3Jld|NyZX|jcmV/i);
	expect(withoutSecrets(text, [TOKEN])).not.toMatch(/cret/);
});

describe('a secret of odd characters is found however it is written', () => {
	const odd = `p&q"r's<t>u+v/w x$(y)[z]{1}^2|3.4*5?6\\7-é👍`;
	const named = { '&': 'amp', '"': 'quot', "'": 'apos', '<': 'lt', '>': 'gt' };
	const ofEach = (write: (character: string) => string) =>
		[...odd].map((one) => (/[A-Za-z0-9]/.test(one) ? one : write(one))).join('');
	const code = (character: string) => Number(character.codePointAt(0));
	const units = (character: string) =>
		character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
	const percent = (character: string) =>
		[...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
	test.each<[string, string]>([
		['as it is', odd],
		['in JSON', JSON.stringify(odd).slice(1, -1)],
		['in JSON in JSON', JSON.stringify(JSON.stringify(odd)).slice(3, -3)],
		['percent-encoded', ofEach(percent)],
		['percent-encoded twice', ofEach((one) => percent(one).replaceAll('%', '%25'))],
		['percent-encoded three times', ofEach((one) => percent(one).replaceAll('%', '%2525'))],
		['in a form', odd.replaceAll(' ', '+')],
		['in HTML by names', ofEach((one) => (one in named ? `&${Reflect.get(named, one)};` : one))],
		['in HTML by numbers', ofEach((one) => `&#${code(one)};`)],
		['in HTML by hexadecimal numbers', ofEach((one) => `&#x00${code(one).toString(16)};`)],
		['in HTML in JSON', ofEach((one) => `\\u0026#${code(one)};`)],
		[
			'by units',
			ofEach((one) =>
				units(one)
					.map((unit) => `\\u${unit}`)
					.join(''),
			),
		],
		[
			'by units in JSON',
			ofEach((one) =>
				units(one)
					.map((unit) => `\\\\u${unit}`)
					.join(''),
			),
		],
		['in capitals', odd.toUpperCase()],
	])('%s', (_how, text) => {
		expect(masked(`before ${text} after`, [odd])).toBe('before *** after');
	});

	test.each([0, 1, 2, 3, 4].flatMap((before) => [0, 1, 2].map((after) => [before, after])))(
		'in Base64, %d bytes behind the beginning and %d before the end',
		(before, after) => {
			for (const secret of ['some secret value', 'some secret value 1', 'some secret value 12']) {
				const bytes = Buffer.from('x'.repeat(before) + secret + 'y'.repeat(after));
				for (const encoding of ['base64', 'base64url'] as const) {
					const told = masked(bytes.toString(encoding), [secret]);
					expect(told).toContain('***');
					// What is left are the neighbours, and bits that belong to both.
					expect(told.replace('***', '').length).toBeLessThanOrEqual(12);
				}
			}
		},
	);

	test('in the Base64 of addresses, too, without a rest', () => {
		const secret = 'some>>>secret???values';
		const bytes = Buffer.from(`${secret}??`);
		expect(bytes.toString('base64')).toMatch(/\+.*\/|\/.*\+/);
		for (const encoding of ['base64', 'base64url'] as const)
			expect(masked(bytes.toString(encoding), [`${secret}??`])).toBe('***');
	});

	test('of two secrets of which one holds the other, none leaves a rest', () => {
		expect(masked('abcdef-123456', ['abcdef', 'abcdef-123456'])).toBe('***');
	});
});

test('the same list of secrets finds its own, again and again, and no other', () => {
	const one = ['first-secret-1'];
	const other = ['other-secret-2'];
	for (let times = 0; times < 2; times++) {
		expect(masked('first-secret-1 other-secret-2', one)).toBe('*** other-secret-2');
		expect(masked('first-secret-1 other-secret-2', other)).toBe('first-secret-1 ***');
		expect(withoutSecrets('first-secret-1 other-secret-2', one)).toBe('*** other-secret-2');
	}
});

test('the secrets of an account are one list until one of them changes', () => {
	const account = {};
	const first = secretsInUse(account, ['client-secret', 'token-1']);
	expect(secretsInUse(account, ['client-secret', 'token-1'])).toBe(first);
	for (const others of [['client-secret', 'token-2'], ['client-secret'], []]) {
		expect(secretsInUse(account, others)).toEqual(others);
		expect(secretsInUse(account, others)).toEqual(others);
	}
	expect(secretsInUse({}, ['another-secret'])).toEqual(['another-secret']);
});

test.each([
	['six characters in words', '123456', true, false],
	['five', '12345', false, false],
	['twelve characters in data', 'abcdefghijk1', true, true],
	['eleven', 'abcdefghij1', true, false],
	['a number of twelve digits', '123456789012', true, false],
])('%s: told in words and in data', (_what, secret, inWords, inData) => {
	expect(masked(`is ${secret}.`, [secret])).toBe(inWords ? 'is ***.' : `is ${secret}.`);
	expect(withoutSecrets(`is ${secret}.`, [secret])).toBe(inData ? 'is ***.' : `is ${secret}.`);
});

test("data lose nothing that may be anybody's: short values, numbers, and what only looks like a token", () => {
	const data =
		'{"id":123456789012345,"note":"short Bearer abc.def-123","jwt":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.c2ln"}';
	expect(withoutSecrets(data, ['123456789012345', 'short', 'note'])).toBe(data);
});

test('a long text is read in no time', () => {
	const started = performance.now();
	masked(
		`${'\\'.repeat(100_000)}${'Bearer '.repeat(100_000)}${'eyJ'.repeat(100_000)}${'.'.repeat(100_000)}`,
		secrets,
	);
	expect(performance.now() - started).toBeLessThan(20_000);
});

test.each(['abcdefghijk-1234', 'ABCDEFGHIJK-1234', 'Abcdefghijk-1234'])(
	'a secret is taken out of data whether it comes back as it is or in letters of one case: %s',
	(secret) => {
		for (const repeated of [secret, secret.toLowerCase(), secret.toUpperCase()]) {
			expect(withoutSecrets(`{"id":"${repeated}"}`, [secret])).toBe('{"id":"***"}');
		}
	},
);
