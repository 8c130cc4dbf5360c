/** What people paste into a credential is taken as it was meant; what cannot be used is refused by the name of its input. */
import {
	cleaned,
	readAccountId,
	readText,
	readToken,
	UnusableCredential,
	withBearer,
} from '../../../core/credentials/pasted.ts';

function saidOf(read: () => unknown): [message: string, wayOut: string] {
	try {
		read();
	} catch (thrown) {
		if (thrown instanceof UnusableCredential) return [thrown.message, thrown.description];
		throw thrown;
	}
	throw new Error('It was taken');
}

test.each([
	[' \ufeffabc\u00ad\r\n', 'abc'],
	['a\tb\u0000c', 'abc'],
	[undefined, ''],
	[null, ''],
	[7, '7'],
])('%j is read as %j', (pasted, expected) => {
	expect(cleaned(pasted)).toBe(expected);
});

test.each([
	'abc.DEF-1~2+3/4=',
	' abc.DEF-1~2+3/4=\n',
	'"abc.DEF-1~2+3/4="',
	"'abc.DEF-1~2+3/4='",
	'Bearer abc.DEF-1~2+3/4=',
	'bearer   abc.DEF-1~2+3/4=',
	'Authorization: Bearer abc.DEF-1~2+3/4=',
	'authorization :Bearer abc.DEF-1~2+3/4=',
	'"Authorization: Bearer abc.DEF-1~2+3/4="',
])('%j holds one token', (pasted) => {
	expect(readToken('Token', pasted)).toBe('abc.DEF-1~2+3/4=');
});

test.each([
	['BearerX', 'BearerX'],
	['my-bearer', 'my-bearer'],
	[`"abc'`, `"abc'`],
	['"abc"def', '"abc"def'],
	['abc"def"', 'abc"def"'],
	['!', '!'],
	['~', '~'],
	['\u00a1\u00ff', '\u00a1\u00ff'],
])('%j is a token as it is', (pasted, token) => {
	expect(readToken('Token', pasted)).toBe(token);
});

test.each(['', '  ', '""', 'Bearer', 'Bearer ', '"Bearer"', undefined])('%j is empty', (pasted) => {
	expect(saidOf(() => readToken('Token', pasted))).toEqual([
		'The Token is empty',
		'Open the credential and fill in Token.',
	]);
});

test.each(['two words', 'ключ', 'a\u00a0b', 'Basic abc'])('%j is no token', (pasted) => {
	expect(saidOf(() => readToken('Token', pasted))).toEqual([
		'The Token contains characters that no token has',
		'Open the credential and paste Token again: the token alone, as one word.',
	]);
});

test('a text may have several words, but not none', () => {
	expect(readText('Client ID', ' two words ')).toBe('two words');
	expect(saidOf(() => readText('Client ID', '\u200b'))).toEqual([
		'The Client ID is empty',
		'Open the credential and fill in Client ID.',
	]);
});

test.each([
	['"shop"', 'shop'],
	[' shop\u200b', 'shop'],
])('the account %j is %j', (pasted, expected) => {
	expect(readAccountId('Tenant', pasted)).toBe(expected);
});

test.each([
	['..', 'The Tenant is no ID: dots in its place lead to another address'],
	['a/..', 'The Tenant is no ID: dots in its place lead to another address'],
])('the account %j would lead elsewhere', (pasted, message) => {
	expect(saidOf(() => readAccountId('Tenant', pasted))).toEqual([
		message,
		'Open the credential and correct Tenant.',
	]);
});

test('a token is added to a request, and nothing of it is lost', () => {
	expect(withBearer({ url: 'https://a.example', headers: { Accept: 'x' } }, 'abc')).toEqual({
		url: 'https://a.example',
		headers: { Accept: 'x', Authorization: 'Bearer abc' },
	});
});
