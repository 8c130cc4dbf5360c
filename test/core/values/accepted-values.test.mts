/** What each kind of field accepts. */
import * as fc from 'fast-check';
import {
	anySchema,
	choiceSchema,
	identifierSchema,
	int64Schema,
	isTakenAsItIs,
	listSchema,
	numberSchema,
	textSchema,
} from '../../../core/values/accepted-values.ts';

/** Words as most values are, some with what cannot be seen in or around them. */
const word = fc.string({
	unit: fc.oneof(
		fc.string({ minLength: 1, maxLength: 1 }),
		fc.constantFrom('\u00a0', '\u200b', '\ufeff', '\n', '\0', '\x7f', '\u0085', ' ', 'ä'),
	),
});

describe.each([
	['a text', textSchema],
	['an identifier', identifierSchema],
])('%s', (_what, schema) => {
	test('that is taken as it is, is what the schema makes of it', () => {
		fc.assert(
			fc.property(word, (text) => {
				fc.pre(isTakenAsItIs(schema, text));
				expect(schema.safeParse(text)).toEqual({ success: true, data: text });
			}),
		);
	});

	test('is taken as it is by no other schema', () => {
		expect(isTakenAsItIs(numberSchema, '12')).toBe(false);
	});

	test('of letters, digits and signs is taken as it is', () => {
		expect(isTakenAsItIs(schema, 'anna.o-neill+1@example.com')).toBe(true);
	});
});

/** What a schema makes of a value; undefined where it refuses it. */
const made = ({ safeParse }: Pick<typeof anySchema, 'safeParse'>, value: unknown): unknown =>
	safeParse(value).data;

test('an identifier of which nothing can be seen is none', () => {
	expect(made(identifierSchema, ' \u200b\u00a0')).toBeUndefined();
});

test.each<[unknown, bigint | undefined]>([
	['-9223372036854775808', -(2n ** 63n)],
	['9223372036854775807', 2n ** 63n - 1n],
	['007', 7n],
	['ID 12', undefined],
	['12 or so', undefined],
	['1 2', undefined],
	['0x1f', undefined],
	['1e3', undefined],
	['12n', undefined],
	['', undefined],
])('as a 64-bit integer %j is %p', (given, expected) => {
	expect(made(int64Schema, given)).toBe(expected);
});

test.each<[unknown, number | undefined]>([
	['12.75', 12.75],
	['-0.5', -0.5],
	['0x1f', undefined],
	['1e3', undefined],
	['1.', undefined],
	['.5', undefined],
	['1,5', undefined],
	['CHF 5', undefined],
	['5 CHF', undefined],
])('as a number %j is %p', (given, expected) => {
	expect(made(numberSchema, given)).toBe(expected);
});

test.each<[string, string[]]>([
	['[a, b', ['[a', 'b']],
	['a, b]', ['a', 'b]']],
	['a [b], c', ['a [b]', 'c']],
	[' ["a"]\n', ['a']],
])('as a list %j is %j: only brackets on both sides make it JSON', (given, expected) => {
	expect(made(listSchema, given)).toEqual(expected);
});

test('a choice is never guessed where two differ in nothing but case', () => {
	const schema = choiceSchema(['Mr', 'MR', 'Ms']);
	expect(['Mr', 'MR', 'mr', 'MS'].map((text) => made(schema, text))).toEqual([
		'Mr',
		'MR',
		undefined,
		'Ms',
	]);
});

test.each([Number.NaN, Infinity, -Infinity])('%p, which JSON cannot hold, is no value', (given) => {
	expect(anySchema.safeParse(given).success).toBe(false);
});

test.each([0, -1.5, '', 'a', false, null, [1], { a: 1 }])('%j is a value', (given) => {
	expect(anySchema.safeParse(given)).toEqual({ success: true, data: given });
});
