import { readWebAddress } from '../../core/web-address.ts';

const judge = (pasted: unknown) => {
	const address = readWebAddress('Base URL', pasted);
	return 'url' in address ? address.url.href : address.message;
};

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

test.each(['', '   ', 'api.example.com', '/v1', undefined, null, 7, {}])(
	'%j is no address',
	(pasted) => {
		expect(judge(pasted)).toBe('The Base URL is not a web address');
	},
);
