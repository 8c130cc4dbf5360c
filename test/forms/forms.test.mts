/** Rules for forms that are built from rows: lint sees literals only, so the built ones are judged here. */
import type {
	INode,
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import type { Operation } from '../../core/rows/operation.ts';
import type { Vendor } from '../../core/rows/vendor.ts';
import { NodeTypeRegistry } from '../engine/environment.mts';
import { findings } from './lint.mts';
import type { BuiltNode } from './nodes.mts';
import { actionNodes, nodes, within } from './nodes.mts';

/** The rows behind a node: those of its folder's vendor, or of its administration. */
function rowsOf({ source }: BuiltNode) {
	const path = `../../${source.replace(/[^/]+$/, 'vendor.ts')}`;
	const [vendor] = Object.values(jest.requireActual<Record<string, Vendor>>(path));
	if (!vendor?.resources) throw new Error(`${path} exports no vendor`);
	const isAdmin = source.endsWith('Admin.node.ts');
	const resources = (isAdmin ? vendor.administration : vendor.resources) ?? [];
	return resources.flatMap(({ value: resource, name, operations }) =>
		Object.entries(operations).map(([operation, row]) => ({
			resource,
			resourceName: name,
			operation,
			row,
		})),
	);
}

const valuesOf = ({ type, options = [] }: INodeProperties): unknown[] =>
	type === 'boolean' ? [true, false] : options.map((option) => 'value' in option && option.value);

/** The operations that a dropdown of the form offers, with the resource that shows the dropdown. */
const offered = ({ description }: BuiltNode) =>
	description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			(options as INodePropertyOptions[]).map((option) => ({
				...option,
				resource: displayOptions?.show?.resource?.[0],
			})),
		);

/** Top-level inputs that are shown for an operation, whatever else decides. */
const inputsOf = ({ description }: BuiltNode, resource: string, operation: string) =>
	description.properties.filter(({ displayOptions }) => {
		const { resource: resources, operation: operations } = displayOptions?.show ?? {};
		return resources?.includes(resource) && operations?.includes(operation);
	});

/** What the canvas shows below the node's name, evaluated as the editor does. */
function subtitleIn(type: INodeType, parameters: INodeParameters): unknown {
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const nodeTypes = new NodeTypeRegistry({ node: type });
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const { subtitle } = type.description;
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {}, undefined);
}

test.each(nodes)("$name keeps n8n's own rules for forms", (node) => {
	expect(findings(node)).toEqual([]);
});

describe.each(actionNodes)('$name', (node) => {
	const rows = rowsOf(node);
	const everything = node.description.properties.flatMap(within);

	test('asks for what a row cannot do without before anything else', () => {
		const late = rows.flatMap(({ resource, operation }) => {
			// What becomes of empty values belongs to the mapping before it.
			const inputs = inputsOf(node, resource, operation).filter(
				({ name }) => name !== 'emptyValues',
			);
			const lastNeeded = inputs.findLastIndex(({ required }) => required === true);
			const deciding = inputs.flatMap(({ required, displayOptions }) =>
				required ? Object.keys(displayOptions?.show ?? {}) : [],
			);
			return inputs
				.slice(0, Math.max(lastNeeded, 0))
				.filter(
					({ required, name, type }) => !required && !deciding.includes(name) && type !== 'boolean',
				)
				.map(({ name }) => `${resource}.${operation}: ${name}`);
		});
		expect(late).toEqual([]);
	});

	test('offers every row, and nothing else', () => {
		const names = offered(node).map(({ resource, value }) => `${resource}.${value}`);
		expect(names.sort()).toEqual(
			rows.map(({ resource, operation }) => `${resource}.${operation}`).sort(),
		);
	});

	test('says of each operation what it does, and to what', () => {
		const actions = offered(node).map(({ action = '' }) => action);
		expect(new Set(actions).size).toBe(actions.length);
		const unclear = rows.filter(({ resourceName, row }) => {
			// What it is done to: the resource, or what the operation's own name adds. "Property" counts as "properties".
			const nouns = [...resourceName.split(' '), ...row.name.split(' ').slice(1)].map((noun) =>
				noun.toLowerCase().replace(/(ies|y|s)$/, ''),
			);
			return (
				!nouns.some((noun) => row.action.toLowerCase().includes(noun)) ||
				row.description.length < 10 ||
				row.description === row.action
			);
		});
		expect(
			unclear.map(({ resource, operation, row }) => `${resource}.${operation}: ${row.action}`),
		).toEqual([]);
	});

	test('says below its name what it does, in words', () => {
		const subtitle = (parameters: INodeParameters) => subtitleIn(node.type, parameters);
		for (const { resource, operation, row } of rows) {
			const words = row.action.replaceAll(/ (a|an|the) /g, ' ');
			expect(subtitle({ resource, operation })).toBe(words);
			expect(words).toMatch(/^[A-Z][a-zA-Z ]+$/);
		}
	});

	test('says of what cannot be undone that it cannot', () => {
		const silent = rows.filter(
			({ row }) =>
				(row.request.method === 'DELETE' ||
					row.returns.kind === 'deleted' ||
					/^(delete|remove|forget|erase|empty|anonymize)\b/i.test(row.name)) &&
				!row.description.includes('cannot be undone'),
		);
		expect(silent.map(({ resource, operation }) => `${resource}.${operation}`)).toEqual([]);
	});

	test('asks for everything that the path needs', () => {
		const missing = rows.flatMap(({ resource, operation, row }) =>
			pathParameters(row)
				.filter((name) => !fromCredential.has(name) && !isAskedFor(name, resource, operation))
				.map((name) => `${resource}.${operation}: ${name}`),
		);
		expect(missing).toEqual([]);
	});
	/** Path parameters that belong to the credential. */
	const fromCredential = new Set(['workspaceId', 'tenant', 'serviceUuid']);
	const isAskedFor = (name: string, resource: string, operation: string) =>
		inputsOf(node, resource, operation).some((input) => input.name === name && input.required);

	test('shows every input at some time', () => {
		const top = node.description.properties;
		const unreachable = everything.flatMap((property) =>
			Object.entries(property.displayOptions?.show ?? {}).flatMap(([name, values = []]) => {
				const deciding = name.startsWith('/')
					? top.filter((other) => other.name === name.slice(1))
					: everything.filter((other) => other.name === name);
				const versions = name === '@version' ? [node.description.version].flat() : [];
				const known = new Set([...deciding.flatMap(valuesOf), ...versions]);
				return values
					.filter((value) => !known.has(value))
					.map((value) => `${property.name}: ${name} is never ${JSON.stringify(value)}`);
			}),
		);
		expect(unreachable).toEqual([]);
	});

	test('has no input twice in the same place', () => {
		const places = node.description.properties.map(
			({ name, displayOptions }) => `${name} ${JSON.stringify(displayOptions)}`,
		);
		expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
		for (const { name, options = [] } of everything) {
			const inner = options.map((option) => ({
				name: 'value' in option ? option.value : option.name,
				show: 'displayOptions' in option ? option.displayOptions : undefined,
			}));
			const seen = inner.map((option) => JSON.stringify(option));
			expect({ name, twice: seen.filter((one, at) => seen.indexOf(one) !== at) }).toEqual({
				name,
				twice: [],
			});
		}
	});

	test('gives examples as examples', () => {
		const hints = everything.flatMap(({ type, placeholder, modes = [] }) => [
			...(placeholder && !['collection', 'fixedCollection'].includes(type) ? [placeholder] : []),
			...modes.flatMap((mode) => mode.placeholder ?? []),
		]);
		expect(hints.filter((hint) => !hint.startsWith('e.g. '))).toEqual([]);
	});

	test('starts from values that its inputs take', () => {
		for (const { name, type, default: start, options = [] } of everything) {
			const values = options.map((option) => ('value' in option ? option.value : undefined));
			if (type === 'options' && options.length > 0)
				expect({ name, values }).toEqual({ name, values: expect.arrayContaining([start]) });
			if (type === 'json' && start !== '') expect(() => JSON.parse(String(start))).not.toThrow();
			if (type === 'resourceLocator') expect(start).toEqual({ mode: 'list', value: '' });
			if (type === 'resourceMapper') {
				expect(start).toEqual({ mappingMode: 'defineBelow', value: null });
			}
		}
	});

	test('asks its own methods for what depends on the account', () => {
		const { loadOptions = {}, listSearch = {}, resourceMapping = {} } = node.type.methods ?? {};
		for (const { typeOptions, modes = [] } of everything) {
			const { loadOptionsMethod, resourceMapper } = typeOptions ?? {};
			if (loadOptionsMethod) expect(loadOptions).toHaveProperty([loadOptionsMethod]);
			if (resourceMapper?.resourceMapperMethod) {
				expect(resourceMapping).toHaveProperty([resourceMapper.resourceMapperMethod]);
			}
			for (const mode of modes) {
				const method = mode.typeOptions?.searchListMethod;
				if (method) expect(listSearch).toHaveProperty([method]);
			}
		}
	});

	test('asks for the fields of a mapping again where another operation has others', () => {
		const mappings = node.description.properties.filter(({ type }) => type === 'resourceMapper');
		const methodOf = ({ typeOptions }: INodeProperties) =>
			typeOptions?.resourceMapper?.resourceMapperMethod;
		for (const mapping of mappings) {
			const namesakes = mappings.filter(({ name }) => name === mapping.name);
			if (new Set(namesakes.map(methodOf)).size === 1) continue;
			expect(mapping.typeOptions?.loadOptionsDependsOn).toContain('operation');
		}
	});

	test('chooses from a list first, then by ID', () => {
		for (const { type, modes = [] } of everything) {
			if (type === 'resourceLocator') {
				expect(modes.map(({ displayName }) => displayName)).toEqual(['From List', 'By ID']);
			}
		}
	});
});

const pathParameters = ({ request }: Operation) =>
	[...request.path.matchAll(/\{(?!\/)([^}]+)\}/g)].map(([, name = '']) => name);

const sizes = actionNodes.map((node) => ({
	name: node.name,
	operations: rowsOf(node).length,
	bytes: JSON.stringify(node.description.properties).length,
}));
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const average =
	sum(sizes.map(({ bytes }) => bytes)) / sum(sizes.map(({ operations }) => operations));
const figures = sizes
	.map(
		({ name, bytes, operations }) =>
			`${name} ${operations} operations of ${Math.round(bytes / operations)}`,
	)
	.join(', ');

test(`an operation costs the editor ${Math.round(average)} bytes on average (${figures}), at most 1,200`, () => {
	expect(average).toBeLessThanOrEqual(1_200);
});
