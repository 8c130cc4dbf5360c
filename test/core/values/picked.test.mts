/** Of the values of a form, those travel whose fields were asked for, and no others. */
import { picked } from '../../../core/values/picked.ts';

test('each field gets its own value, and what else the form holds stays behind', () => {
	expect(picked({ a: 1, b: 2, secret: 3 }, { b: 'text', a: 'text' })).toStrictEqual({ b: 2, a: 1 });
});

test('a field without a value is named, so that its place is known', () => {
	expect(picked({ a: 1 }, { a: 'text', b: 'text' })).toStrictEqual({ a: 1, b: undefined });
});

test('without fields nothing travels', () => {
	expect(picked({ a: 1 }, undefined)).toStrictEqual({});
});
