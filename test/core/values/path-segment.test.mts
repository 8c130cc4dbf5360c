/** What may stand between two slashes of a path, and in which words everything else is refused. */
import { identifier } from '../../../core/rows/field.ts';
import {
	blankRefusal,
	hasHalfCharacter,
	pathRefusal,
	segmentRefusal,
} from '../../../core/values/path-segment.ts';

const EMPTY = {
	what: 'is empty',
	wayOut: 'Fill it in, or map it from the incoming item.',
};
const DOTS = {
	what: 'is no ID: dots in its place lead to another address',
	wayOut: 'Correct the value, or the expression that gives it.',
};
const UNSENDABLE = {
	what: 'contains a character that cannot be sent',
	wayOut:
		'Correct the value where it comes from: it was cut in the middle of a character, or holds a NUL.',
};

test.each(['', ' \u00a0\u200b', '\n\u0007', undefined, null])('%j is empty', (value) => {
	expect(segmentRefusal(value)).toEqual(EMPTY);
});

test.each([
	'.',
	'..',
	' .. ',
	'.\u200b.',
	'%2e',
	'%2E.',
	'%252e%2525252E',
	'../x',
	'x/..',
	'x/../y',
	'x\\.\\y',
	'..%2fx',
	'x%5c..',
	'x%252F..%255Cy',
])('%j leads to another address', (value) => {
	expect(segmentRefusal(value)).toEqual(DOTS);
});

test.each(['a\ud83d', '\udc4da', 'a\0'])('%j cannot be sent', (value) => {
	expect(segmentRefusal(value)).toEqual(UNSENDABLE);
});

test.each([
	'a',
	'0',
	0,
	false,
	'...',
	'a.b',
	'.a',
	'a..',
	'x/y',
	'x/...',
	'%2ex',
	'x%2e%2ex',
	'👍',
])('%j is an ID', (value) => {
	expect(segmentRefusal(value)).toBeUndefined();
});

test('half a character is told from a whole one', () => {
	expect(hasHalfCharacter('a\ud83d')).toBe(true);
	expect(hasHalfCharacter('a\ud83d\udc4d')).toBe(false);
});

describe('the fields of a path', () => {
	const fields = { first: identifier('First ID'), second: identifier('Second ID') };

	test('the first that does not fit is named, by its label', () => {
		expect(pathRefusal(fields, { first: 'a', second: '..' })).toEqual({
			message: '"Second ID" is no ID: dots in its place lead to another address',
			description: 'Correct the value, or the expression that gives it.',
		});
		expect(pathRefusal(fields, { first: ' ', second: '..' })?.message).toBe('"First ID" is empty');
	});

	test('what fits, is absent, or has no fields, is not refused', () => {
		expect(pathRefusal(fields, { first: 'a' })).toBeUndefined();
		expect(pathRefusal(undefined, { first: '..' })).toBeUndefined();
	});

	test('a part that may be left out is not left out for being blank', () => {
		expect(blankRefusal(fields, { first: 'a', second: ' \u200b' })).toEqual({
			message: '"Second ID" holds nothing but white space',
			description: 'Correct the value, or leave the field empty.',
		});
	});

	test.each<[Record<string, unknown>]>([[{}], [{ first: '' }], [{ first: 'a' }], [{ first: 0 }]])(
		'%j leaves nothing blank',
		(filledIn) => {
			expect(blankRefusal(fields, filledIn)).toBeUndefined();
			expect(blankRefusal(undefined, filledIn)).toBeUndefined();
		},
	);
});
