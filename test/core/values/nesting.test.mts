/** Flat names become nested records; what they were made of stays as it was. */
import * as fc from 'fast-check';
import { nested } from '../../../core/values/nesting.ts';

test.each<[string, Record<string, unknown>, unknown]>([
	['a dotted name', { 'a.b.c': 1, 'a.b.d': 2, e: 3 }, { a: { b: { c: 1, d: 2 } }, e: 3 }],
	['a part has the last word', { 'a.b': 2, a: { b: 1, c: 3 } }, { a: { b: 2, c: 3 } }],
	['a part of no record replaces it', { a: [1], 'a.b': 2 }, { a: { b: 2 } }],
	['a part of a text replaces it', { a: 'text', 'a.b': 2 }, { a: { b: 2 } }],
	['a part of null replaces it', { a: null, 'a.b': 2 }, { a: { b: 2 } }],
	['a long name comes before its parts', { 'long.b': 2, long: { b: 1 } }, { long: { b: 2 } }],
	['nothing for undefined', { a: undefined, 'b.c': undefined }, {}],
	['null is something', { 'a.b': null }, { a: { b: null } }],
	['names of prototypes', { 'constructor.prototype': 1 }, { constructor: { prototype: 1 } }],
])('%s', (_what, flat, expected) => {
	expect(nested(flat)).toEqual(expected);
	expect(Object.keys(nested(flat)).sort()).toEqual(Object.keys(Object(expected)).sort());
});

test('the record of an incoming item is not changed by its parts', () => {
	const base = { contacts: { email: 'old@example.com', fax: '1' } };
	const item = { base };
	const kept = structuredClone(item);
	const record = nested({ base: item.base, 'base.contacts.email': 'new@example.com', 'base.x': 1 });
	expect(record).toEqual({ base: { contacts: { email: 'new@example.com', fax: '1' }, x: 1 } });
	expect(item).toEqual(kept);
});

test('nothing that is given is ever changed, nor the prototype of all objects', () => {
	const name = fc.constantFrom(
		'a',
		'a.b',
		'a.b.c',
		'b',
		'constructor.x',
		'toString',
		'a.toString.b',
	);
	const value = fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom('b', 'c', 'x'), fc.object()));
	fc.assert(
		fc.property(fc.dictionary(name, value), (flat) => {
			const kept = structuredClone(flat);
			nested(flat);
			expect(flat).toEqual(kept);
			expect(Object.keys(Object.prototype)).toEqual([]);
		}),
	);
});
