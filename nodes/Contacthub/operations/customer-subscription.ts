import {
	boolean,
	choice,
	dateTime,
	identifier,
	json,
	locator,
	text,
} from '../../../core/rows/field';
import { deleted, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { picked } from '../../../core/values/picked';
import { operation } from './operation';
import { SEARCH, WORKSPACE, customerId, required } from './identifiers';

const PATH = `${WORKSPACE}/customers/{customerId}/subscriptions` as const;

const details = {
	name: text('Name'),
	type: text('Type'),
	kind: choice('Kind', [
		{ name: 'Digital Message', value: 'DIGITAL_MESSAGE' },
		{ name: 'Other', value: 'OTHER' },
		{ name: 'Service', value: 'SERVICE' },
	]),
	startDate: dateTime('Start Date'),
	endDate: dateTime('End Date'),
	subscriberId: identifier('Subscriber ID', { description: 'The number or code at the service' }),
	registeredAt: dateTime('Registered At'),
	updatedAt: dateTime('Updated At'),
	subscribeContext: json('Subscribe Context', {
		description: 'Where the person subscribed',
		example: '{"ip": "192.0.2.1", "userAgent": "Mozilla/5.0"}',
	}),
	unsubscribeContext: json('Unsubscribe Context', {
		description: 'Where the person unsubscribed',
		example: '{"campaignId": "spring"}',
	}),
};

const subscribed = boolean('Subscribed', {
	required: true,
	default: true,
	description: 'Whether the person is subscribed at present',
});

const state = { subscribed, ...details };

const Subscription = { id: text('Subscription ID'), subscribed, ...details };

const example = 'newsletter';
const path = {
	customerId: customerId(required),
	propertyId: locator('Subscription', SEARCH.subscriptions, { required: true, example }),
};

export const customerSubscription = resource('customerSubscription', 'Customer Subscription', {
	create: operation({
		name: 'Create',
		action: 'Create a customer subscription',
		description: 'Subscribe a customer to a newsletter or service',
		request: POST(PATH),
		path: { customerId: path.customerId },
		body: {
			id: identifier('Subscription ID', { required: true, example }),
			subscribed,
			...details,
		},
		returns: one(Subscription),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a customer subscription',
		description: 'Read one subscription of a customer',
		request: GET(`${PATH}/{propertyId}`),
		path,
		returns: one(Subscription),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a customer subscription',
		description: 'Change a subscription, or end it',
		request: PUT(`${PATH}/{propertyId}`),
		path,
		body: state,
		compose: (values) => ({ id: values.propertyId, ...picked(values, state) }),
		returns: one(Subscription),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a customer subscription',
		description: 'Remove a subscription with its history. This cannot be undone.',
		request: DELETE(`${PATH}/{propertyId}`),
		path,
		returns: deleted(),
	}),
});
