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

test.each<[string, unknown, string]>([
	['half an emoji', 'a\ud83d', 'half of a character'],
	['the other half', { a: ['\udc4d'] }, 'half of a character'],
	['half an emoji in a name', { 'a\ud83d': 1 }, 'half of a character'],
	['NUL', { a: 'x\0y' }, 'NUL'],
	['101 levels', nestedIn(101), '100 levels'],
	['10,000 levels', nestedIn(10_000), '100 levels'],
	['something that holds itself', circular, '100 levels'],
	['a function', { a: () => 1 }, 'function'],
	['a symbol', [Symbol('x')], 'function'],
	['the prototype', JSON.parse('{"__proto__": {"polluted": 1}}'), '__proto__'],
	['the prototype inside', { a: [JSON.parse('{"__proto__": 1}')] }, '__proto__'],
	['NaN', { a: Number.NaN }, 'number that does not exist'],
	['infinity', [Infinity], 'number that does not exist'],
	['a Date that does not exist', { a: new Date(Number.NaN) }, 'date that does not exist'],
	['a luxon date that does not exist', [DateTime.invalid('x')], 'date that does not exist'],
	['the text of such a Date', 'Invalid Date', 'date that does not exist'],
	['the text of such a luxon date', { a: 'Invalid DateTime' }, 'date that does not exist'],
	['bytes', { a: Buffer.from('x') }, 'file'],
	['a Map', { a: new Map([[1, 2]]) }, 'neither text, number nor JSON'],
	['a RegExp', /x/, 'neither text, number nor JSON'],
	[
		'an object that cannot be read',
		{
			get a() {
				throw new TypeError('no');
			},
		},
		'cannot be read',
	],
	[
		'an object whose text cannot be read',
		{
			toJSON: () => {
				throw new RangeError('no');
			},
		},
		'cannot be read',
	],
])('%s cannot be sent', (_what, given, why) => {
	expect(plainData(given)).toEqual({
		what: expect.stringContaining(why),
		wayOut: expect.stringMatching(/^[A-Z].*\.$/),
	});
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
