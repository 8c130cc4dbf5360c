import { UnusableCredential } from '../../../core/credentials/pasted.ts';
import { readBaseUrl, readWebAddress } from '../../../core/credentials/web-address.ts';

const judged = (read: () => string): string => {
	try {
		return read();
	} catch (thrown) {
		if (thrown instanceof UnusableCredential) return thrown.message;
		throw thrown;
	}
};
const judge = (pasted: unknown) => judged(() => readWebAddress('Base URL', pasted).href);
const judgeBase = (pasted: unknown) => judged(() => readBaseUrl('Base URL', pasted));

test.each([
	['https://api.example.com/v1', 'https://api.example.com/v1'],
	['  https://api.example.com  ', 'https://api.example.com/'],
	['HTTPS://API.EXAMPLE.COM', 'https://api.example.com/'],
	['http://localhost:4010/x', 'http://localhost:4010/x'],
	['http://127.0.0.1:4010/', 'http://127.0.0.1:4010/'],
	['http://127.8.9.10/', 'http://127.8.9.10/'],
	['http://[::1]:4010/', 'http://[::1]:4010/'],
])('%j is accepted', (pasted, expected) => {
	expect(judge(pasted)).toBe(expected);
});

test.each([
	'http://api.example.com',
	'http://localhost.example.com',
	'http://127.0.0.1.example.com',
	'http://10.0.0.1',
	'http://0.0.0.0',
	'ftp://example.com',
	'javascript:alert(1)',
	'file:///etc/passwd',
])('%j must be https', (pasted) => {
	expect(judge(pasted)).toBe('The Base URL must start with https://');
});

test.each(['', '   ', '\u200b', undefined, null])('%j is empty', (pasted) => {
	expect(judge(pasted)).toBe('The Base URL is empty');
});

test.each(['https://name:secret@api.example.com', 'https://name@api.example.com'])(
	"%j holds somebody's name, which would go along instead of the token",
	(pasted) => {
		expect(judge(pasted)).toBe('The Base URL must not contain a user name or password');
	},
);

test.each([
	['https://api.example.com', 'https://api.example.com'],
	['https://api.example.com//', 'https://api.example.com'],
	['\ufeffhttps://api.example.com/v1/\r\n', 'https://api.example.com/v1'],
	['https://api.example.com/hub/../v1/?', 'https://api.example.com/v1'],
])('paths begin after %j without its slashes', (pasted, expected) => {
	expect(judgeBase(pasted)).toBe(expected);
});

test.each([
	'https://api.example.com/v1?x=1',
	'https://api.example.com/v1#x',
	'https://api.example.com/?secret=1#x',
])('%j would send everything to one address', (pasted) => {
	expect(judgeBase(pasted)).toBe('The Base URL must end before a "?" or "#"');
});

test.each(['api.example.com', '/v1', 7, {}])('%j is no address', (pasted) => {
	expect(judge(pasted)).toBe('The Base URL is not a web address; it starts with https://');
});

const wayOutOf = (read: () => unknown): string => {
	try {
		read();
	} catch (thrown) {
		if (thrown instanceof UnusableCredential) return thrown.description;
		throw thrown;
	}
	return 'It was taken';
};

test('each refusal says the way out', () => {
	expect(wayOutOf(() => readWebAddress('Base URL', 'x'))).toBe(
		'Open the credential and correct Base URL.',
	);
	expect(wayOutOf(() => readWebAddress('Base URL', 'x', 'Copy it from the account.'))).toBe(
		'Copy it from the account.',
	);
	expect(wayOutOf(() => readBaseUrl('Base URL', 'https://a.example/?x'))).toBe(
		'Open the credential and take out the "?" or "#" in Base URL, and what stands behind it.',
	);
});

test.each(['http://128.0.0.1', 'http://127.0.0.1.example', 'http://mylocalhost', 'http://[::2]'])(
	'%j is not the machine itself',
	(pasted) => {
		expect(judge(pasted)).toBe('The Base URL must start with https://');
	},
);

test('a password without a name is not sent along either', () => {
	expect(judge('https://:secret@api.example.com')).toBe(
		'The Base URL must not contain a user name or password',
	);
});
