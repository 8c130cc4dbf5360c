import { masked, withoutSecrets } from '../../../core/credentials/masking.ts';

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
	['Bearer onlylettersbutaverylongwordindeed!', 'Bearer ***!'],
	['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln!', 'jwt ***!'],
])('so is what looks like a credential: %s', (text, expected) => {
	expect(masked(text)).toBe(expected);
});

test.each([
	'The bearer of bad news is not to blame',
	'Basic fields are missing',
	'Basic authentication is off. Use a Bearer token.',
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
