/** What each kind of field accepts. */
import * as fc from 'fast-check';
import {
	identifierSchema,
	isTakenAsItIs,
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

	test('of letters, digits and signs is taken as it is', () => {
		expect(isTakenAsItIs(schema, 'anna.o-neill+1@example.com')).toBe(true);
	});
});
