/** What can be sent is copied as plain JSON; what cannot is refused, with a way out. */
import { DateTime } from 'luxon';
import { plainData } from '../../../core/values/plain-data.ts';

const nestedIn = (levels: number): unknown => {
	let data: unknown = 'x';
	for (let level = 0; level < levels; level++) data = { a: data };
	return data;
};
const circular: Record<string, unknown> = {};
circular.self = [circular];

test.each<[string, unknown, unknown]>([
	['text', 'ä 👍', 'ä 👍'],
	['numbers', [1, -0.5, 1e21], [1, -0.5, 1e21]],
	['a bigint', 5n, 5n],
	['null and undefined', { a: null, b: undefined }, { a: null, b: undefined }],
	['a Date', { at: [new Date(0)] }, { at: ['1970-01-01T00:00:00.000Z'] }],
	['a luxon date', { at: DateTime.fromMillis(0) }, { at: '1970-01-01T00:00:00.000Z' }],
	['an object that knows its text', { id: { toJSON: () => 'abc' } }, { id: 'abc' }],
	['names of prototypes', { constructor: 'x', toString: 'y' }, { constructor: 'x', toString: 'y' }],
	['100 levels', nestedIn(100), nestedIn(100)],
])('%s can be sent', (_what, given, plain) => {
	expect(plainData(given)).toEqual({ plain });
});

test('what is sent is a copy', () => {
	const given = { a: [{ b: 1 }] };
	const read = plainData(given);
	expect(read).toEqual({ plain: given });
	if ('plain' in read) expect(read.plain).not.toBe(given);
});

const CORRECT = 'Correct the value, or the expression that gives it.';
const HALF = [
	'holds half of a character or a NUL',
	'An expression may have cut an emoji in two. Correct the text, or the expression that gives it.',
];
const DEEP = [
	'is nested more than 100 levels deep, or holds itself',
	'Map only the part of the data that is needed.',
];
const FUNCTION = ['holds a function, which cannot be sent', CORRECT];
const PROTOTYPE = ['holds the name __proto__, which cannot be sent', CORRECT];
const NO_NUMBER = ['holds a number that does not exist, such as one divided by zero', CORRECT];
const NO_DATE = ['holds a date that does not exist', CORRECT];
const FILE = ['holds a file, which cannot be sent here', CORRECT];
const OTHER = ['holds something that is neither text, number nor JSON', CORRECT];
const UNREADABLE = ['cannot be read', CORRECT];

test.each<[string, unknown, string[]]>([
	['half an emoji', 'a\ud83d', HALF],
	['the other half', { a: ['\udc4d'] }, HALF],
	['half an emoji in a name', { 'a\ud83d': 1 }, HALF],
	['NUL', { a: 'x\0y' }, HALF],
	['101 levels', nestedIn(101), DEEP],
	['10,000 levels', nestedIn(10_000), DEEP],
	['something that holds itself', circular, DEEP],
	['a function', { a: () => 1 }, FUNCTION],
	['a symbol', [Symbol('x')], FUNCTION],
	['the prototype', JSON.parse('{"__proto__": {"polluted": 1}}'), PROTOTYPE],
	['the prototype inside', { a: [JSON.parse('{"__proto__": 1}')] }, PROTOTYPE],
	['NaN', { a: Number.NaN }, NO_NUMBER],
	['infinity', [Infinity], NO_NUMBER],
	['a Date that does not exist', { a: new Date(Number.NaN) }, NO_DATE],
	['a luxon date that does not exist', [DateTime.invalid('x')], NO_DATE],
	['the text of such a Date', 'Invalid Date', NO_DATE],
	['the text of such a luxon date', { a: 'Invalid DateTime' }, NO_DATE],
	['bytes', { a: Buffer.from('x') }, FILE],
	['a Map', { a: new Map([[1, 2]]) }, OTHER],
	['a RegExp', /x/, OTHER],
	[
		'an object that cannot be read',
		{
			get a() {
				throw new TypeError('no');
			},
		},
		UNREADABLE,
	],
	[
		'an object whose text cannot be read',
		{
			toJSON: () => {
				throw new RangeError('no');
			},
		},
		UNREADABLE,
	],
])('%s cannot be sent', (_what, given, [what, wayOut]) => {
	expect(plainData(given)).toEqual({ what, wayOut });
});

test('alone, a number that does not exist is left to its field', () => {
	expect(plainData(Number.NaN)).toEqual({ plain: Number.NaN });
});

test('nothing of this touches the prototype of other objects', () => {
	plainData(
		JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
	);
	expect({}).not.toHaveProperty('polluted');
});
