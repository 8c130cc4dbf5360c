/** From the vendor's records to items. */
import { int64, object, rows, text } from '../../../core/rows/field.ts';
import {
	isRecord,
	presentable,
	simplified,
	textAt,
	valueAt,
} from '../../../core/execution/output.ts';

describe('the value at a path', () => {
	const record = { a: { b: { c: 0 }, list: ['x', 'y'] }, 'a.b': 1, empty: null };

	test.each([
		['a.b.c', 0],
		['a.b', { c: 0 }],
		['a.list.1', 'y'],
		['a.list.length', 2],
		['empty', null],
		['empty.b', undefined],
		['a.b.c.d', undefined],
		['b', undefined],
		['', undefined],
	])('%s', (path, expected) => {
		expect(valueAt(path, record)).toEqual(expected);
	});

	test('without a path is the whole', () => {
		expect(valueAt(undefined, record)).toBe(record);
		expect(valueAt(undefined, undefined)).toBeUndefined();
	});

	test.each(['toString', 'constructor', '__proto__', 'a.hasOwnProperty', 'a.__proto__.x'])(
		'is never that of a prototype: %s',
		(path) => {
			expect(valueAt(path, record)).toBeUndefined();
			expect(valueAt('inherited', Object.create({ inherited: 1 }))).toBeUndefined();
		},
	);

	test('a name that is like that of a prototype is a name', () => {
		const own = JSON.parse('{"__proto__": {"x": 1}, "constructor": "y"}');
		expect(valueAt('__proto__.x', own)).toBe(1);
		expect(valueAt('constructor', own)).toBe('y');
	});

	test('of a text or number there is none', () => {
		expect(valueAt('length', 'text')).toBeUndefined();
		expect(valueAt('a', 7)).toBeUndefined();
		expect(valueAt('a', null)).toBeUndefined();
	});
});

test.each([
	[' Ann\n', 'Ann'],
	[7, '7'],
	[7n, '7'],
	[false, 'false'],
	['', undefined],
	['\u200b \u00a0', undefined],
	[{}, undefined],
	[['Ann'], undefined],
	[null, undefined],
	[undefined, undefined],
])('of %p, a person can read %j', (name, expected) => {
	expect(textAt('base.name', { base: { name } })).toBe(expected);
});

test.each([
	[{}, true],
	[{ a: 1 }, true],
	[[], false],
	[null, false],
	['text', false],
	[undefined, false],
	[7, false],
])('%j is a record: %s', (value, expected) => {
	expect(isRecord(value)).toBe(expected);
});

describe('records', () => {
	const shapeOf = () => ({
		id: int64('ID'),
		inner: object('Inner', { id: int64('ID') }),
		list: rows('List', { id: int64('ID'), name: text('Name') }),
		name: text('Name'),
	});

	test('64-bit ids are text, however deep, and whatever their size', () => {
		const record = {
			id: 7,
			inner: { id: 8, other: 9 },
			list: [{ id: 10, name: 11 }, 'text'],
			name: 12,
			unknown: 13,
		};
		expect(presentable(shapeOf(), record)).toEqual({
			id: '7',
			inner: { id: '8', other: 9 },
			list: [{ id: '10', name: 11 }, { value: 'text' }],
			name: 12,
			unknown: 13,
		});
	});

	test('the records of one list are all shaped alike', () => {
		const shape = shapeOf();
		for (const id of [1, 2]) {
			expect(presentable(shape, { id, inner: { id } })).toEqual({
				id: String(id),
				inner: { id: String(id) },
			});
		}
	});

	test('names that every object has are names like others', () => {
		const text = '{"id":1,"__proto__":{"x":1},"constructor":"y"}';
		const record: unknown = JSON.parse(text);
		expect(JSON.stringify(presentable({}, record))).toBe(text);
		expect(JSON.stringify(presentable(shapeOf(), record))).toBe(text.replace('1', '"1"'));
	});

	test('a record whose values stay is not copied', () => {
		const record = { name: 'a', unknown: { id: 1 } };
		expect(presentable(shapeOf(), record)).toBe(record);
	});

	test('what is empty or of another type stays as it is', () => {
		const record = { id: null, inner: null, list: 'none' };
		expect(presentable(shapeOf(), record)).toEqual(record);
		expect(presentable(shapeOf(), { id: '9007199254740993' })).toEqual({ id: '9007199254740993' });
	});

	test.each([
		['text', { value: 'text' }],
		[7, { value: '7' }],
		[['a'], { value: '["a"]' }],
		[null, { value: 'null' }],
		[undefined, { value: null }],
	])('%j becomes an item with a value', (value, expected) => {
		expect(presentable(shapeOf(), value)).toEqual(expected);
	});

	test('Simplify keeps what it names, under the last part of a path; what is not there is left out', () => {
		const record = { id: '1', base: { contacts: { email: 'a@example.com' }, age: null }, extra: 1 };
		expect(simplified(['id', 'base.contacts.email', 'base.age', 'missing'], record)).toEqual({
			id: '1',
			email: 'a@example.com',
			age: null,
		});
	});
});
