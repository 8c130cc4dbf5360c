/** What a resource mapper lists, and what its kept entries mean when the workflow runs. */
import type { FieldType, ResourceMapperField } from 'n8n-workflow';
import {
	fieldOfMapper,
	fieldOfMapperEntry,
	mapperFieldsOf,
} from '../../../core/editor/resource-mapper.ts';
import type { Field } from '../../../core/rows/field.ts';
import {
	boolean,
	choice,
	choices,
	date,
	dateTime,
	int64,
	integer,
	json,
	jsonList,
	list,
	locator,
	mapping,
	number,
	pairs,
	rows,
	text,
} from '../../../core/rows/field.ts';

const colours = [{ name: 'Red', value: 'r' }];
const answers = [
	{ name: 'Yes', value: true },
	{ name: 'No', value: false },
	{ name: 'Not Set', value: '' },
];

describe('a field in the editor', () => {
	const listed: Array<[Field, Partial<ResourceMapperField>]> = [
		[text('Text'), { type: 'string' }],
		[int64('64-bit ID'), { type: 'string' }],
		[integer('Whole number'), { type: 'number' }],
		[number('Number'), { type: 'number' }],
		[date('Date'), { type: 'string' }],
		[dateTime('Moment'), { type: 'string' }],
		[choice('Choice', colours), { type: 'options', options: colours }],
		[choices('Choices', colours), { type: 'array', options: colours }],
		// Commas may stand in a text, but not in n8n's "array".
		[list('List'), { type: 'string' }],
		[locator('Record', 'search'), { type: 'string' }],
		[json('Object'), { type: 'object' }],
		[jsonList('Records'), { type: 'array' }],
		[pairs('Pairs'), { type: 'object' }],
		[rows('Rows', {}), { type: 'array' }],
		// A switch would say "no" before anybody touched it.
		[boolean('Truth'), { type: 'options', options: answers }],
	];

	test.each(listed.map(([field, expected]) => ({ label: field.label, field, expected })))(
		'$label',
		({ label, field, expected }) => {
			expect(mapperFieldsOf({ name: field }, [])).toEqual({
				fields: [
					{
						id: 'name',
						displayName: label,
						required: false,
						defaultMatch: false,
						canBeUsedToMatch: false,
						display: true,
						removed: true,
						...expected,
					},
				],
			});
		},
	);

	test('a mapping within a mapping is an object', () => {
		const { fields } = mapperFieldsOf({ inner: mapping('Inner', 'getFields', {}) }, []);
		expect(fields).toMatchObject([{ type: 'object' }]);
	});

	test('what only the account knows waits under "Add field", and is never demanded', () => {
		expect(fieldOfMapper('own', 'Own', 'number')).toMatchObject({
			id: 'own',
			displayName: 'Own',
			type: 'number',
			required: false,
			removed: true,
		});
	});

	test('what is required or chosen for a fresh form stands in it, the others wait under "Add field"', () => {
		const { fields } = mapperFieldsOf(
			{ id: text('ID', { required: true }), email: text('Email'), zip: text('Zip') },
			['email'],
		);
		expect(fields.map(({ id, required, removed }) => [id, required, removed])).toEqual([
			['id', true, false],
			['email', true, false],
			['zip', false, true],
		]);
	});

	test('the choices of a mapping are its own, so that n8n may write into them', () => {
		const [field] = mapperFieldsOf({ colour: choice('Colour', colours) }, []).fields;
		expect(field?.options?.[0]).not.toBe(colours[0]);
	});
});

describe('what the editor kept of a field that only the account knows', () => {
	test.each<[FieldType | undefined, unknown, sent: unknown]>([
		['string', 7, '7'],
		['number', '7', 7],
		['boolean', 'yes', true],
		['array', 'a,b', ['a', 'b']],
		['object', { a: 1 }, { a: 1 }],
		['options', 7, 7],
		['dateTime', '2026-03-20', '2026-03-20'],
		['time', '09:30', '09:30'],
		[undefined, { any: 'thing' }, { any: 'thing' }],
	])('%s: %j is sent as %j', (type, value, sent) => {
		const field = fieldOfMapperEntry({ displayName: 'Own', type });
		expect(field.label).toBe('Own');
		expect(field.schema.parse(value)).toEqual(sent);
	});

	test.each<[FieldType, unknown]>([
		['string', {}],
		['number', 'seven'],
		['boolean', 'perhaps'],
		['array', {}],
		['object', 'text'],
	])('%s: %j is refused', (type, value) => {
		const field = fieldOfMapperEntry({ displayName: 'Own', type });
		expect(field.schema.safeParse(value).success).toBe(false);
	});

	test('a truth value stays one, though the editor keeps it as a choice of three', () => {
		const { type, options } = fieldOfMapper('vip', 'VIP', 'boolean');
		const field = fieldOfMapperEntry({ displayName: 'VIP', type, options });
		expect(field.schema.parse('no')).toBe(false);
		expect(field.schema.safeParse('perhaps').success).toBe(false);
	});

	test('a choice among words takes any word, for the account may have more by now', () => {
		const options = [{ name: 'Red', value: 'r' }];
		const field = fieldOfMapperEntry({ displayName: 'Colour', type: 'options', options });
		expect(field.schema.parse('green')).toBe('green');
	});
});
