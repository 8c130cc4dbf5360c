/** From what a person filled in to what a vendor receives. */
import type { IDataObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';
import type { Field, Fields } from '../../../core/rows/field.ts';
import {
	anyList,
	boolean,
	choice,
	choices,
	date,
	dateTime,
	extensible,
	identifier,
	int64,
	integer,
	json,
	jsonList,
	list,
	locator,
	lowerCase,
	mapping,
	number,
	orNow,
	pairs,
	rows,
	text,
	textPairs,
} from '../../../core/rows/field.ts';
import { ColumnReport } from '../../../core/values/column-report.ts';
import { readValues } from '../../../core/values/values.ts';
import { NODE as node } from '../../engine/plain-node.mts';
import {
	mappedByHand,
	mappedByName,
	runTaguchi,
	upsert,
	useSandbox,
} from '../../nodes/Taguchi/run.mts';

interface Given {
	item?: IDataObject;
	timezone?: string;
}
const readAll = (
	fields: Fields,
	parameters: Record<string, unknown>,
	{ item = {}, timezone = 'Europe/Rome' }: Given = {},
) =>
	readValues(
		{
			node,
			itemIndex: 3,
			item,
			timezone,
			columns: new ColumnReport(),
			parameter: (name) => parameters[name] ?? null,
		},
		fields,
	);
/** Reads items one after the other, as a run does. */
const readInOneRun = (
	fields: Fields,
	items: ReadonlyArray<{ parameters: Record<string, unknown>; item?: IDataObject }>,
) => {
	const ofRun = { node, timezone: 'UTC', columns: new ColumnReport(), lastRead: new Map() };
	return items.map(({ parameters, item = {} }, itemIndex) =>
		readValues(
			{ ...ofRun, itemIndex, item, parameter: (name) => parameters[name] ?? null },
			fields,
		),
	);
};
/** What one value becomes. */
const read = (field: Field, value: unknown, given?: Given) =>
	readAll({ it: { ...field, upfront: true } }, { it: value }, given).it;

const kinds = [
	{ name: 'One', value: 'one' },
	{ name: 'Two', value: 'two' },
];

describe('each kind takes what expressions give, and puts on the wire what the vendor accepts', () => {
	test.each<[Field, unknown, unknown]>([
		[text('It'), 'ä', 'ä'],
		[text('It'), 12, '12'],
		[text('It'), false, 'false'],
		[text('It'), ' ä\u00a0', ' ä\u00a0'],
		[text('It'), 12.5, '12.5'],
		[text('It'), 9007199254740991, '9007199254740991'],
		[text('It'), 12345678901234567890n, '12345678901234567890'],
		[text('It'), new Date(0), '1970-01-01T00:00:00.000Z'],
		[text('It'), ' \u200b', undefined],
		[identifier('It'), ' \u200bid-1\u00ad\u00a0', 'id-1'],
		[identifier('It'), 447900900123, '447900900123'],
		[lowerCase(identifier('It')), ' Ann@Example.COM', 'ann@example.com'],
		[int64('It'), '\ufeff12\u200b', 12n],
		[int64('It'), '9223372036854775807', 9223372036854775807n],
		[int64('It'), '9007199254740993', 9007199254740993n],
		[int64('It'), ' -12 ', -12n],
		[int64('It'), 12, 12n],
		[integer('It'), '12', 12],
		[number('It'), '12.5', 12.5],
		[number('It'), 0, 0],
		[boolean('It'), 'false', false],
		[boolean('It'), true, true],
		...['TRUE', 'True', ' true ', 'yes', 'YES', 'on', 'y', 't', '1', 1].map(
			(word): [Field, unknown, unknown] => [boolean('It'), word, true],
		),
		...['FALSE', 'False', 'no', 'OFF', 'n', 'f', '0', 0].map((word): [Field, unknown, unknown] => [
			boolean('It'),
			word,
			false,
		]),
		[boolean('It'), '', undefined],
		[choice('It', kinds), 'two', 'two'],
		[choices('It', kinds), ['one', 'two'], ['one', 'two']],
		[choice('It', kinds), ' TWO ', 'two'],
		[choices('It', kinds), [], undefined],
		[choices('It', kinds), 'one, Two', ['one', 'two']],
		[choices('It', kinds), '["two"]', ['two']],
		[list('It'), 'a, b ,,c', ['a', 'b', 'c']],
		[list('It'), ['a', 1], ['a', '1']],
		[list('It'), '["vip","new"]', ['vip', 'new']],
		[list('It'), "['vip', 'new']", ['vip', 'new']],
		[list('It'), '["a,b", 1]', ['a,b', '1']],
		[list('It'), '[]', []],
		[list('It'), [], []],
		[list('It'), ' vip\u00a0', ['vip']],
		[list('It'), ['\u200ba ', '', ' '], ['a']],
		[anyList('It'), [{ a: 1 }], [{ a: 1 }]],
		[anyList('It'), '[{"a": 1}]', [{ a: 1 }]],
		[anyList('It'), 'a,b', ['a', 'b']],
		[jsonList('It'), '[{"id": 1}]', [{ id: 1 }]],
		[locator('It', 'search'), { __rl: true, mode: 'list', value: 'a' }, 'a'],
		[locator('It', 'search'), { __rl: true, mode: 'id', value: '' }, undefined],
		[locator('It', 'search'), 'a', 'a'],
		[locator('It', 'search'), { __rl: true, mode: 'id', value: ' \u00a0' }, undefined],
		[locator('It', 'search'), { __rl: true, mode: 'id', value: ' a\u200b' }, 'a'],
		[json('It'), { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
		[textPairs('It'), { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
		[pairs('It'), { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
		[pairs('It'), { entry: [{ name: ' a\u200b', value: 1 }] }, { a: 1 }],
		[rows('It', { at: text('At') }), [{ at: new Date(0) }], [{ at: '1970-01-01T00:00:00.000Z' }]],
		[json('It'), '{"id": 9007199254740993}', { id: '9007199254740993' }],
		[json('It'), [1], [1]],
		[pairs('It'), { entry: [{ name: 'a', value: '1' }] }, { a: '1' }],
		[pairs('It'), '{"a": 1, "b": null}', { a: 1, b: null }],
		[pairs('It'), {}, undefined],
		[pairs('It'), { entry: [] }, undefined],
		[textPairs('It'), { a: 1, b: null, c: { d: [true] } }, { a: '1', b: null, c: '{"d":[true]}' }],
		[rows('It', { id: int64('ID') }), { entry: [{ id: '1' }] }, [{ id: 1n }]],
		[rows('It', { id: int64('ID') }), '[{"id": 9007199254740993}]', [{ id: 9007199254740993n }]],
		[rows('It', { id: int64('ID') }), {}, undefined],
		[rows('It', { id: int64('ID') }), { entry: [] }, undefined],
		[rows('It', { id: int64('ID') }), [], []],
		[orNow(dateTime('It')), true, true],
		[orNow(dateTime('It')), '2026-03-20T09:30:00Z', '2026-03-20T09:30:00.000Z'],
		[text('It'), '', undefined],
		[text('It'), null, undefined],
	])('%#: $kind', (field, given, expected) => {
		expect(read(field, given)).toEqual(expected);
	});
});

describe('a value that does not fit is refused by the name of its input, and is not repeated', () => {
	const secret = 'jane@example.com';
	test.each<[Field, unknown, string]>([
		[text('It'), { secret }, '"It" needs text'],
		[int64('It'), secret, '"It" needs a whole number, such as 121293458'],
		[int64('It'), Number('9007199254740993'), '"It" got a number with too many digits to be exact'],
		[int64('It'), '12345678901234567890', '"It" needs a whole number, such as 121293458'],
		[int64('It'), 1.5, '"It" needs a whole number, such as 121293458'],
		[integer('It'), secret, '"It" needs a whole number'],
		[integer('It'), '1.5', '"It" needs a whole number'],
		[number('It'), secret, '"It" needs a number'],
		[boolean('It'), secret, '"It" needs true or false'],
		[choice('It', kinds), secret, '"It" needs one of: one, two'],
		[choices('It', kinds), secret, '"It" needs some of: one, two'],
		[list('It'), { secret }, '"It" needs texts, separated by commas'],
		[json('It'), `{"secret": ${secret}`, '"It" needs a JSON object or list'],
		[json('It'), `"${secret}"`, '"It" needs a JSON object or list'],
		[date('It'), secret, '"It" needs a date, such as 1980-03-20'],
		[date('It'), '1980-02-30', '"It" needs a date, such as 1980-03-20'],
		[date('It'), '20/03/1980', '"It" needs a date, such as 1980-03-20'],
		[date('It'), '0001-01-01', '"It" needs a date, such as 1980-03-20'],
		[dateTime('It'), '0001-01-01T00:00:00Z', '"It" needs a date and time'],
		[dateTime('It'), true, '"It" needs a date and time'],
		[dateTime('It'), secret, '"It" needs a date and time, such as 2026-03-20T09:30:00Z'],
		[pairs('It'), [secret], '"It" needs names with values'],
		[pairs('It'), { entry: [{ name: 'a' }] }, '"It" needs names with values'],
		[rows('It', { id: int64('ID') }), [secret], '"It" needs a list'],
		[rows('It', { id: int64('ID') }), [null], '"It" needs a list'],
		[rows('It', { id: int64('ID') }), [[secret]], '"It" needs a list'],
		[
			rows('It', { id: int64('ID') }),
			{ entry: [{ id: secret }] },
			'"It > ID" needs a whole number',
		],
		[rows('It', { id: int64('ID', { required: true }) }), [{ id: '' }], '"It > ID" is empty'],
		[text('It', { required: true }), '', '"It" is empty'],
		[text('It', { required: true }), '\u00a0\u200b', '"It" is empty'],
		[text('It'), 2 ** 60, '"It" got a number with too many digits to be exact'],
		[text('It'), 1e21, '"It" got a number with too many digits to be exact'],
		[text('It'), 1e-7, '"It" needs text'],
		[text('It'), Number.NaN, '"It" needs text'],
		[identifier('It'), 2 ** 53 + 2, '"It" got a number with too many digits to be exact'],
		[identifier('It'), 'a\nb', '"It" needs text in one line'],
		[locator('It', 'x'), 1e21, '"It" got a number with too many digits to be exact'],
		[int64('It'), '9223372036854775808', '"It" needs a whole number'],
		[int64('It'), '-9223372036854775809', '"It" needs a whole number'],
		[number('It'), '1234567890123456789', '"It" needs a number'],
		[number('It'), '9'.repeat(400), '"It" needs a number'],
		[number('It'), Infinity, '"It" needs a number'],
		[boolean('It'), 'maybe', '"It" needs true or false'],
		[boolean('It'), 2, '"It" needs true or false'],
		[choices('It', kinds), ['one', secret], '"It" needs some of: one, two'],
		[list('It'), '[a, b]', '"It" needs texts, separated by commas'],
		[list('It'), '[{"a": 1}]', '"It" needs texts, separated by commas'],
		[jsonList('It'), '{"a": 1}', '"It" needs a JSON list'],
		[textPairs('It'), { a: 1e21 }, '"It" needs names with values'],
		[pairs('It'), { a: 1e21 }, '"It" needs names with values'],
		[pairs('It'), { entry: [{ name: ' ', value: 'x' }] }, '"It > Name" is empty'],
		[
			pairs('It'),
			{ entry: [{ name: { a: 1 }, value: 'x' }] },
			'"It > Name" needs text in one line',
		],
		[text('It'), 'half \ud83d', '"It" holds half of a character or a NUL'],
		[json('It'), '{"a": "\\ud83d"}', '"It" holds half of a character or a NUL'],
		[json('It'), '{"__proto__": {"a": 1}}', '"It" holds the name __proto__, which cannot be sent'],
		[
			json('It'),
			'['.repeat(10_000) + ']'.repeat(10_000),
			'"It" is nested more than 100 levels deep',
		],
		[json('It'), { run: () => 1 }, '"It" holds a function, which cannot be sent'],
		[text('It'), Object.create(null), '"It" needs text'],
		[text('It'), 'Invalid DateTime', '"It" holds a date that does not exist'],
		[
			rows('Messages', { id: int64('Activity ID') }),
			{ entry: [{ id: 'x' }] },
			'"Messages > Activity ID" needs a whole number',
		],
		[
			rows('Groups', { rules: rows('Rules', { field: identifier('Field') }) }),
			[{ rules: [{ field: '\0' }] }],
			'"Groups > Rules > Field" holds half of a character or a NUL',
		],
	])('%#: %j', (field, given, expected) => {
		const reading = () => read(field, given);
		expect(reading).toThrow(expected);
		expect(reading).toThrow(
			expect.objectContaining({ context: expect.objectContaining({ itemIndex: 3 }) }),
		);
		expect(reading).not.toThrow(secret);
	});
});

describe('dates and times', () => {
	test.each([
		['2026-07-01T09:30', '2026-07-01T07:30:00.000Z', 'summer in Rome'],
		['2026-01-15T09:30', '2026-01-15T08:30:00.000Z', 'winter in Rome'],
		['2026-07-01 09:30:15', '2026-07-01T07:30:15.000Z', 'a space instead of the T'],
		['2026-07-01', '2026-06-30T22:00:00.000Z', 'midnight in Rome'],
		['2026-07-01T09:30:00Z', '2026-07-01T09:30:00.000Z', 'UTC'],
		['2026-07-01T09:30:00+10:00', '2026-06-30T23:30:00.000Z', 'an offset of its own'],
		['2026-07-01T09:30:00.123456789Z', '2026-07-01T09:30:00.123Z', 'fractions of a second'],
		['2026-03-29T03:00', '2026-03-29T01:00:00.000Z', 'the hour that summer time skips is over'],
		['2026-10-25T02:30:00+02:00', '2026-10-25T00:30:00.000Z', 'the hour that comes twice, first'],
		['2026-10-25T02:30:00+01:00', '2026-10-25T01:30:00.000Z', 'the hour that comes twice, then'],
		[new Date(Date.UTC(2026, 6, 1, 9, 30)), '2026-07-01T09:30:00.000Z', 'a Date'],
	])('%s is %s: %s', (given, expected, _why) => {
		expect(read(dateTime('It'), given)).toBe(expected);
	});

	test.each([
		['1980-03-20', '1980-03-20'],
		['1980-03-20T00:00:00.000+11:00', '1980-03-20'],
		['1980-03-20T23:59:59Z', '1980-03-20'],
		['1980-03-20 00:00', '1980-03-20'],
		[' 1980-03-20 ', '1980-03-20'],
	])('the calendar date of %j is %j, whatever the zone', (given, expected) => {
		for (const timezone of ['Pacific/Auckland', 'America/Los_Angeles']) {
			expect(read(date('It'), given, { timezone })).toBe(expected);
		}
	});

	describe('from expressions, in the real engine', () => {
		const sandbox = useSandbox();
		test.each([
			[
				'={{ DateTime.fromISO("2026-07-01T09:30", { zone: "Australia/Melbourne" }) }}',
				'2026-06-30T23:30:00.000Z',
				'2026-07-01',
			],
			[
				'={{ DateTime.fromISO("2026-07-01T00:15", { zone: "Pacific/Auckland" }) }}',
				'2026-06-30T12:15:00.000Z',
				'2026-07-01',
			],
			// The test's workflow has n8n's default time zone, America/New_York.
			['={{ "2026-07-01T09:30" }}', '2026-07-01T13:30:00.000Z', '2026-07-01'],
			['={{ new Date(Date.UTC(2026, 6, 1, 9, 30)) }}', '2026-07-01T09:30:00.000Z', '2026-07-01'],
		])('%s', async (expression, moment, day) => {
			const profile = mappedByHand({
				email: 'jane@example.com',
				unsubscribedTimestamp: expression,
				dob: expression,
			});
			const run = await runTaguchi(sandbox(), upsert({ items: [{}], parameters: { profile } }));
			expect(run.error).toBeUndefined();
			expect(sandbox().taguchi.subscribers).toMatchObject([
				{ unsubscribedTimestamp: moment, dob: day },
			]);
		});
	});
});

describe('which inputs count', () => {
	const fields = {
		by: choice('By', kinds, { required: true }),
		first: text('First', { required: true, show: { by: ['one'] } }),
		second: text('Second', { required: true, show: { by: ['two'] } }),
		more: text('More'),
	};

	test('those that are shown, also when hidden ones still hold something', () => {
		const parameters = {
			by: 'two',
			first: 'left over',
			second: 'b',
			additionalFields: { more: 'c' },
		};
		expect(readAll(fields, parameters)).toEqual({ by: 'two', second: 'b', more: 'c' });
	});

	test('those whose conditions all hold', () => {
		const both = { ...fields, more: text('More', { show: { by: ['two'], second: ['b'] } }) };
		const parameters = (second: string) => ({
			by: 'two',
			second,
			additionalFields: { more: 'c' },
		});
		expect(readAll(both, parameters('b'))).toEqual({ by: 'two', second: 'b', more: 'c' });
		expect(readAll(both, parameters('x'))).toEqual({ by: 'two', second: 'x' });
	});

	test('within a row those that are shown beside its own values', () => {
		const { by, first, second } = fields;
		const rules = rows('Rules', { by, first, second });
		expect(
			readAll({ rules }, { rules: [{ by: 'one', first: 'a', second: 'left over' }] }).rules,
		).toEqual([{ by: 'one', first: 'a' }]);
	});

	test('pairs and rows stand in the form itself, other optional ones in Additional Fields', () => {
		const more = {
			all: pairs('All'),
			rules: rows('Rules', { at: text('At') }),
			note: text('Note'),
		};
		expect(
			readAll(more, {
				all: { a: 1 },
				rules: [{ at: 'x' }],
				note: 'not here',
				additionalFields: { note: 'here', all: { a: 2 } },
			}),
		).toEqual({ all: { a: 1 }, rules: [{ at: 'x' }], note: 'here' });
	});

	describe('where n8n cannot read Additional Fields as a whole', () => {
		const more = { note: text('Note'), city: text('City') };
		const source = (parameters: Record<string, unknown>) => ({
			node,
			itemIndex: 0,
			item: {},
			timezone: 'UTC',
			parameter: (name: string) => {
				if (!Object.hasOwn(parameters, name)) throw new RangeError('Maximum call stack size');
				return parameters[name];
			},
		});

		test('those count that it can read alone', () => {
			const parameters = { 'additionalFields.note': 'a', 'additionalFields.city': 'Bern' };
			expect(readValues(source(parameters), more)).toEqual({ note: 'a', city: 'Bern' });
		});

		test('the one at fault is named', () => {
			expect(() => readValues(source({ 'additionalFields.note': 'a' }), more)).toThrow(
				'"City" cannot be read',
			);
		});
	});

	test('a shown one that is required must be filled in, a hidden one need not', () => {
		expect(() => readAll(fields, { by: 'two', first: 'a' })).toThrow('"Second" is empty');
		expect(readAll(fields, { by: 'one', first: 'a' })).toEqual({ by: 'one', first: 'a' });
	});
});

describe('a mapping', () => {
	const field = mapping('Person', 'fields', {
		email: text('Email'),
		'home.city': text('City'),
		born: date('Born'),
		tags: json('Tags'),
	});
	const map = (value: unknown, item: IDataObject = {}, emptyValues = 'keep') =>
		readAll({ it: field }, { it: value, emptyValues }, { item }).it;
	const item = { email: 'a@example.com', home: { city: 'Köln' }, tags: ['x'], other: 1 };

	test('by name takes the known fields of the item, nested ones too, and leaves the others', () => {
		expect(map(mappedByName, item)).toEqual({
			email: 'a@example.com',
			'home.city': 'Köln',
			tags: ['x'],
		});
	});

	test('by hand takes what is mapped', () => {
		expect(map(mappedByHand({ email: 'b@example.com' }), item)).toEqual({ email: 'b@example.com' });
	});

	test('from an expression takes the object as it is', () => {
		expect(map('{"email": "c@example.com"}')).toEqual({ email: 'c@example.com' });
	});

	test.each([
		['keep', { email: 'a@example.com' }],
		['clear', { email: 'a@example.com', 'home.city': null, born: null }],
	])('empty values: %s', (emptyValues, expected) => {
		const emptied = { email: 'a@example.com', 'home.city': '', born: null };
		expect(map(mappedByName, emptied, emptyValues)).toEqual(expected);
		expect(map(mappedByHand(emptied), {}, emptyValues)).toEqual(expected);
		const nested = { email: 'a@example.com', home: { city: '' }, born: null };
		expect(map(mappedByName, nested, emptyValues)).toEqual(expected);
	});

	test('in which nothing is mapped is refused', () => {
		expect(() => map(mappedByName, { other: 1 })).toThrow('"Values to Send" is empty');
	});

	test.each([undefined, null, ''])('that is %p is refused as empty', (value) => {
		const source = {
			node,
			itemIndex: 0,
			item: {},
			timezone: 'UTC',
			parameter: () => value,
		};
		expect(() => readValues(source, { it: field })).toThrow('"Values to Send" is empty');
	});

	test.each(['[1]', '5', '"text"', 5, ['x']])('from an expression cannot be %j', (value) => {
		expect(() => map(value)).toThrow('"Values to Send" needs mapped fields');
	});

	test('in which a required field is not filled is refused by its label', () => {
		const needy = mapping('Person', 'fields', { email: text('Email', { required: true }) });
		const read = (it: unknown, item: IDataObject) =>
			readAll({ it: needy }, { it, emptyValues: 'keep' }, { item }).it;
		expect(() => read(mappedByName, { other: 1 })).toThrow('"Values to Send > Email" is empty');
		expect(() => read(mappedByHand({ other: 1 }), {})).toThrow('"Values to Send > Email" is empty');
		expect(read(mappedByName, { email: 'a' })).toEqual({ email: 'a' });
	});

	test('leaves alone what a person has removed from the form, also where empty values clear', () => {
		const { schema, ...rest } = mappedByHand({ email: 'a', 'home.city': null, tags: '["x"]' });
		const removed = schema.map((entry) => ({ ...entry, removed: entry.id !== 'email' }));
		expect(map({ ...rest, schema: removed }, {}, 'clear')).toEqual({ email: 'a' });
		expect(map({ ...rest, schema }, {}, 'clear')).toEqual({
			email: 'a',
			'home.city': null,
			tags: ['x'],
		});
	});

	test('is prepared once for all items of a run', () => {
		const asked = jest.fn(() => ['town']);
		const city = {
			...text('City'),
			get columns() {
				return asked();
			},
		};
		const fields = { it: mapping('Person', 'fields', { city }) };
		const run = () =>
			readInOneRun(
				fields,
				[{ city: 'Bern' }, { town: 'Rome' }, { city: 'Graz' }].map((item) => ({
					parameters: { it: mappedByName },
					item,
				})),
			);
		const expected = ['Bern', 'Rome', 'Graz'].map((name) => ({ it: { city: name } }));
		expect(run()).toEqual(expected);
		expect(asked).toHaveBeenCalledTimes(1);
		expect(run()).toEqual(expected);
		expect(asked).toHaveBeenCalledTimes(2);
	});

	test('names its fields below the heading that n8n gives it', () => {
		expect(() => map(mappedByName, { born: '03/04/2024' })).toThrow(
			'"Values to Send > Born" needs a date',
		);
	});
});

describe('fields that only the account has', () => {
	const entry = (id: string, type: string, more: object = {}) => ({
		id,
		displayName: `The ${id}`,
		type,
		removed: false,
		...more,
	});
	const YES_NO = { options: [{ name: 'Yes', value: true }] };
	const known = { city: text('City') };
	const field = extensible(mapping('Person', 'fields', known), 'own.');
	const map = (mode: object, schema: object[], item: IDataObject = {}) =>
		readAll({ it: field }, { it: { ...mode, matchingColumns: [], schema } }, { item }).it;
	const byName = { mappingMode: 'autoMapInputData', value: null };
	const byHand = (value: IDataObject) => ({ mappingMode: 'defineBelow', value });

	test.each<[string, object, unknown, unknown]>([
		['string', {}, 12, '12'],
		['number', {}, '12', 12],
		['boolean', {}, 'yes', true],
		['options', YES_NO, 'FALSE', false],
		['options', { options: [{ name: 'A', value: 'a' }] }, 'b', 'b'],
		['array', {}, 'a,b', ['a', 'b']],
		['array', {}, [{ a: 1 }], [{ a: 1 }]],
		['object', {}, '{"a": 1}', { a: 1 }],
		['dateTime', {}, new Date(0), '1970-01-01T00:00:00.000Z'],
	])('are read as the %s that the editor kept: %j', (type, more, given, expected) => {
		const schema = [entry('own.x', type, more)];
		expect(map(byHand({ 'own.x': given } as IDataObject), schema)).toEqual({ 'own.x': expected });
		expect(map(byName, schema, { 'own.x': given } as IDataObject)).toEqual({ 'own.x': expected });
	});

	test('are refused by their label', () => {
		const schema = [entry('own.size', 'number')];
		expect(() => map(byHand({ 'own.size': 'big' }), schema)).toThrow(
			'"Values to Send > The own.size" needs a number',
		);
	});

	test('are sent also where the editor kept no list of them', () => {
		expect(map(byHand({ 'own.x': 5, city: 'Bern' }), [])).toEqual({ 'own.x': 5, city: 'Bern' });
	});

	test('are taken from an expression as well', () => {
		const it = { 'own.x': 5, city: 'Bern' };
		expect(readAll({ it: field }, { it }).it).toEqual(it);
		expect(readAll({ it: field }, { it: JSON.stringify(it) }).it).toEqual(it);
	});

	test('take nothing from the known ones, which are read by the row also where the editor lists them', () => {
		const born = extensible(mapping('Person', 'fields', { born: date('Born') }), 'own.');
		const mapped = { ...byHand({ born: '1980-02-30' }), schema: [entry('born', 'string')] };
		expect(() => readAll({ it: born }, { it: { ...mapped, matchingColumns: [] } })).toThrow(
			'"Values to Send > Born" needs a date',
		);
	});

	test("are read by each item's own list of them", () => {
		const mapped = (id: string, type: string) => ({
			parameters: {
				it: { ...byHand({ [id]: '5' }), matchingColumns: [], schema: [entry(id, type)] },
			},
		});
		expect(
			readInOneRun({ it: field }, [
				mapped('own.x', 'string'),
				mapped('own.x', 'number'),
				mapped('own.y', 'number'),
				mapped('own.x', 'string'),
			]),
		).toEqual([
			{ it: { 'own.x': '5' } },
			{ it: { 'own.x': 5 } },
			{ it: { 'own.y': 5 } },
			{ it: { 'own.x': '5' } },
		]);
	});

	test('may be called like what every object has', () => {
		const schema = [entry('constructor', 'string'), entry('toString', 'string')];
		expect(map(byName, schema, Object.fromEntries([['constructor', 'mine']]))).toEqual(
			Object.fromEntries([['constructor', 'mine']]),
		);
	});

	test('cannot be called __proto__, for nothing could hold their values', () => {
		const reading = () => map(byName, [entry('own.__proto__', 'string')]);
		expect(reading).toThrow('"Values to Send" has a field named __proto__');
		expect(reading).toThrow(
			expect.objectContaining({ description: 'Give the field another name.' }),
		);
	});

	test('are also found without the prefix, unless another field has that name', () => {
		const schema = [entry('own.city', 'string'), entry('own.size', 'number')];
		expect(map(byName, schema, { city: 'Bern', size: 5 })).toEqual({ city: 'Bern', 'own.size': 5 });
	});

	test('that do not begin with the prefix are found by the whole name alone', () => {
		const schema = [entry('her.size', 'number')];
		expect(() => map(byName, schema, { size: 5 })).toThrow('"Values to Send" is empty');
		expect(map(byName, schema, { size: 5, 'her.size': 6 })).toEqual({ 'her.size': 6 });
	});

	test('with dots in their names are found by the whole name alone', () => {
		const unprefixed = extensible(mapping('Person', 'fields', { email: text('Email') }));
		const schema = [entry('shop.email', 'string')];
		const read = (item: IDataObject) =>
			readAll({ it: unprefixed }, { it: { ...byName, matchingColumns: [], schema } }, { item }).it;
		expect(read({ email: 'a' })).toEqual({ email: 'a' });
		expect(read({ email: 'a', 'shop.email': 'b' })).toEqual({ email: 'a', 'shop.email': 'b' });
	});
});

describe('null in a list of rows', () => {
	const fields = { lists: rows('Lists', { id: int64('ID'), at: dateTime('At') }) };
	const read = (lists: unknown, emptyValues: string) =>
		readAll(fields, { lists, emptyValues }).lists;

	test.each([
		['a list', [{ id: '1', at: null }]],
		['JSON', '[{"id": "1", "at": null}]'],
		['the form', { entry: [{ id: '1', at: null }] }],
	])('from %s clears only where Empty Values say so', (_from, lists) => {
		expect(read(lists, 'clear')).toEqual([{ id: 1n, at: null }]);
		expect(read(lists, 'keep')).toEqual([{ id: 1n }]);
	});

	test('an empty text clears in a list; in the form nobody may have touched it', () => {
		expect(read([{ id: '1', at: '' }], 'clear')).toEqual([{ id: 1n, at: null }]);
		expect(read({ entry: [{ id: '1', at: '' }] }, 'clear')).toEqual([{ id: 1n }]);
	});
});

test('what n8n itself cannot read is refused by its label', () => {
	const source = {
		node,
		itemIndex: 3,
		item: {},
		timezone: 'UTC',
		parameter: (name: string) => {
			if (name === 'additionalFields') return {};
			throw new RangeError('Maximum call stack size exceeded');
		},
	};
	const fields = { it: json('It', { upfront: true }) };
	expect(() => readValues(source, fields)).toThrow(
		'"It" cannot be read: it is nested too deeply, holds itself, or is no data',
	);
});

describe('of several items', () => {
	const fields = { it: text('It', { upfront: true }), many: list('Many', { upfront: true }) };
	const readItems = (all: ReadonlyArray<Record<string, unknown>>) =>
		readInOneRun(
			fields,
			all.map((parameters) => ({ parameters })),
		);

	test('each gets its own value, whatever the one before held', () => {
		const held = ['a', 'a', 1, '1', ' ', 'a', undefined, 0, -0, false, 'a'];
		expect(readItems(held.map((it) => ({ it })))).toEqual(
			held.map((it) => readAll(fields, { it })),
		);
	});

	test('an input that holds what it held before is not read again', () => {
		const made = jest.fn((value: string) => `${value}!`);
		const it = {
			...text('It', { upfront: true }),
			schema: z.pipe(
				z.string(),
				z.transform((value: string) => made(value)),
			),
		};
		const held = ['a', 'a', 'b', 'b', 'a'].map((value) => ({ parameters: { it: value } }));
		expect(readInOneRun({ it }, held)).toEqual(
			held.map(({ parameters }) => ({ it: `${parameters.it}!` })),
		);
		expect(made.mock.calls.flat()).toEqual(['a', 'b', 'a']);
	});

	test('no two share a list', () => {
		const [one, other] = readItems([{ many: 'a,b' }, { many: 'a,b' }]);
		expect(one).toEqual({ many: ['a', 'b'] });
		expect(one?.many).not.toBe(other?.many);
	});
});

const CORRECT = 'Correct the value, or the expression that gives it.';
const YEAR_FIRST =
	'Write the year first, then month and day. Another form needs an expression, such as {{ DateTime.fromFormat($json.date, "dd/MM/yyyy") }} or {{ DateTime.fromSeconds($json.date) }}.';
const ROUNDED =
	'It was rounded before it came here. Let the column, or the node before this one, give it as text.';

test.each<[Field, unknown, string]>([
	[
		locator('Contact', 'searchContacts', { required: true }),
		'',
		'Choose one from the list, or map the Contact ID from the incoming item.',
	],
	[text('Note', { required: true }), '', 'Fill it in, or map it from the incoming item.'],
	[date('It'), '03/04/2024', YEAR_FIRST],
	[dateTime('It'), '03/04/2024', YEAR_FIRST],
	[int64('It'), 2 ** 53, ROUNDED],
	[int64('It'), -(2 ** 53), ROUNDED],
	[int64('It'), 0.5, CORRECT],
	[boolean('It'), 'maybe', CORRECT],
	[json('It'), '{', CORRECT],
])('the way out of a value that does not fit is its own: %#', (field, value, description) => {
	expect(() => readAll({ field: { ...field, upfront: true } }, { field: value })).toThrow(
		expect.objectContaining({ description }),
	);
});
