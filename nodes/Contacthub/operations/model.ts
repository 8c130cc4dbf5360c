import { choice, identifier, integer, json, list, text } from '../../../core/rows/field';
import { many, one, resource } from '../../../core/rows/operation';
import { GET } from '../../../core/rows/route';
import { operation } from './operation';
import { resolveReferences } from './customer-property';
import { WORKSPACE } from './identifiers';
import { ELEMENTS } from './paging';

const PATH = `${WORKSPACE}/models` as const;

const PLAN_MODELS = [
	{ name: 'Abandoned Cart', value: 'ABANDONED_CART' },
	{ name: 'Attendance Event', value: 'ATTENDANCE_EVENT' },
	{ name: 'Coupon', value: 'COUPON' },
	{ name: 'Order', value: 'ORDER' },
	{ name: 'Order Line', value: 'ORDER_LINE' },
	{ name: 'Product Interaction', value: 'PRODUCT_INTERACTION' },
	{ name: 'Service Subscribed', value: 'SERVICE_SUBSCRIBED' },
	{ name: 'Service Unsubscribed', value: 'SERVICE_UNSUBSCRIBED' },
	{ name: 'Web Browsing Event', value: 'WEB_BROWSING_EVENT' },
] as const;

const described = { id: text('ID'), label: text('Label'), description: text('Description') };

const inSendSource = {
	path: { subscriberSourceId: identifier('User DB ID', { required: true, example: '7' }) },
	query: {
		groupPk: integer('Customer Group', { description: 'The group that the user DB belongs to' }),
	},
};

export const model = resource('model', 'Model', {
	getMergePolicies: operation({
		name: 'Get Merge Policies',
		action: 'Get the merge policy types',
		description: 'List the ways to merge a property of several customers',
		request: GET(`${PATH}/merge-policies`),
		returns: many(
			{
				id: described.id,
				description: described.description,
				supportedTypes: list('Supported Types'),
			},
			ELEMENTS,
		),
	}),
	getSourceProviders: operation({
		name: 'Get Source Providers',
		action: 'Get the source provider types',
		description: 'List the kinds of source that can send data',
		request: GET(`${PATH}/providers`),
		returns: many(
			{
				...described,
				logo: text('Logo'),
				categories: list('Categories'),
				documents: text('Documents'),
				propertiesSchema: json('Properties Schema'),
				role: text('Role'),
			},
			ELEMENTS,
		),
	}),
	getEventContexts: operation({
		name: 'Get Event Contexts',
		action: 'Get the event context types',
		description: 'List the contexts of events with the schema of their details',
		request: GET(`${PATH}/contexts`),
		query: { resolveReferences },
		returns: many({ ...described, propertiesSchema: text('Properties Schema') }, ELEMENTS),
	}),
	getPlanModel: operation({
		name: 'Get Plan Model',
		action: 'Get a plan model',
		description: 'Read the columns that Contactplan offers for a kind of event',
		title: 'Get plan model',
		request: GET(`${WORKSPACE}/configuration/plan-models/{planModel}`),
		inferred: true,
		path: { planModel: choice('Plan Model', PLAN_MODELS, { required: true }) },
		returns: one({ plan: json('Plan Columns'), hub: json('Hub Properties') }),
	}),
	getSendSourceSubscriptions: operation({
		name: 'Get Send Source Subscriptions',
		action: 'Get the subscriptions of a send source',
		description: 'List the newsletters of a Contactsend user DB',
		title: 'Get send source subscriptions',
		request: GET(`${PATH}/send-sources/{subscriberSourceId}/subscriptions`),
		inferred: true,
		...inSendSource,
		returns: many(
			{
				id: integer('Subscription ID'),
				name: text('Name'),
				registrationField: text('Registration Field'),
			},
			ELEMENTS,
		),
	}),
	getSendSourceSubscriberFields: operation({
		name: 'Get Send Source Subscriber Fields',
		action: 'Get the subscriber fields of a send source',
		description: 'List the fields of a Contactsend user DB',
		title: 'Get send source subscriber fields',
		request: GET(`${PATH}/send-sources/{subscriberSourceId}/subscriber-fields`),
		inferred: true,
		...inSendSource,
		returns: many({ name: text('Name'), type: text('Type') }, ELEMENTS),
	}),
});
