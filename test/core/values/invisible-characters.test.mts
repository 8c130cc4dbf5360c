/** What nobody can see belongs to no address, phone number or ID; everything else stays. */
import {
	isBlank,
	visibleIn,
	withoutFormatting,
	withoutInvisible,
} from '../../../core/values/invisible-characters.ts';

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
	['用户\u200b', '用户'],
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

test.each([
	['id-1\n', 'id-1', 'id-1'],
	['Bearer \u200babc\u0000', 'Bearer abc', 'Bearerabc'],
	[' a\u00adb\t c ', ' ab c ', 'abc'],
	['\ufeffzwölf\u200d👍', 'zwölf👍', 'zwölf👍'],
	['\r\n', '', ''],
])('of %j, without what only formats, %j stays, and %j can be seen', (text, kept, seen) => {
	expect(withoutFormatting(text)).toBe(kept);
	expect(visibleIn(text)).toBe(seen);
});
