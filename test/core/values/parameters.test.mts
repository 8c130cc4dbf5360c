/** Promise: a parameter has the value that n8n gives it, whichever way it was read. */
import fc from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { parametersOf } from '../../../core/values/parameters.ts';
import { runNode } from '../../engine/execute.mts';

interface Reading {
	ours: unknown;
	n8n: unknown;
}

/** A node that reads its parameters in both ways, once for each item. */
const reader = (names: readonly string[], readings: Reading[], evaluated: string[]): INodeType => ({
	description: {
		displayName: 'Reader',
		name: 'reader',
		group: ['input'],
		version: 1,
		description: 'Reads parameters',
		defaults: { name: 'Reader' },
		inputs: ['main'],
		outputs: ['main'],
		properties: names.map((name) => ({
			displayName: name,
			name,
			type: name === 'mapping' ? 'resourceMapper' : 'string',
			default: '',
			...(name === 'hidden' && { displayOptions: { show: { text: ['never'] } } }),
		})),
	},
	async execute(this: IExecuteFunctions) {
		const counted: IExecuteFunctions = Object.assign(Object.create(this) as IExecuteFunctions, {
			getNodeParameter: (name: string, itemIndex: number, fallback: null) => {
				evaluated.push(name);
				return this.getNodeParameter(name, itemIndex, fallback);
			},
		});
		const read = parametersOf(counted);
		const attempt = (work: () => unknown): unknown => {
			try {
				return work();
			} catch (thrown) {
				return `refused: ${String(thrown)}`;
			}
		};
		for (const itemIndex of this.getInputData().keys()) {
			for (const name of names) {
				readings.push({
					ours: attempt(() => read(name, itemIndex)),
					n8n: attempt(() => this.getNodeParameter(name, itemIndex, null)),
				});
			}
		}
		return [this.getInputData()];
	},
});

async function readBothWays(
	parameters: Record<string, unknown>,
	items: IDataObject[] | INodeExecutionData[],
	hidden: string[] = [],
) {
	const readings: Reading[] = [];
	const evaluated: string[] = [];
	const { error } = await runNode({
		node: reader([...Object.keys(parameters), ...hidden], readings, evaluated),
		parameters,
		items,
	});
	if (error) throw error;
	return { readings, evaluated };
}

const mapping = (value: Record<string, unknown>) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: Object.keys(value).map((id) => ({
		id,
		displayName: id,
		type: 'string',
		required: false,
	})),
});

const names = fc.constantFrom(
	'a',
	'b',
	'a b',
	'é',
	'0',
	'length',
	'constructor',
	'toString',
	'__proto__',
	'prototype',
	'name',
	'call',
	'json',
	'callee',
	'getBuiltinModule',
	'loadEnvFile',
	'',
);
const leaves = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.double(),
	fc.integer(),
	fc.boolean(),
	fc.constantFrom(
		null,
		undefined,
		'',
		' ',
		0,
		-0,
		Number.NaN,
		'{{ 1 + 1 }}',
		'={{ 1 }}',
		'\n',
		'\ud83d',
	),
	fc.date({ noInvalidDate: true }),
	fc.constant(DateTime.fromISO('2026-03-20T09:30:00Z')),
	fc.uint8Array({ maxLength: 3 }),
);
const data = fc.letrec<{ node: unknown }>((tie) => ({
	node: fc.oneof(
		{ maxDepth: 3 },
		leaves,
		fc.dictionary(names, tie('node'), { maxKeys: 4, noNullPrototype: true }),
		fc.array(tie('node'), { maxLength: 2 }),
	),
})).node;
const items = fc.array(fc.dictionary(names, data, { maxKeys: 5, noNullPrototype: true }), {
	minLength: 1,
	maxLength: 3,
}) as fc.Arbitrary<IDataObject[]>;

const step = fc.oneof(
	names.filter((name) => /^[a-z_]\w*$/i.test(name)).map((name) => `.${name}`),
	names.filter((name) => /^[a-z_]\w*$/i.test(name)).map((name) => `?.${name}`),
	names.map((name) => `["${name}"]`),
	names.map((name) => `?.['${name}']`),
	fc.constantFrom('[0]', '.a + 1', '.toString()', '.isEmpty()', ' .a', '[\n"a"]'),
);
const code = fc
	.tuple(fc.constantFrom('', ' ', '\n'), fc.array(step, { minLength: 1, maxLength: 3 }))
	.map(([space, steps]) => `{{${space}$json${steps.join('')}${space}}}`);
const fixed = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'Dear ',
		'\n',
		'"',
		"'",
		'`',
		'${1}',
		'\\',
		'}',
		'{',
		'}}',
		'\\{{',
		'. constructor',
	),
	fc.string({ maxLength: 4 }),
);
const expression = fc.oneof(
	code.map((one) => `=${one}`),
	fc
		.array(fc.oneof(code, fixed), { minLength: 1, maxLength: 4 })
		.map((parts) => `=${parts.join('')}`),
	fixed,
);

describe('a parameter', () => {
	it('has the value that n8n evaluates it to, for every item and every expression', async () => {
		await fc.assert(
			fc.asyncProperty(
				items,
				fc.record({
					text: expression,
					mapping: fc
						.dictionary(fc.constantFrom('email', 'base.contacts.email', 'a "b"'), expression)
						.map(mapping),
					list: fc.array(expression, { maxLength: 2 }),
				}),
				async (json, parameters) => {
					const { readings } = await readBothWays(
						parameters,
						json.map((one) => ({ json: one })),
					);
					for (const { ours, n8n } of readings) expect(ours).toEqual(n8n);
				},
			),
			{ numRuns: 60 },
		);
	});

	it('is not given to the evaluator where it only points into the item', async () => {
		const { readings, evaluated } = await readBothWays(
			{
				text: '={{ $json.email }}',
				mapping: mapping({
					email: '={{ $json.email }}',
					city: '={{ $json.address["city"] }}',
					country: '={{$json?.address?.country}}',
					name: '={{ $json.first }} {{ $json.last }}',
				}),
			},
			[
				{ email: 'zoe@example.com', address: { city: 'Basel' }, first: 'Zoë', last: 'Muster' },
				{ email: null, address: {}, first: 'Ann' },
			],
		);
		expect(evaluated).toEqual([]);
		expect(readings.map(({ ours }) => ours)).toMatchObject([
			'zoe@example.com',
			{
				value: { email: 'zoe@example.com', city: 'Basel', country: undefined, name: 'Zoë Muster' },
			},
			null,
			{ value: { email: null, city: undefined, country: undefined, name: 'Ann ' } },
		]);
	});

	it('is evaluated alone where it must be, not its whole mapping', async () => {
		const { evaluated } = await readBothWays(
			{
				mapping: mapping({
					'base.email': '={{ $json.email.toLowerCase() }}',
					city: '={{ $json.city }}',
				}),
			},
			[{ email: 'Zoe@example.com', city: 'Basel' }],
		);
		expect(evaluated).toEqual(['mapping.value["base.email"]']);
	});

	it('that is mapped to a list, or to nothing, has the value that n8n gives it', async () => {
		const { readings, evaluated } = await readBothWays(
			{
				mapping: mapping({
					tags: ['fixed', '={{ $json.tag }}'],
					fax: null,
					size: 5,
					city: '={{ $json.city }}',
				}),
			},
			[{ city: 'Basel', tag: 'new' }],
		);
		for (const { ours, n8n } of readings) expect(ours).toEqual(n8n);
		expect(readings).toMatchObject([
			{ ours: { value: { tags: ['fixed', 'new'], fax: null, size: 5, city: 'Basel' } } },
		]);
		expect(evaluated).toEqual(['mapping.value["tags"]']);
	});

	it('whose input is not shown is null, and n8n is not asked', async () => {
		const { readings, evaluated } = await readBothWays({ text: 'x' }, [{}], ['hidden']);
		expect(readings.at(-1)).toEqual({ ours: null, n8n: null });
		expect(evaluated).toEqual(['text']);
	});

	it('without an expression is read once for all items', async () => {
		const { evaluated } = await readBothWays({ text: 'fixed' }, [{}, {}, {}]);
		expect(evaluated).toEqual(['text']);
	});
});
