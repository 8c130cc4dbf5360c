/** What nobody can see belongs to no address, phone number or ID; everything else stays. */
import { isBlank, withoutInvisible } from '../../../core/values/invisible-characters.ts';

test.each([
	[' ann@example.com ', 'ann@example.com'],
	['\t\r\nann@example.com\n', 'ann@example.com'],
	['\u00a0ann@example.com\u00a0', 'ann@example.com'],
	['\u202f\u3000ann@example.com', 'ann@example.com'],
	['\ufeffann@example.com', 'ann@example.com'],
	['ann@\u200bexample.com\u200b', 'ann@example.com'],
	['ann@exam\u00adple.com', 'ann@example.com'],
	['\u202a+41 79 000 00 00\u202c', '+41 79 000 00 00'],
	['+41\u00a079\u202f000', '+41 79 000'],
	['a\u200db\u200cc', 'abc'],
	[' \u200b \ufeff id-1 \u00ad ', 'id-1'],
	['\u2060\u200eid\u200f\u2069', 'id'],
])('%j is %j', (written, seen) => {
	expect(withoutInvisible(written)).toBe(seen);
});

test.each([
	"o'neil+news@example.com",
	'Änn@exämple.de',
	'用户@例子.广告',
	'a b  c',
	'👩‍👩‍👧',
	'می‌خواهم',
	'e\u0301',
	'',
])('%j stays as it is', (written) => {
	expect(withoutInvisible(written)).toBe(written);
});

test.each(['', ' ', '\t\n', '\u00a0', '\u200b\ufeff', '\u00ad', '\u200d'])(
	'%j is as good as empty',
	(written) => {
		expect(isBlank(written)).toBe(true);
	},
);

test.each(['.', '0', ' a ', '\u200ba', '👍'])('%j is not empty', (written) => {
	expect(isBlank(written)).toBe(false);
});
