/** Expressions that only point into the item are read here, with n8n's result; whatever is not certain is left to n8n. */
import {
	itemReferenceIn,
	readItemReference,
	UNCERTAIN,
} from '../../../core/values/item-reference.ts';

/** What an expression gives for an item. */
const valueOf = (expression: string, item: object): unknown =>
	readItemReference(itemReferenceIn(expression) ?? ['no reference'], { ...item });

describe('an expression', () => {
	test.each([
		'={{ $json.a }}',
		'={{ $json["a b"].c }}',
		"={{ $json?.a?.['b'] }}",
		'=Dear {{ $json.a }},',
		// Every function has these two names, and so have many items.
		'={{ $json.name }}',
		'={{ $json.length }}',
		// They only look like words that n8n refuses.
		'={{ $json.a_ }}',
		'={{ $json.processed }}',
		'={{ $json.subprocess }}',
		'={{ $json.required }}',
		'={{ $json.widget }}',
	])('%s is read', (written) => {
		expect(itemReferenceIn(written)).toBeDefined();
	});

	test.each([
		'={{ $json }}',
		'={{ $json.a + 1 }}',
		'={{ $json.a.toUpperCase() }}',
		'={{ $json[0] }}',
		'={{ $json.constructor }}',
		'=The constructor is {{ $json.a }}',
		'={{ $("Node").item.json.a }}',
		'={{ $fromAI("a") }}',
		'=fixed',
		'={{ $json.a',
		'={{ $json.a }} and }}',
		'={{ $json.a }}} and',
		'={ {{ $json.a }}',
		'=\\{{ $json.a }}',
		'={{ $json._id }}',
		'={{ $json.__proto__ }}',
		'={{ $json.toString }}',
		'={{ $json.call }}',
		'={{ $json.bind }}',
		'={{ $json.a.process }}',
		'={{ $json["require"] }}',
		'={{ $json.getBuiltinModule }}',
		'={{ $json.defineProperty }}',
	])('%s is left to n8n', (written) => {
		expect(itemReferenceIn(written)).toBeUndefined();
	});
});

test.each(['a', '', 0, -1.5, true, false, null, undefined])('%p is given as it is', (value) => {
	expect(valueOf('={{ $json.a }}', { a: value })).toBe(value);
	expect(valueOf('={{ $json.a.b }}', { a: { b: value } })).toBe(value);
});

test.each<[unknown, string]>([
	['Zoë', 'Dear Zoë, hello'],
	[0, 'Dear 0, hello'],
	[12.5, 'Dear 12.5, hello'],
	[true, 'Dear true, hello'],
	[false, 'Dear false, hello'],
	['', 'Dear , hello'],
	[null, 'Dear , hello'],
	[undefined, 'Dear , hello'],
	[Number.NaN, 'Dear , hello'],
])('between texts %p is written as n8n writes it', (value, written) => {
	expect(valueOf('=Dear {{ $json.a }}, hello', { a: value })).toBe(written);
});

test('texts and references stay in their order', () => {
	const item = { first: 'Zoë', last: 'Muster' };
	expect(valueOf('={{ $json.first }} {{ $json.last }}', item)).toBe('Zoë Muster');
	expect(valueOf('={{ $json.last }}{{ $json.first }}', item)).toBe('MusterZoë');
	expect(valueOf('=1: {{ $json.first }}', item)).toBe('1: Zoë');
});

test.each([
	['={{ $json["first name"] }}', 'Zoë'],
	["={{ $json['first name'] }}", 'Zoë'],
	["={{ $json?.address?.['zip code'] }}", '4051'],
	['={{ $json.address.$city_1 }}', 'Basel'],
])('%s points to %j', (written, value) => {
	const item = { 'first name': 'Zoë', address: { 'zip code': '4051', $city_1: 'Basel' } };
	expect(valueOf(written, item)).toBe(value);
});

test('what the item does not have is undefined', () => {
	expect(valueOf('={{ $json.name }}', {})).toBeUndefined();
	expect(valueOf('={{ $json.a["b c"] }}', { a: {} })).toBeUndefined();
});

describe('is left to n8n, alone and between texts', () => {
	test.each<[string, unknown]>([
		['a record', { b: 1 }],
		['a list', [1]],
		['a date', new Date(0)],
		['an integer of any length', 5n],
		['a function', () => 1],
	])('%s', (_what, value) => {
		expect(valueOf('={{ $json.a }}', { a: value })).toBe(UNCERTAIN);
		expect(valueOf('=It is {{ $json.a }}', { a: value })).toBe(UNCERTAIN);
	});

	test.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['a text', 'abc'],
		['a list', [1, 2]],
		[
			'a record of its own kind',
			new (class {
				length = 2;
			})(),
		],
	])('a part of %s', (_what, value) => {
		expect(valueOf('={{ $json.a.length }}', { a: value })).toBe(UNCERTAIN);
	});
});
