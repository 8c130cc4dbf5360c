import type { Fields } from '../../../core/field';
import { boolean, date, dateTime, integer, json, mapping, text } from '../../../core/field';
import { nested } from '../../../core/nesting';
import { GET, POST, many, one, operation, resource } from '../../../core/operation';
import { ELEMENTS, pages } from './paging';

/** A customer as Contacthub returns it (Customers > Get customer). */
const Customer: Fields = {
	id: text('Customer ID'),
	intId: integer('Integer ID'),
	externalId: text('External ID'),
	nodeId: text('Node ID'),
	base: json('Base Properties'),
	consents: json('Consents'),
	extended: json('Extended Properties'),
	extra: text('Extra'),
	tags: json('Tags'),
	enabled: boolean('Enabled'),
	registeredAt: dateTime('Registered At'),
	updatedAt: dateTime('Updated At'),
	version: integer('Version'),
};

const SIMPLE = [
	'id',
	'externalId',
	'nodeId',
	'base.firstName',
	'base.lastName',
	'base.contacts.email',
	'base.contacts.mobilePhone',
	'consents',
	'enabled',
	'updatedAt',
];

/** The properties that a person maps, by their path in the customer. */
export const CustomerProperties = {
	externalId: text('External ID'),
	'base.firstName': text('First Name'),
	'base.lastName': text('Last Name'),
	'base.contacts.email': text('Email'),
	'base.contacts.mobilePhone': text('Mobile Phone'),
	'base.contacts.phone': text('Phone'),
	'base.title': text('Title'),
	'base.gender': text('Gender'),
	'base.dob': date('Date of Birth'),
	'base.locale': text('Locale'),
	'base.timezone': text('Time Zone'),
	'base.address.street': text('Street'),
	'base.address.city': text('City'),
	'base.address.zip': text('ZIP Code'),
	'base.address.province': text('Province'),
	'base.address.region': text('Region'),
	'base.address.country': text('Country'),
	'base.subscriptions': json('Subscriptions'),
	consents: json('Consents'),
	extended: json('Extended Properties'),
	tags: json('Tags'),
	extra: text('Extra'),
} satisfies Fields;

/** The fields that stand in a fresh form; the others wait under "Add field". */
export const SHOWN = ['base.contacts.email', 'base.firstName', 'base.lastName', 'externalId'];

/** The name of the node's resource mapper method. */
export const CUSTOMER_PROPERTIES = 'getCustomerProperties';

const nodeId = text('Node ID', {
	required: true,
	example: '854f0791-c120-4e4a-9264-6dd197cb922c',
	description: 'The node of the workspace that the customers belong to',
});

export const customer = resource('customer', 'Customer', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many customers',
		description: 'Search the customers of a node, last updated first',
		request: GET('/workspaces/{workspaceId}/customers'),
		query: {
			nodeId,
			externalId: text('External ID'),
			query: text('Query', { description: "A query in Contacthub's own JSON language", lines: 4 }),
			fields: text('Fields', {
				description: 'Properties to include, separated by commas',
				example: 'id,base.contacts.email',
			}),
			sort: text('Sort', { example: 'base.lastName,asc' }),
		},
		paging: pages,
		returns: many(Customer, ELEMENTS, SIMPLE),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a customer',
		description: 'Read one customer',
		request: GET('/workspaces/{workspaceId}/customers/{customerId}'),
		path: { customerId: text('Customer ID', { required: true }) },
		returns: one(Customer, SIMPLE),
	}),
	create: operation({
		name: 'Create or Update',
		action: 'Create or update a customer',
		description: "Write a customer; the node's matching policy decides who is updated and who is new",
		request: POST('/workspaces/{workspaceId}/customers'),
		form: { nodeId, properties: mapping('Customer', CUSTOMER_PROPERTIES, CustomerProperties) },
		query: {
			sessionId: text('Session ID', {
				description: 'The session of an anonymous visitor that becomes this customer',
			}),
		},
		compose: ({ nodeId: node, properties }) => ({ nodeId: node, ...nested(properties ?? {}) }),
		idempotent: true,
		returns: one(Customer, SIMPLE),
	}),
});
