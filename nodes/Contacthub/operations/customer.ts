import type { Values } from '../../../core/rows/field';
import {
	boolean,
	choice,
	dateTime,
	identifier,
	integer,
	json,
	liveChoices,
	object,
	text,
} from '../../../core/rows/field';
import { nested } from '../../../core/values/nesting';
import { many, one, resource, telling } from '../../../core/rows/operation';
import type { Operation } from '../../../core/rows/operation';
import { CONSENT_OUTCOME } from '../../../core/execution/set-consent';
import { GET, PATCH, POST, PUT } from '../../../core/rows/route';
import type { NameIn } from '../../../core/rows/row-checks';
import { allJoined } from '../../../core/values/chosen';
import { consentWords } from './consent-words';
import { setConsent, setConsentForm } from './set-consent';
import { operation } from './operation';
import { FILTER_PROPERTIES, mappedCustomer, mappedCustomerOfNode } from './customer-properties';
import { filterForm, queryOf, refuseFilters, withinRegistration } from './customer-query';
import { WORKSPACE, customerId, entryNode, node, required } from './identifiers';
import { ELEMENTS, pages, searchPages } from './paging';

const PATH = `${WORKSPACE}/customers` as const;

/** A customer as Contacthub returns it (Customers > Get customer). */
export const Customer = {
	id: text('Customer ID'),
	intId: integer('Integer ID'),
	externalId: text('External ID'),
	nodeId: text('Node ID'),
	base: object('Base Properties', {
		firstName: text('First Name'),
		lastName: text('Last Name'),
		contacts: object('Contacts', { email: text('Email'), mobilePhone: text('Mobile Phone') }),
	}),
	consents: json('Consents'),
	extended: json('Extended Properties'),
	extra: text('Extra'),
	tags: json('Tags'),
	enabled: boolean('Enabled'),
	registeredAt: dateTime('Registered At'),
	updatedAt: dateTime('Updated At'),
	version: integer('Version'),
	deleted: integer('Deleted'),
	sourceInfo: json('Sources'),
};

const SIMPLE: ReadonlyArray<NameIn<typeof Customer>> = [
	'id',
	'externalId',
	'nodeId',
	'base.firstName',
	'base.lastName',
	'base.contacts.email',
	'base.contacts.mobilePhone',
	'consents',
	'extended',
	'enabled',
	'updatedAt',
];

const path = { customerId: customerId(required) };
const nodeId = entryNode({ required: true, description: 'The node that the customer belongs to' });
const sessionId = identifier('Session ID', {
	description: 'The session of an anonymous visitor that becomes this customer',
});

/** The two ways to say what a customer is to become. */
const customerForm = {
	input: choice(
		'Input',
		[
			{ name: 'Fields', value: 'fields', description: 'Map fields by hand or by name' },
			{ name: 'JSON', value: 'json', description: "Write the customer in Contacthub's own form" },
		],
		{ required: true, default: 'fields' },
	),
	properties: mappedCustomer,
	customer: json('Customer (JSON)', {
		required: true,
		show: { input: ['json'] },
		example: '{"base": {"contacts": {"email": "name@example.com"}}}',
	}),
};
const customerOfNode = { nodeId, ...customerForm, properties: mappedCustomerOfNode };
const mode = choice(
	'Mode',
	[
		{ name: 'Merge', value: 'MERGE', description: 'Subscriptions that are not sent stay' },
		{ name: 'Strict', value: 'STRICT', description: 'Subscriptions that are not sent are removed' },
	],
	{ description: 'What happens to the subscriptions of the customer' },
);

const customerOf = ({ properties, customer: written }: Values<typeof customerForm>) =>
	written ?? nested(properties ?? {});

/** Merging is what the API does without a mode, and not a value of its own. */
const modeOf = ({ mode: chosen }: Values<{ mode: typeof mode }>) =>
	chosen === 'STRICT' ? { mode: chosen } : {};

interface ConsentRows {
	getAll: Operation;
	update: Operation;
}

/** What Set Consent tells of each customer. */
const ConsentSet = {
	id: text('Customer ID'),
	externalId: text('External ID'),
	...consentWords.shape,
	...CONSENT_OUTCOME,
};

export const customer = resource('customer', 'Customer', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many customers',
		description: 'Search the customers of a node, last updated first',
		request: GET(PATH),
		form: {
			nodeId: node({ required: true, description: 'The node that the customers belong to' }),
			...filterForm,
			chosenFields: liveChoices('Fields', FILTER_PROPERTIES, {
				narrows: false,
				description: 'Properties to include; without a choice, all of them',
			}),
		},
		query: {
			externalId: identifier('External ID'),
			fields: identifier('Fields by Path', {
				narrows: false,
				description: 'Properties to include, separated by commas',
				example: 'base.firstName,base.contacts.email',
			}),
			sort: identifier('Sort', { narrows: false, example: 'base.lastName,asc' }),
		},
		refuse: refuseFilters,
		composeQuery: (values) => ({
			nodeId: values.nodeId,
			query: queryOf(values),
			fields: allJoined(values.chosenFields, values.fields),
		}),
		paging: { ...searchPages, within: withinRegistration },
		returns: telling(consentWords, many(Customer, ELEMENTS, SIMPLE)),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a customer',
		description: 'Read one customer',
		request: GET(`${PATH}/{customerId}`),
		path,
		returns: telling(consentWords, one(Customer, SIMPLE)),
	}),
	getEntryCustomers: operation({
		name: 'Get Entry Customers',
		action: 'Get the entry customers of a customer',
		description: 'List the customers that a customer of an aggregate node was made of',
		title: 'List entry customers',
		request: GET(`${PATH}/{customerId}/entry-customers`),
		inferred: true,
		path,
		paging: pages,
		returns: telling(consentWords, many(Customer, ELEMENTS, SIMPLE)),
	}),
	create: operation({
		name: 'Create or Update',
		action: 'Create or update a customer',
		description:
			"Write a customer; the node's matching policy decides who is updated and who is new",
		request: POST(PATH),
		form: customerOfNode,
		query: { sessionId },
		compose: (values) => ({ nodeId: values.nodeId, ...customerOf(values) }),
		idempotent: true,
		returns: telling(consentWords, one(Customer, SIMPLE)),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a customer',
		description: 'Change what is sent; the rest stays as it is',
		request: PATCH(`${PATH}/{customerId}`),
		path,
		form: { ...customerForm, mode },
		query: { sessionId },
		compose: customerOf,
		composeQuery: modeOf,
		idempotent: true,
		returns: telling(consentWords, one(Customer, SIMPLE)),
	}),
	setConsent: operation({
		name: 'Set Consent',
		action: 'Set the consent of a customer',
		description:
			'Find customers by an address, and write what they allow or refuse where it differs from what is stored',
		request: GET(PATH),
		composed: true,
		form: setConsentForm,
		procedure: setConsent((): ConsentRows => customer.operations),
		returns: one(ConsentSet),
	}),
	replace: operation({
		name: 'Replace',
		action: 'Replace a customer',
		description: 'Write a customer as a whole; what is not sent is removed',
		request: PUT(`${PATH}/{customerId}`),
		path,
		form: { ...customerOfNode, mode },
		query: { sessionId },
		compose: (values) => ({ nodeId: values.nodeId, ...customerOf(values) }),
		composeQuery: modeOf,
		returns: telling(consentWords, one(Customer, SIMPLE)),
	}),
});
