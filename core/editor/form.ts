/** Rows -> the node's form: the dropdowns, the fields, Return All and Limit, Simplify, Options. */
import type {
	IDisplayOptions,
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	NodePropertyTypes,
} from 'n8n-workflow';
import type { Field, FieldKind, Fields } from '../rows/field';
import { text } from '../rows/field';
import type { Operation, Resource } from '../rows/operation';
import { fieldsOf } from '../rows/operation';
import { mergeForms } from './form-merging';
import { BATCHING, CONCURRENCY, OPTIONS, PREVIEW, REQUESTS_PER_MINUTE } from '../execution/options';
import { ADDITIONAL_FIELDS, EMPTY_VALUES, isUpfront } from '../values/values';
import { isSimplified, LIMIT, RETURN_ALL, SIMPLIFY } from '../execution/wanted';
import type { wholeNumber } from '../rows/whole-number';

type Show = NonNullable<IDisplayOptions['show']>;

/** The versions of a node that lists only some of its resources since its second one. */
const WITH_ALL = { '@version': [1] };
const WITH_SOME = { '@version': [2] };

/**
 * All properties of an action node, from its resources.
 *
 * @param moved those that only version 1 of the node lists: another node has them since
 */
export function formOf(
	resources: readonly Resource[],
	moved: readonly Resource[] = [],
): INodeProperties[] {
	const kept = resources.filter((resource) => !moved.includes(resource));
	const rows = resources.flatMap(({ value, operations }) =>
		Object.entries(operations).map(([operation, row]) => ({
			resource: value,
			operation,
			properties: rowForm(row),
		})),
	);
	return [
		...(moved.length === 0
			? [resourceDropdown(resources)]
			: [
					shownIn(WITH_ALL, resourceDropdown(resources)),
					shownIn(WITH_SOME, resourceDropdown(kept)),
				]),
		...kept.map(operationDropdown),
		...moved.map((resource) => shownIn(WITH_ALL, operationDropdown(resource))),
		...mergeForms(rows),
		options(resources),
	];
}

const shownIn = (version: Show, property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: { show: { ...property.displayOptions?.show, ...version } },
});

const resourceDropdown = (resources: readonly Resource[]): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
	default: resources[0]?.value ?? '',
});

const operationDropdown = ({ value, operations }: Resource): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [value] } },
	options: Object.entries(operations)
		.map(([operation, { name, action, description }]) => ({
			name,
			value: operation,
			action,
			description,
		}))
		.sort(byName),
	default: Object.keys(operations)[0] ?? '',
});

const byName = (one: INodePropertyOptions, other: INodePropertyOptions) =>
	one.name.localeCompare(other.name);

/** n8n finds what was chosen from a list of records under `value`. */
const withPaths = (field: Field, all: Fields): Field =>
	field.dependsOn
		? {
				...field,
				dependsOn: field.dependsOn.map((name) =>
					all[name]?.kind === 'locator' ? `${name}.value` : name,
				),
			}
		: field;

/** The inputs of one row, but for the resource and operation that show them. */
function rowForm(row: Operation): INodeProperties[] {
	const all = fieldsOf(row);
	const fields = Object.entries(all).map(([name, field]): [string, Field] => [
		name,
		withPaths(field, all),
	]);
	const upfront = requiredFirst(fields.filter(([, field]) => isUpfront(field)));
	const additional = fields.filter(([, field]) => !isUpfront(field));
	return [
		...upfront.flatMap(([name, field]) => {
			const property = propertyOf(name, field);
			return field.kind === 'mapping' ? [property, emptyValues(field)] : [property];
		}),
		...(row.paging ? PAGING : []),
		...(isSimplified(row) ? [propertyOf('simplify', SIMPLIFY)] : []),
		...(additional.length > 0 ? [additionalFields(additional)] : []),
	];
}

/** What a row cannot do without comes first, with the choices that show it; the rest keeps its order behind. */
function requiredFirst(fields: ReadonlyArray<[string, Field]>): Array<[string, Field]> {
	const needed = ([name, field]: [string, Field]): boolean =>
		field.required === true ||
		fields.some(([, other]) => other.required === true && name in (other.show ?? {}));
	return [...fields.filter(needed), ...fields.filter((one) => !needed(one))];
}

const additionalFields = (fields: ReadonlyArray<[string, Field]>): INodeProperties => ({
	displayName: 'Additional Fields',
	name: ADDITIONAL_FIELDS,
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	options: fields
		.map(([name, field]) => propertyOf(name, field))
		.sort((one, other) => one.displayName.localeCompare(other.displayName)),
});

const mutable = (show: Field['show']): Show =>
	Object.fromEntries(Object.entries(show ?? {}).map(([name, values]) => [name, [...values]]));

const TYPES: Readonly<Record<FieldKind, NodePropertyTypes>> = {
	text: 'string',
	// Digits as text: a number input rounds beyond 2^53.
	int64: 'string',
	integer: 'number',
	number: 'number',
	boolean: 'boolean',
	date: 'string',
	dateTime: 'dateTime',
	choice: 'options',
	choices: 'multiOptions',
	list: 'string',
	locator: 'resourceLocator',
	json: 'json',
	pairs: 'fixedCollection',
	rows: 'fixedCollection',
	mapping: 'resourceMapper',
};

/** n8n wants lists of this length or more in alphabetical order; shorter ones may keep an order of their own. */
const LONG_LIST = 5;

function listed<T extends object>(entries: readonly T[], nameOf: (entry: T) => string): T[] {
	const copies = entries.map((entry) => ({ ...entry }));
	if (copies.length < LONG_LIST) return copies;
	return copies.sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
}

/** n8n's words for a list that depends on the account, where an expression gives the value itself. */
const liveForm = ({
	kind,
	label,
	description,
	method = '',
	dependsOn,
}: Field): Partial<INodeProperties> => {
	const [one, ids] = kind === 'choices' ? ['Names or IDs', 'IDs'] : ['Name or ID', 'an ID'];
	const hint = `Choose from the list, or specify ${ids} using an <a href="https://docs.n8n.io/code/expressions/">expression</a>`;
	return {
		displayName: `${kind === 'choices' ? singular(label) : label} ${one}`,
		description: description ? `${description}. ${hint}.` : hint,
		typeOptions: {
			loadOptionsMethod: method,
			...(dependsOn && { loadOptionsDependsOn: [...dependsOn] }),
		},
	};
};

/** One field as a property of the form, without its place. */
export function propertyOf(name: string, field: Field): INodeProperties {
	const { kind, label, description, example, required, lines, show } = field;
	return {
		displayName: label,
		name,
		type: TYPES[kind],
		default: defaultOf(field),
		...(required && kind !== 'boolean' && { required }),
		...(description && { description }),
		...(show && { displayOptions: { show: mutable(show) } }),
		...(example && kind !== 'dateTime' && kind !== 'json' && { placeholder: `e.g. ${example}` }),
		...((kind === 'choice' || kind === 'choices') && field.method && liveForm(field)),
		...((kind === 'choice' || kind === 'choices') &&
			!field.method && { options: listed(field.choices ?? [], ({ name }) => name) }),
		...(lines && { typeOptions: { rows: lines } }),
		...(kind === 'mapping' && mapperForm(field)),
		...(kind === 'locator' && locatorForm(field)),
		...(kind === 'rows' && rowsForm(field, field.fields ?? {})),
		...(kind === 'pairs' && rowsForm(field, field.fields ?? PAIR)),
	};
}

function defaultOf(field: Field): INodeProperties['default'] {
	if (field.default !== undefined) return field.default;
	if (field.blank) return '';
	switch (field.kind) {
		case 'boolean':
			return false;
		case 'integer':
		case 'number':
			return 0;
		case 'choice':
			return field.choices?.[0]?.value ?? '';
		case 'choices':
			return [];
		case 'locator':
			return { mode: 'list', value: '' };
		case 'pairs':
		case 'rows':
			return field.required === true ? firstRow(field) : {};
		case 'mapping':
			return { mappingMode: 'defineBelow', value: null };
		default:
			return '';
	}
}

/**
 * A list that needs a row has its first one in a fresh form, unless that could be sent before anybody has filled it in.
 */
function firstRow({ kind, fields = PAIR }: Field): INodeParameters {
	const parts = Object.entries(fields).filter(([, { show }]) => !show);
	const isOpen = ([, part]: [string, Field]): boolean =>
		kind === 'pairs' ||
		(part.required === true && (part.kind === 'locator' || defaultOf(part) === ''));
	if (!parts.some(isOpen)) return {};
	return {
		entry: [Object.fromEntries(parts.map(([name, part]) => [name, defaultOf(part)]))],
	};
}

const PAIR: Fields = { name: text('Name'), value: text('Value') };

const rowsForm = (field: Field, fields: Fields) => ({
	typeOptions: { multipleValues: true },
	placeholder: `Add ${singular(field.label)}`,
	options: [
		{
			displayName: singular(field.label),
			name: 'entry',
			values: listed(
				Object.entries(fields).map(([name, part]) => propertyOf(name, part)),
				({ displayName }) => displayName,
			),
		},
	],
});

const singular = (label: string) => label.replace(/ies$/, 'y').replace(/s$/, '');

/** n8n's order of the modes: from the list first, then by id. */
const locatorForm = ({ label, method = '', example }: Field): Partial<INodeProperties> => ({
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: method, searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${example ?? `the ID of the ${label.toLowerCase()}`}`,
		},
	],
});

const mapperForm = ({ method = '', dependsOn }: Field) => ({
	noDataExpression: true,
	typeOptions: {
		...(dependsOn && { loadOptionsDependsOn: [...dependsOn] }),
		resourceMapper: {
			resourceMapperMethod: method,
			mode: 'map' as const,
			fieldWords: { singular: 'field', plural: 'fields' },
			// Only what mapperFieldsOf marks stands in a fresh form.
			addAllFields: false,
			supportAutoMap: true,
		},
	},
});

const emptyValues = ({ show }: Field): INodeProperties => ({
	displayName: 'Empty Values',
	name: EMPTY_VALUES,
	type: 'options',
	default: 'keep',
	description: 'What happens to a field that is mapped but empty in the incoming item',
	...(show && { displayOptions: { show: mutable(show) } }),
	options: [
		{ name: 'Keep What Is Stored', value: 'keep', description: 'The field is left as it is' },
		{ name: 'Clear the Field', value: 'clear', description: 'The stored value is erased' },
	],
});

const bounded = (name: string, field: ReturnType<typeof wholeNumber>): INodeProperties => ({
	...propertyOf(name, field),
	typeOptions: field.typeOptions,
});

const PAGING: INodeProperties[] = [
	propertyOf('returnAll', RETURN_ALL),
	{ ...bounded('limit', LIMIT), displayOptions: { show: { returnAll: [false] } } },
];

const operationsWhere = ({ operations }: Resource, holds: (row: Operation) => boolean) =>
	Object.entries(operations)
		.filter(([, row]) => holds(row))
		.map(([operation]) => operation);

/** How requests are sent: the same for every operation, with the batch switch where the row has batches. */
function options(resources: readonly Resource[]): INodeProperties {
	const batched = resources
		.map((resource) => ({ resource, operation: operationsWhere(resource, (row) => !!row.batch) }))
		.filter(({ operation }) => operation.length > 0);
	const batching: INodeProperties = {
		...propertyOf('batching', BATCHING),
		displayOptions: {
			show: {
				'/resource': batched.map(({ resource }) => resource.value),
				'/operation': [...new Set(batched.flatMap(({ operation }) => operation))],
			},
		},
	};
	return {
		displayName: 'Options',
		name: OPTIONS,
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			bounded('concurrency', CONCURRENCY),
			propertyOf('preview', PREVIEW),
			bounded('requestsPerMinute', REQUESTS_PER_MINUTE),
			...(batched.length > 0 ? [batching] : []),
		],
	};
}
