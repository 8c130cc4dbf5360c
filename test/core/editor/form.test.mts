/** What a row looks like in n8n's editor. */
import type { INodeProperties } from 'n8n-workflow';
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
	list,
	liveChoice,
	liveChoices,
	locator,
	mapping,
	number,
	pairs,
	rows,
	text,
} from '../../../core/rows/field.ts';
import { formOf, propertyOf } from '../../../core/editor/form.ts';
import type { Operation, Resource } from '../../../core/rows/operation.ts';
import { many, one } from '../../../core/rows/operation.ts';
import { GET, POST } from '../../../core/rows/route.ts';

const colours = [
	{ name: 'Red', value: 'r', description: 'Like a rose' },
	{ name: 'Blue', value: 'b' },
];
const sorts = ['E', 'D', 'C', 'B', 'A'].map((name) => ({ name, value: name.toLowerCase() }));

describe('one field', () => {
	test.each<[string, Field, Partial<INodeProperties>]>([
		['text', text('Name'), { type: 'string', default: '' }],
		['a 64-bit ID', int64('ID'), { type: 'string', default: '', placeholder: 'e.g. 121293458' }],
		['a whole number', integer('Age'), { type: 'number', default: 0 }],
		['a number', number('Price'), { type: 'number', default: 0 }],
		['a switch', boolean('On'), { type: 'boolean', default: false }],
		['a date', date('Day'), { type: 'string', default: '', placeholder: 'e.g. 1980-03-20' }],
		['a moment', dateTime('At'), { type: 'dateTime', default: '' }],
		['JSON', json('Data'), { type: 'json', default: '' }],
		['a list', list('Tags'), { type: 'string', default: '' }],
		['a choice', choice('Colour', colours), { type: 'options', default: 'r', options: colours }],
		[
			'several choices',
			choices('Colours', colours),
			{ type: 'multiOptions', default: [], options: colours },
		],
		[
			'a long list of choices in alphabetical order',
			choice('Sort', sorts),
			{ type: 'options', default: 'e', options: [...sorts].reverse() },
		],
		[
			'a list of four in its own order',
			choice('Sort', sorts.slice(0, 4)),
			{ type: 'options', default: 'e', options: sorts.slice(0, 4) },
		],
		[
			'a choice of the account',
			liveChoice('Field', 'getFields', { description: 'What is compared' }),
			{
				displayName: 'Field Name or ID',
				type: 'options',
				default: '',
				description:
					'What is compared. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
				typeOptions: { loadOptionsMethod: 'getFields' },
			},
		],
		[
			'a choice of the account without words of its own',
			liveChoice('Status', 'getStatus'),
			{
				displayName: 'Status Name or ID',
				type: 'options',
				default: '',
				description:
					'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				typeOptions: { loadOptionsMethod: 'getStatus' },
			},
		],
		[
			'several choices of the account, which depend on another input',
			liveChoices('Properties', 'getProperties', { dependsOn: ['nodeId'] }),
			{
				displayName: 'Property Names or IDs',
				type: 'multiOptions',
				default: [],
				description:
					'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				typeOptions: { loadOptionsMethod: 'getProperties', loadOptionsDependsOn: ['nodeId'] },
			},
		],
		[
			'a number that nobody should be given to',
			integer('Version', { blank: true }),
			{ type: 'number', default: '' },
		],
		[
			'a record of the account, from the list first',
			locator('List', 'searchLists'),
			{
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				modes: [
					{
						displayName: 'From List',
						name: 'list',
						type: 'list',
						typeOptions: { searchListMethod: 'searchLists', searchable: true },
					},
					{
						displayName: 'By ID',
						name: 'id',
						type: 'string',
						placeholder: 'e.g. the ID of the list',
					},
				],
			},
		],
		[
			'names and values',
			pairs('Properties'),
			{
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Property',
				typeOptions: { multipleValues: true },
				options: [
					{
						displayName: 'Property',
						name: 'entry',
						values: [
							{ displayName: 'Name', name: 'name', type: 'string', default: '' },
							{ displayName: 'Value', name: 'value', type: 'string', default: '' },
						],
					},
				],
			},
		],
		[
			'rows',
			rows('Filters', { zip: text('Zip'), age: integer('Age') }),
			{
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Filter',
				typeOptions: { multipleValues: true },
				options: [
					{
						displayName: 'Filter',
						name: 'entry',
						values: [
							{ displayName: 'Zip', name: 'zip', type: 'string', default: '' },
							{ displayName: 'Age', name: 'age', type: 'number', default: 0 },
						],
					},
				],
			},
		],
		[
			'rows whose name ends like a plural twice',
			rows('Series IDs', { e: text('E'), c: text('C'), b: text('B'), d: text('D'), a: text('A') }),
			{
				type: 'fixedCollection',
				default: {},
				placeholder: 'Add Series ID',
				typeOptions: { multipleValues: true },
				options: [
					{
						displayName: 'Series ID',
						name: 'entry',
						// Five or more stand in alphabetical order.
						values: ['A', 'B', 'C', 'D', 'E'].map((name) =>
							propertyOf(name.toLowerCase(), text(name)),
						),
					},
				],
			},
		],
		[
			'a mapping that depends on another input',
			mapping('Profile', 'getFields', {}, { dependsOn: ['list'] }),
			{
				type: 'resourceMapper',
				required: true,
				noDataExpression: true,
				default: { mappingMode: 'defineBelow', value: null },
				typeOptions: {
					loadOptionsDependsOn: ['list'],
					resourceMapper: {
						resourceMapperMethod: 'getFields',
						mode: 'map',
						fieldWords: { singular: 'field', plural: 'fields' },
						addAllFields: false,
						supportAutoMap: true,
					},
				},
			},
		],
	])('%s', (_title, field, expected) => {
		expect(propertyOf('name', field)).toEqual({
			displayName: field.label,
			name: 'name',
			...expected,
		});
	});

	test('a locator shows its own example', () => {
		const { modes, placeholder } = propertyOf('id', locator('List', 's', { example: 'l-1' }));
		expect([placeholder, modes?.[1]?.placeholder]).toEqual(['e.g. l-1', 'e.g. l-1']);
	});

	test('what is noted beside a field is shown', () => {
		const notes = {
			description: 'In full',
			example: 'Ann',
			required: true,
			lines: 4,
			default: 'x',
			show: { mode: ['a', 'b'] },
		};
		expect(propertyOf('name', text('Name', notes))).toEqual({
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: 'x',
			required: true,
			description: 'In full',
			placeholder: 'e.g. Ann',
			typeOptions: { rows: 4 },
			displayOptions: { show: { mode: ['a', 'b'] } },
		});
	});

	test.each<[string, Field, INodeProperties['default']]>([
		['rows that may be left out', rows('Rows', { id: text('ID', { required: true }) }), {}],
		[
			'names and values that are required',
			pairs('Names', { required: true }),
			{ entry: [{ name: '', value: '' }] },
		],
		[
			'required rows with something to fill in',
			rows(
				'Rows',
				{
					id: text('ID', { required: true }),
					on: boolean('On'),
					kind: choice('Kind', colours),
					more: text('More', { show: { kind: ['b'] } }),
				},
				{ required: true },
			),
			// What is hidden at first is not there yet.
			{ entry: [{ id: '', on: false, kind: 'r' }] },
		],
		[
			'required rows with a record to choose',
			rows('Rows', { list: locator('List', 'search', { required: true }) }, { required: true }),
			{ entry: [{ list: { mode: 'list', value: '' } }] },
		],
		[
			'required rows that could be sent before anybody has filled them in',
			rows(
				'Rows',
				{
					note: text('Note'),
					list: locator('List', 'search'),
					kind: choice('Kind', colours, { required: true }),
				},
				{ required: true },
			),
			{},
		],
	])('a fresh form holds a first row where one is needed: %s', (_title, field, expected) => {
		expect(propertyOf('rows', field).default).toEqual(expected);
	});

	test('a switch is never marked as required, for it always holds a value', () => {
		expect(propertyOf('on', boolean('On', { required: true }))).not.toHaveProperty('required');
	});

	test('the choices of a form are its own, so that n8n may write into them', () => {
		const [first] = propertyOf('colour', choice('Colour', colours)).options ?? [];
		expect(first).not.toBe(colours[0]);
	});
});

const row = (name: string, more: Partial<Operation>): Operation => ({
	name,
	action: `${name} a person`,
	description: `${name} one person`,
	request: POST('/people'),
	idempotent: false,
	returns: one({}),
	...more,
});
const pages = { page: 'page', first: 0, size: 'size', pageSize: 10 };
const shape = { id: text('ID') };
const resources: Resource[] = [
	{
		value: 'person',
		name: 'Person',
		operations: {
			write: row('Write', {
				body: {
					email: text('Email', { required: true }),
					zip: text('Zip'),
					note: text('Note', { upfront: true }),
					age: integer('Age'),
				},
				batch: { max: 10, elements: () => [] },
			}),
			getAll: row('Get Many', {
				request: GET('/people'),
				paging: pages,
				returns: many(shape, undefined, ['id']),
			}),
		},
	},
	{
		value: 'list',
		name: 'List',
		operations: {
			map: row('Map', {
				body: { profile: mapping('Profile', 'getFields', {}, { show: { input: ['fields'] } }) },
			}),
		},
	},
];

describe('the form of a node', () => {
	const made = () => formOf(resources);
	const named = (name: string) => made().filter((property) => property.name === name);

	test('begins with Resource and an Operation for each, by name', () => {
		const form = made();
		expect(form[0]).toEqual({
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'List', value: 'list' },
				{ name: 'Person', value: 'person' },
			],
			default: 'person',
		});
		expect(form[1]).toEqual({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['person'] } },
			options: [
				{
					name: 'Get Many',
					value: 'getAll',
					action: 'Get Many a person',
					description: 'Get Many one person',
				},
				{
					name: 'Write',
					value: 'write',
					action: 'Write a person',
					description: 'Write one person',
				},
			],
			default: 'write',
		});
		expect(form[2]).toMatchObject({ displayOptions: { show: { resource: ['list'] } } });
	});

	test('shows required and important fields, and keeps the others in one collection', () => {
		const show = { resource: ['person'], operation: ['write'] };
		expect(named('email')).toMatchObject([{ required: true, displayOptions: { show } }]);
		expect(named('note')).toMatchObject([{ displayOptions: { show } }]);
		expect([named('zip'), named('age')]).toEqual([[], []]);
		expect(named('additionalFields')).toEqual([
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'collection',
				placeholder: 'Add Field',
				default: {},
				options: [propertyOf('age', integer('Age')), propertyOf('zip', text('Zip'))],
				displayOptions: { show },
			},
		]);
	});

	const inputsOf = (operation: Operation, resource = 'person') =>
		formOf([{ value: resource, name: 'Any', operations: { any: operation } }]).slice(2, -1);

	test('asks what a request cannot do without first, with the choice that shows it', () => {
		const body = {
			note: text('Note', { upfront: true }),
			by: choice('By', colours, { upfront: true }),
			aside: choice('Aside', colours, { upfront: true }),
			hint: text('Hint', { upfront: true, show: { aside: ['r'] } }),
			id: text('ID', { required: true, show: { by: ['r'] } }),
			email: text('Email', { required: true }),
		};
		expect(inputsOf(row('Any', { body })).map(({ name }) => name)).toEqual([
			'by',
			'id',
			'email',
			'note',
			'aside',
			'hint',
		]);
	});

	test('asks no more than the row has fields for', () => {
		expect(inputsOf(row('Any', {}))).toEqual([]);
	});

	test("a list that depends on a chosen record follows the record's ID, and any other input itself", () => {
		const dependsOn = ['list', 'kind', 'resource'];
		const body = {
			list: locator('List', 'search', { required: true }),
			kind: choice('Kind', colours, { required: true }),
			field: liveChoice('Field', 'getFields', { dependsOn, required: true }),
		};
		const [, , field] = inputsOf(row('Any', { body }));
		expect(field?.typeOptions).toEqual({
			loadOptionsMethod: 'getFields',
			loadOptionsDependsOn: ['list.value', 'kind', 'resource'],
		});
	});

	test('asks of a mapping that is always shown what an empty value means, too', () => {
		const body = { profile: mapping('Profile', 'getFields', {}) };
		const [, emptyValues] = inputsOf(row('Any', { body }));
		expect(emptyValues).toMatchObject({ name: 'emptyValues' });
		expect(emptyValues?.displayOptions).toEqual({
			show: { resource: ['person'], operation: ['any'] },
		});
	});

	test('lists what another node has since in its first version alone', () => {
		const [all, some, ...form] = formOf(resources, resources.slice(1));
		expect(all).toMatchObject({
			name: 'resource',
			options: [{ value: 'list' }, { value: 'person' }],
			displayOptions: { show: { '@version': [1] } },
		});
		expect(some).toMatchObject({ name: 'resource', displayOptions: { show: { '@version': [2] } } });
		expect(some?.options).toEqual([{ name: 'Person', value: 'person' }]);
		const operations = form.filter(({ name }) => name === 'operation');
		expect(operations.map(({ displayOptions }) => displayOptions?.show)).toEqual([
			{ resource: ['person'] },
			{ resource: ['list'], '@version': [1] },
		]);
		expect(form.map(({ name }) => name)).toContain('profile');
	});

	test('asks of a list how much of it, and whether in short', () => {
		const show = { resource: ['person'], operation: ['getAll'] };
		expect(named('returnAll')).toEqual([
			{
				displayName: 'Return All',
				name: 'returnAll',
				type: 'boolean',
				default: false,
				description: 'Whether to return all results or only up to a given limit',
				displayOptions: { show },
			},
		]);
		expect(named('limit')).toEqual([
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
				displayOptions: { show: { ...show, returnAll: [false] } },
			},
		]);
		expect(named('simplify')).toEqual([
			{
				displayName: 'Simplify',
				name: 'simplify',
				type: 'boolean',
				default: true,
				description:
					'Whether to return a simplified version of the response instead of the raw data',
				displayOptions: { show },
			},
		]);
	});

	test('asks of a mapping what an empty value means, where the mapping is shown', () => {
		const show = { resource: ['list'], operation: ['map'], input: ['fields'] };
		expect(named('profile')).toMatchObject([{ displayOptions: { show } }]);
		expect(named('emptyValues')).toEqual([
			{
				displayName: 'Empty Values',
				name: 'emptyValues',
				type: 'options',
				default: 'keep',
				description: 'What happens to a field that is mapped but empty in the incoming item',
				options: [
					{
						name: 'Keep What Is Stored',
						value: 'keep',
						description: 'The field is left as it is',
					},
					{ name: 'Clear the Field', value: 'clear', description: 'The stored value is erased' },
				],
				displayOptions: { show },
			},
		]);
	});

	test('ends with how requests are sent: five at once unless somebody says otherwise, never above 50', () => {
		expect(made().at(-1)).toMatchObject({
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Concurrent Requests',
					name: 'concurrency',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 50 },
					default: 5,
				},
				{ displayName: 'Preview', name: 'preview', type: 'boolean', default: false },
				{
					displayName: 'Requests per Minute',
					name: 'requestsPerMinute',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 0,
				},
				{
					displayName: 'Send in Batches',
					name: 'batching',
					type: 'boolean',
					default: true,
					displayOptions: { show: { '/resource': ['person'], '/operation': ['write'] } },
				},
			],
		});
	});

	test('offers no batches where no row has any', () => {
		const without = formOf(resources.slice(1)).at(-1);
		expect(without?.options?.map(({ name }) => name)).toEqual([
			'concurrency',
			'preview',
			'requestsPerMinute',
		]);
	});
});
