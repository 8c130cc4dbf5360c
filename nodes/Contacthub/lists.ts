/** What the nodes list in the editor: records that are chosen by their names, and the properties that a workspace added. */
import type {
	FieldType,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';
import { hasCredential } from '../../core/credentials/chosen-credential';
import type { Read } from '../../core/requests/door';
import { askForDocumented, openDoor } from '../../core/requests/door';
import { toNodeApiError } from '../../core/execution/failure';
import { undocumented } from '../../core/execution/outcome';
import { chosenRecord, recordChosenIn } from '../../core/editor/chosen-record';
import type { ListSource } from '../../core/editor/list-search';
import { entriesOf, listOptions, listSearch } from '../../core/editor/list-search';
import { readPage } from '../../core/requests/listing';
import type { AnyValues, Operation } from '../../core/rows/operation';
import { presentable, textAt, valueAt } from '../../core/execution/output';
import { fieldOfMapper, mapperFieldsOf } from '../../core/editor/resource-mapper';
import { BRIEF } from '../../core/requests/transport';
import {
	CUSTOMER_PROPERTIES,
	CustomerProperties,
	EXTENDED,
	FILTER_PROPERTIES,
	SHOWN,
} from './operations/customer-properties';
import { bulkJob } from './operations/bulk-job';
import { customer } from './operations/customer';
import { customerProperty } from './operations/customer-property';
import { customerSession } from './operations/customer-session';
import { OPTIONS, SEARCH } from './operations/identifiers';
import { node } from './operations/node';
import { source } from './operations/source';
import { user } from './operations/user';
import { workspace } from './operations/workspace';
import { contacthub } from './vendor';

const idOf = (record: unknown) => textAt('id', record);
const nameOf = (record: unknown) => textAt('name', record);

const nodeOptions = (nodeType?: 'ENTRY') =>
	listOptions({
		vendor: contacthub,
		row: node.operations.getAll,
		label: nameOf,
		id: idOf,
		values: () => ({ nodeType }),
	});

const named = <V extends AnyValues>(row: Operation<V>, values?: ListSource<V>['values']) =>
	listSearch({
		vendor: contacthub,
		row,
		label: nameOf,
		id: idOf,
		values,
	});

const nodesOfType = (nodeType?: 'AGGREGATE' | 'ENTRY') =>
	named(node.operations.getAll, () => ({ nodeType }));

/** Customers whose external ID, email or last name is what the user typed; the last updated ones before that. */
const SEARCHED = ['externalId', 'base.contacts.email', 'base.lastName', 'base.firstName'];

async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const nodeIds = await nodesToSearch(this);
	const wanted = filter?.trim();
	const query = wanted && JSON.stringify(anyOf(wanted));
	const found = await Promise.all(
		nodeIds.map(
			async (nodeId) => await listed(this, customer.operations.getAll, { nodeId, query }),
		),
	);
	return { results: entriesOf(found.flat(), personOf, idOf) };
}

/** What there is of name, email and external ID. */
function personOf(record: unknown): string | undefined {
	const join = (paths: readonly string[], between: string) =>
		paths.flatMap((path) => textAt(path, record) ?? []).join(between);
	const parts = [
		join(['base.firstName', 'base.lastName'], ' '),
		join(['base.contacts.email', 'externalId'], ' · '),
	];
	return parts.filter(Boolean).join(' · ') || undefined;
}

const anyOf = (value: string) => ({
	name: '',
	query: {
		type: 'simple',
		are: {
			condition: {
				type: 'composite',
				conjunction: 'or',
				conditions: SEARCHED.map((attribute) => ({
					type: 'atomic',
					attribute,
					operator: 'EQUALS',
					value,
				})),
			},
		},
	},
});

/** Nodes that one look-up asks for customers. */
const MOST_NODES = 10;

/** The node of the form where it has one, else the first ones of the workspace. */
async function nodesToSearch(context: ILoadOptionsFunctions): Promise<string[]> {
	const id = chosenRecord(context, 'nodeId');
	if (id !== undefined) return [id];
	const nodes = await listed(context, node.operations.getAll, {});
	return nodes.flatMap((one) => textAt('id', one) ?? []).slice(0, MOST_NODES);
}

/** The first page of a list. */
async function listed<V extends AnyValues>(
	context: ILoadOptionsFunctions,
	row: Operation<V>,
	values: NoInfer<V>,
): Promise<unknown[]> {
	const door = await openDoor(context, contacthub, BRIEF);
	return given(context, await readPage(door, row, values)).records;
}

/** @throws NodeApiError when the vendor does not answer */
function given<T>(context: ILoadOptionsFunctions, read: Read<T>): T {
	if ('failure' in read) throw toNodeApiError(context.getNode(), read.failure);
	return read.value;
}

interface ExtendedProperty {
	path: string;
	label: string;
	type: FieldType;
}

/**
 * The workspace's own properties with their types (Configuration > Get customer extended properties); none before there is a
 * credential.
 */
async function extendedProperties(context: ILoadOptionsFunctions): Promise<ExtendedProperty[]> {
	if (!hasCredential(context, 'contacthubApi')) return [];
	const door = await openDoor(context, contacthub, BRIEF);
	const answer = await askForDocumented(door, customerProperty.operations.getExtended, {});
	if (!answer.ok) throw toNodeApiError(context.getNode(), answer.failure);
	return Object.entries(presentable({}, answer.data))
		.filter(([, schema]) => valueAt('contactlabProperties.enabled', schema) !== false)
		.map(([name, schema]: [string, unknown]) => ({
			path: `${EXTENDED}${name}`,
			label: textAt('contactlabProperties.label', schema) ?? name,
			type: typeOf(schema),
		}));
}

function typeOf(schema: unknown): FieldType {
	switch (valueAt('type', schema)) {
		case 'number':
		case 'integer':
			return 'number';
		case 'boolean':
			return 'boolean';
		case 'array':
			// Lists of numbers and truth values stay "object", which keeps their entries as they are.
			return ['number', 'integer', 'boolean'].includes(String(valueAt('items.type', schema)))
				? 'object'
				: 'array';
		case 'object':
			return 'object';
		default:
			return 'string';
	}
}

async function getCustomerProperties(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const { fields } = mapperFieldsOf(CustomerProperties, SHOWN);
	const own = await extendedProperties(this);
	return {
		fields: [...fields, ...own.map(({ path, label, type }) => fieldOfMapper(path, label, type))],
	};
}

async function getFilterProperties(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const base = Object.entries(CustomerProperties)
		.filter(([, { kind }]) => kind !== 'json')
		.map(([value, { label: name }]) => ({ name, value }));
	const moments = [
		{ name: 'Registered At', value: 'registeredAt' },
		{ name: 'Updated At', value: 'updatedAt' },
	];
	const own = await extendedProperties(this);
	return [
		...base,
		...moments,
		...own.map(({ path, label }) => ({ name: label, value: path })),
	].sort((one, other) => one.name.localeCompare(other.name));
}

const customerOf = (context: ILoadOptionsFunctions) =>
	recordChosenIn(context, 'customerId', 'Customer');

/** A customer's subscriptions stand in the customer. */
async function searchSubscriptions(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const values = { customerId: customerOf(this) };
	const door = await openDoor(this, contacthub, BRIEF);
	const answer = await askForDocumented(door, customer.operations.get, values);
	if (!answer.ok) throw toNodeApiError(this.getNode(), answer.failure);
	// A customer may have no subscriptions, but has an ID.
	if (idOf(answer.data) === undefined) {
		throw toNodeApiError(this.getNode(), undocumented(contacthub, customer.operations.get, answer));
	}
	const kept = valueAt('base.subscriptions', answer.data);
	const named = entriesOf(Array.isArray(kept) ? kept : [], nameOf, idOf);
	return { results: named.filter(({ name }) => contains(name, filter)) };
}

const contains = (name: string, filter = ''): boolean =>
	name.toLowerCase().includes(filter.trim().toLowerCase());

const searchSessions = listSearch({
	vendor: contacthub,
	row: customerSession.operations.getAll,
	label: (record) => textAt('value', record),
	id: idOf,
	values: (_filter, context) => ({ customerId: customerOf(context) }),
});

const searchBulkJobs = listSearch({
	vendor: contacthub,
	row: bulkJob.operations.getAll,
	label: (record) =>
		[textAt('bulkJobName', record) ?? textAt('filename', record), textAt('createdAt', record)]
			.filter(Boolean)
			.join(' · ') || undefined,
	id: idOf,
	values: (_filter, context) => ({ nodeId: recordChosenIn(context, 'nodeId', 'Entry Node') }),
});

/** For the nodes' `methods.listSearch`. */
export const searches = {
	[SEARCH.nodes]: nodesOfType(),
	[SEARCH.entryNodes]: nodesOfType('ENTRY'),
	[SEARCH.aggregateNodes]: nodesOfType('AGGREGATE'),
	[SEARCH.customers]: searchCustomers,
	[SEARCH.sources]: named(source.operations.getAll),
	[SEARCH.subscriptions]: searchSubscriptions,
	[SEARCH.sessions]: searchSessions,
	[SEARCH.bulkJobs]: searchBulkJobs,
	[SEARCH.users]: named(user.operations.getAll, (search) => ({ search })),
	[SEARCH.workspaces]: named(workspace.operations.getAll, (name) => ({ name })),
};

/** For the node's `methods.resourceMapping` and `methods.loadOptions`. */
export const mappers = { [CUSTOMER_PROPERTIES]: getCustomerProperties };
export const loadOptions = {
	[FILTER_PROPERTIES]: getFilterProperties,
	[OPTIONS.nodes]: nodeOptions(),
	[OPTIONS.entryNodes]: nodeOptions('ENTRY'),
};
