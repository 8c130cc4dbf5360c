/** "Map Automatically": which column fills which field, and what a person is told of it. */
import type { IDataObject } from 'n8n-workflow';
import { ColumnMatcher } from '../../../core/values/column-matching.ts';
import { ColumnReport } from '../../../core/values/column-report.ts';

const FIELDS = [
	{ name: 'email', columns: ['email', 'contacts.email', 'mail'] },
	{ name: 'phone', columns: ['phone', 'mobile'] },
	{ name: 'city', columns: ['city'] },
	{ name: 'own.city', columns: ['own.city', 'city'] },
	{ name: 'own.size', columns: ['own.size', 'size'] },
	{ name: 'own', columns: ['own'] },
	{ name: 'vendorId', columns: ['vendorId'] },
];
const fresh = () => new ColumnMatcher(FIELDS, new ColumnReport());
/** The values of an item by field; those that no column fills are absent. */
const read = (item: IDataObject, by = fresh()): IDataObject => {
	const { valueOf } = by.read(item);
	const values = FIELDS.map(({ name }) => [name, valueOf(name)]);
	return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as IDataObject;
};
const told = (...items: IDataObject[]) => {
	const report = new ColumnReport();
	const told = new ColumnMatcher(FIELDS, report);
	for (const item of items) read(item, told);
	return report.summary;
};

test.each<[string, IDataObject, IDataObject]>([
	['its own name', { email: 'a' }, { email: 'a' }],
	['a name of another node', { mail: 'a', mobile: '1' }, { email: 'a', phone: '1' }],
	['its own name before another', { mail: 'b', email: 'a' }, { email: 'a' }],
	['a record inside', { contacts: { email: 'a' } }, { email: 'a' }],
	['a dotted column', { 'contacts.email': 'a' }, { email: 'a' }],
	['another name where its own is empty', { email: ' ', mail: 'a' }, { email: 'a' }],
	['another name where its own is null', { email: null, mail: 'a' }, { email: 'a' }],
	['another name where its own is undefined', { email: undefined, mail: 'a' }, { email: 'a' }],
	['its own name where that holds an empty list', { email: [], mail: 'a' }, { email: [] }],
	['its own name where that holds a zero', { email: 0, mail: 'a' }, { email: 0 }],
	['any case', { EMAIL: 'a', MoBiLe: '1' }, { email: 'a', phone: '1' }],
	[
		'white space and a byte order mark',
		{ '\ufeffemail': 'a', 'phone ': '1' },
		{ email: 'a', phone: '1' },
	],
	['the exact name before one in another case', { EMAIL: 'b', email: 'a' }, { email: 'a' }],
	['the first of two in another case', { Email: 'a', EMAIL: 'b' }, { email: 'a' }],
	['one column for one field', { city: 'Rome' }, { city: 'Rome' }],
	['the short name where nobody else has it', { size: 5 }, { 'own.size': 5 }],
	[
		'a record as a whole beside its part',
		{ own: { city: 'Bern', more: 1 } },
		{ own: { city: 'Bern', more: 1 }, 'own.city': 'Bern' },
	],
	['nothing from names that every object has', { other: 1 }, {}],
])('%s', (_what, item, expected) => {
	expect(read(item)).toEqual(expected);
});

test('an empty column is empty, not missing', () => {
	expect(read({ email: '', mail: null })).toEqual({ email: '' });
});

test('what the prototype holds is no column, and a date is a value', () => {
	const names = ['constructor', 'toString', '__proto__', 'at.ts'];
	const named = new ColumnMatcher(
		names.map((name) => ({ name, columns: [name] })),
		new ColumnReport(),
	);
	const valuesIn = (item: IDataObject) => names.map(named.read(item).valueOf);
	const date = { isLuxonDateTime: true, ts: 5, toJSON: () => 'x' };
	const none = [undefined, undefined, undefined, undefined];
	expect(valuesIn({ at: date })).toEqual(none);
	const own = Object.fromEntries([['constructor', 'mine']]);
	expect(valuesIn(own)).toEqual(['mine', ...none.slice(1)]);
});

test('bytes are a value, whatever stands at their places', () => {
	const named = new ColumnMatcher([{ name: 'first', columns: ['file.0'] }], new ColumnReport());
	expect(named.read({ file: new Uint8Array([7]) }).valueOf('first')).toBeUndefined();
	expect(named.read({ file: { 0: 7 } }).valueOf('first')).toBe(7);
});

describe('of thousands of items', () => {
	/** A matcher, and the columns of which a person was told, as often as that happened. */
	const counting = () => {
		const report = new ColumnReport();
		const see = jest.spyOn(report, 'see');
		const told = () => see.mock.calls.splice(0).flat();
		return { matcher: new ColumnMatcher(FIELDS, report), told };
	};

	test('those of the same shape are matched once, also when they take turns', () => {
		const { matcher, told } = counting();
		for (let turn = 0; turn < 3; turn++) {
			matcher.read({ email: turn });
			matcher.read({ phone: turn, size: turn });
		}
		expect(told()).toEqual(['email', 'phone', 'size']);
	});

	test('a thousand shapes are remembered, and no more', () => {
		const { matcher, told } = counting();
		const readAll = (from: number, to: number) => {
			for (let shape = from; shape < to; shape++) matcher.read({ [`c${shape}`]: 1 });
		};
		readAll(0, 1_000);
		expect(told()).toHaveLength(1_000);
		readAll(0, 1_000);
		expect(told()).toEqual([]);
		readAll(1_000, 1_001);
		readAll(0, 1);
		expect(told()).toEqual(['c1000', 'c0']);
	});
});

test('items of different shapes are matched each by its own columns', () => {
	const matcher = fresh();
	const items = [
		{ email: 'a' },
		{ mail: 'b' },
		{ email: 'c' },
		{ contacts: {} },
		{ contacts: { email: 'd' } },
	];
	expect(items.map((item) => read(item, matcher))).toEqual([
		{ email: 'a' },
		{ email: 'b' },
		{ email: 'c' },
		{},
		{ email: 'd' },
	]);
});

test('columns are looked for six records deep, and no deeper', () => {
	const within = (levels: number): IDataObject => {
		let record: IDataObject = { x: 'found' };
		for (let level = 1; level < levels; level++) record = { a: record };
		return record;
	};
	const names = [6, 7].map((levels) => `${'a.'.repeat(levels - 1)}x`);
	const deep = new ColumnMatcher(
		names.map((name) => ({ name, columns: [name] })),
		new ColumnReport(),
	);
	for (const levels of [6, 7]) {
		const { valueOf } = deep.read(within(levels));
		expect(names.map(valueOf)).toEqual([levels === 6 ? 'found' : undefined, undefined]);
	}
	const holdsItself: IDataObject = {};
	holdsItself.a = holdsItself;
	expect(deep.read(holdsItself).valueOf(names[0] ?? '')).toBeUndefined();
});

test.each<[string, IDataObject, IDataObject]>([
	['an empty record', { contacts: {} }, { contacts: { email: 'b' } }],
	['a text', { contacts: 'a' }, { contacts: { email: 'b' } }],
	['another part', { contacts: { fax: 'a' } }, { contacts: { email: 'b' } }],
	['a part further in', { contacts: { email: { of: 'a' } } }, { contacts: { email: 'b' } }],
	['the same names elsewhere', { contacts: {}, email: 'a' }, { contacts: { email: 'b' } }],
])('an item with %s is not taken for one of another shape', (_what, before, item) => {
	const matcher = fresh();
	matcher.read(before);
	expect(matcher.read(item).valueOf('email')).toBe('b');
});

test('an item that cannot be read has no columns', () => {
	const closed = new Proxy<IDataObject>(
		{},
		{
			ownKeys: () => {
				throw new TypeError('closed');
			},
		},
	);
	expect(read(closed)).toEqual({});
	expect(told(closed)).toBeUndefined();
	expect(read({ contacts: closed })).toEqual({});
});

describe('a person is told once', () => {
	test('which columns were used, and which were left out', () => {
		expect(told({ email: 'secret-1', id: 7 }, { mail: 'secret-2', 'e-mail': 'secret-3' })).toBe(
			'Map Automatically used these columns: email, mail. It left out, because no field has their name: id, e-mail.',
		);
	});

	test('of the parts of a record where only parts are used', () => {
		expect(told({ contacts: { email: 'a', fax: 'b', more: { x: 1 } }, other: { y: 1 } })).toBe(
			'Map Automatically used these columns: contacts.email. It left out, because no field has their name: contacts.fax, contacts.more, other.',
		);
	});

	test('of a record as a whole, even where a part of it is used as well', () => {
		expect(told({ own: { city: 'a', other: 'b' } })).toBe(
			'Map Automatically used these columns: own.city, own. It left out none.',
		);
	});

	test('of parts of parts', () => {
		const report = new ColumnReport();
		const deep = new ColumnMatcher([{ name: 'x', columns: ['a.b.c'] }], report);
		deep.read({ a: { b: { c: 1, d: 2 }, e: { f: 3 } }, g: { h: 4 } }).valueOf('x');
		expect(report.summary).toBe(
			'Map Automatically used these columns: a.b.c. It left out, because no field has their name: a.b.d, a.e, g.',
		);
	});

	test('of a column whose name reads like that of a part', () => {
		const report = new ColumnReport();
		const deep = new ColumnMatcher([{ name: 'x', columns: ['a.b.c'] }], report);
		deep.read({ a: { b: { c: 1 } }, ab: 2 }).valueOf('x');
		expect(report.summary).toBe(
			'Map Automatically used these columns: a.b.c. It left out, because no field has their name: ab.',
		);
	});

	test('that all were used, or none', () => {
		expect(told({ email: 'a' })).toBe(
			'Map Automatically used these columns: email. It left out none.',
		);
		expect(told({ id: 'a' })).toBe(
			'Map Automatically found no column that has the name of a field. It left out, because no field has their name: id.',
		);
		expect(new ColumnReport().summary).toBeUndefined();
	});

	test('a column that one item leaves empty and another fills is used', () => {
		expect(told({ email: 'a', mail: '' }, { email: '', mail: 'b' })).toContain('email, mail.');
	});

	test('in a sentence that stays short and can be stored', () => {
		const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`c${at}`, 1]));
		expect(told(many)).toMatch(/c39 and 60 more\.$/);
		expect(told({ [`x${'y'.repeat(1_000)}`]: 1 })?.length).toBeLessThan(250);
		expect(told({ 'a\0b\ud83d': 1 })).toContain('a?b?');
	});
});
