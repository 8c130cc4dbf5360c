/** What each kind of field is called, what it takes, and what it sends. */
import type { Field, FieldKind } from '../../../core/rows/field.ts';
import {
	anyList,
	anything,
	boolean,
	choice,
	choiceOf,
	choices,
	date,
	dateTime,
	entriesOf,
	extensible,
	identifier,
	int64,
	integer,
	joined,
	json,
	jsonList,
	list,
	liveChoice,
	liveChoices,
	locator,
	locatorOf,
	lowerCase,
	mapping,
	needed,
	number,
	object,
	orNow,
	pairs,
	rows,
	text,
	textPairs,
} from '../../../core/rows/field.ts';

const colours = [
	{ name: 'Red', value: 'red' },
	{ name: 'Blue', value: 'blue' },
];
const fields = { id: text('ID') };

interface Kind {
	kind: FieldKind;
	/** The end of the sentence "… needs …". */
	needs: string;
	make: () => Field;
	/** What is written, and what is sent. */
	takes: Array<[written: unknown, sent: unknown]>;
	refuses: unknown[];
	/** What the field holds besides. */
	more?: object;
}

const same = (value: unknown): [unknown, unknown] => [value, value];

const kinds: Record<string, Kind> = {
	text: {
		kind: 'text',
		needs: 'text',
		make: () => text('Any'),
		takes: [
			[7, '7'],
			[' a\u00a0', ' a\u00a0'],
		],
		refuses: [{}, null],
	},
	identifier: {
		kind: 'text',
		needs: 'text in one line',
		make: () => identifier('Any'),
		takes: [[' a\u00a0', 'a']],
		refuses: ['a\nb', ' '],
	},
	'identifier in lower case': {
		kind: 'text',
		needs: 'text in one line',
		make: () => lowerCase(identifier('Any')),
		takes: [[' Ann@Example.com', 'ann@example.com']],
		refuses: ['a\nb'],
	},
	int64: {
		kind: 'int64',
		needs: 'a whole number, such as 121293458',
		make: () => int64('Any'),
		takes: [['9007199254740993', 9007199254740993n]],
		refuses: [2 ** 53, 'a'],
		more: { example: '121293458' },
	},
	integer: {
		kind: 'integer',
		needs: 'a whole number',
		make: () => integer('Any'),
		takes: [['7', 7]],
		refuses: [1.5, 'a'],
	},
	number: {
		kind: 'number',
		needs: 'a number',
		make: () => number('Any'),
		takes: [['1.5', 1.5]],
		refuses: ['a'],
	},
	boolean: {
		kind: 'boolean',
		needs: 'true or false',
		make: () => boolean('Any'),
		takes: [['no', false]],
		refuses: ['perhaps'],
	},
	date: {
		kind: 'date',
		needs: 'a date, such as 1980-03-20',
		make: () => date('Any'),
		takes: [same('2026-02-28')],
		refuses: ['2026-02-30', '2026-02-28T00:00:00Z'],
		more: { example: '1980-03-20' },
	},
	dateTime: {
		kind: 'dateTime',
		needs: 'a date and time, such as 2026-03-20T09:30:00Z',
		make: () => dateTime('Any'),
		takes: [same('2026-02-28T00:00:00Z')],
		refuses: ['2026-02-28', true],
		more: { example: '2026-03-20T09:30:00Z' },
	},
	'dateTime, or now': {
		kind: 'dateTime',
		needs: 'a date and time, such as 2026-03-20T09:30:00Z, or true for now',
		make: () => orNow(dateTime('Any')),
		takes: [same('2026-02-28T00:00:00Z'), same(true)],
		refuses: ['2026-02-28', false],
		more: { example: '2026-03-20T09:30:00Z' },
	},
	choice: {
		kind: 'choice',
		needs: 'one of: red, blue',
		make: () => choice('Any', colours),
		takes: [['RED', 'red']],
		refuses: ['green'],
		more: { choices: colours },
	},
	'choice of a list that several fields have': {
		kind: 'choice',
		needs: 'one of: red, blue',
		make: () => choiceOf(colours)('Any'),
		takes: [same('blue')],
		refuses: ['green'],
		more: { choices: colours },
	},
	liveChoice: {
		kind: 'choice',
		needs: 'a choice from the list',
		make: () => liveChoice('Any', 'getColours'),
		takes: [[' green ', 'green']],
		refuses: [' '],
		more: { method: 'getColours' },
	},
	choices: {
		kind: 'choices',
		needs: 'some of: red, blue',
		make: () => choices('Any', colours),
		takes: [['red,Blue', ['red', 'blue']]],
		refuses: [['green']],
		more: { choices: colours },
	},
	liveChoices: {
		kind: 'choices',
		needs: 'choices from the list',
		make: () => liveChoices('Any', 'getColours'),
		takes: [['a, b', ['a', 'b']]],
		refuses: [{}],
		more: { method: 'getColours' },
	},
	list: {
		kind: 'list',
		needs: 'texts, separated by commas',
		make: () => list('Any'),
		takes: [['a, b', ['a', 'b']]],
		refuses: [[{}]],
	},
	'list with commas on the wire': {
		kind: 'list',
		needs: 'texts, separated by commas',
		make: () => joined(list('Any')),
		takes: [[['a', ' b'], 'a,b']],
		refuses: [[{}]],
	},
	anyList: {
		kind: 'list',
		needs: 'a JSON list, or texts separated by commas',
		make: () => anyList('Any'),
		takes: [same([{ id: 1 }]), ['a, b', ['a', 'b']]],
		refuses: [{}],
	},
	locator: {
		kind: 'locator',
		needs: 'a choice from the list, or an ID',
		make: () => locator('Any', 'searchPeople'),
		takes: [[' p1 ', 'p1']],
		refuses: ['a\nb'],
		more: { method: 'searchPeople' },
	},
	json: {
		kind: 'json',
		needs: 'a JSON object or list',
		make: () => json('Any'),
		takes: [same({ a: 1 }), same([1])],
		refuses: ['a'],
		more: { example: '{"total": 123.5}' },
	},
	jsonList: {
		kind: 'json',
		needs: 'a JSON list',
		make: () => jsonList('Any'),
		takes: [same([1])],
		refuses: [{ a: 1 }],
		more: { example: '[{"id": "1"}]', isList: true },
	},
	object: {
		kind: 'json',
		needs: 'a JSON object or list',
		make: () => object('Any', fields),
		takes: [same({ id: 'a' })],
		refuses: ['a'],
		more: { example: '{"total": 123.5}', fields },
	},
	anything: {
		kind: 'text',
		needs: 'a value',
		make: () => anything('Any'),
		takes: [same({ a: [1] }), same('a'), same(null)],
		refuses: [Number.NaN],
	},
	pairs: {
		kind: 'pairs',
		needs: 'names with values',
		make: () => pairs('Any'),
		takes: [same({ a: 1, b: null })],
		refuses: [{ a: {} }, { ' ': 1 }],
	},
	textPairs: {
		kind: 'pairs',
		needs: 'names with values',
		make: () => textPairs('Any'),
		takes: [
			[
				{ a: 1, b: null, c: [1] },
				{ a: '1', b: null, c: '[1]' },
			],
		],
		refuses: [{ ' ': 1 }],
	},
	rows: {
		kind: 'rows',
		needs: 'a list',
		make: () => rows('Any', fields),
		takes: [same([{ id: 'a' }]), same([])],
		refuses: [['a'], { id: 'a' }],
		more: { fields },
	},
	mapping: {
		kind: 'mapping',
		needs: 'mapped fields',
		make: () => mapping('Any', 'getFields', fields),
		takes: [same({ id: 'a' })],
		refuses: ['a', [{ id: 'a' }]],
		more: { required: true, fields, method: 'getFields' },
	},
};

test.each(Object.entries(kinds))('%s', (_title, { make, kind, needs, takes, refuses, more }) => {
	const field = make();
	const { schema, ...rest } = field;
	expect(rest).toEqual({ kind, label: 'Any', needs, ...more });
	for (const [written, sent] of takes) expect(schema.parse(written)).toEqual(sent);
	for (const value of refuses) expect(schema.safeParse(value).success).toBe(false);
});

describe('what is noted beside a field', () => {
	test('stands beside what its kind says, and an example of its own comes first', () => {
		const notes = { description: 'In full', required: true, example: 'mine' } as const;
		const noted: Field[] = [
			text('Any', notes),
			int64('Any', notes),
			date('Any', notes),
			dateTime('Any', notes),
			json('Any', notes),
			jsonList('Any', notes),
			orNow(dateTime('Any', notes)),
			choiceOf(colours)('Any', notes),
			liveChoice('Any', 'getColours', notes),
			locator('Any', 'searchPeople', notes),
			rows('Any', fields, notes),
			pairs('Any', notes),
		];
		for (const field of noted) expect(field).toMatchObject(notes);
	});

	test('records of one kind share their example, unless a field has its own', () => {
		const person = locatorOf('Person', 'searchPeople', 'p1');
		expect(person()).toMatchObject({ label: 'Person', method: 'searchPeople', example: 'p1' });
		expect(person({ example: 'p2' })).toMatchObject({ example: 'p2' });
		expect(locatorOf('Person', 'searchPeople')()).not.toHaveProperty('example');
	});

	test('the same field may be needed elsewhere', () => {
		const optional = text('Any');
		expect(needed(optional)).toEqual({ ...optional, required: true });
	});

	test('a mapping may have fields of the account, with or without a record around them', () => {
		const known = mapping('Any', 'getFields', fields);
		expect(extensible(known)).toEqual({ ...known, extensible: true, ownPrefix: '' });
		expect(extensible(known, 'extended.')).toEqual({
			...known,
			extensible: true,
			ownPrefix: 'extended.',
		});
	});
});

test('the fields of a set are listed once, in their order', () => {
	const set = { b: text('B'), a: text('A') };
	expect(entriesOf(set)).toEqual([
		['b', set.b],
		['a', set.a],
	]);
	expect(entriesOf(set)).toBe(entriesOf(set));
});
