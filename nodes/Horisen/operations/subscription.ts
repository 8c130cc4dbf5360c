import { choices, dateTime, joined, locator, text } from '../../../core/rows/field';
import { deleted, done, many, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { SEARCH, contactOf, memberStatus, theOption, theSubscription, theContact } from './choices';
import { CDS, DATA, pages } from './paging';

/** A subscription as HORISEN returns it (Data Objects, Subscription). */
const Subscription = {
	uuid: text('Subscription ID'),
	name: text('Name'),
	description: text('Description'),
	created_dt: dateTime('Created At'),
	updated_dt: dateTime('Updated At'),
	status: text('Status'),
};

/** One thing to subscribe to (Data Objects, SubscriptionOption). */
const Option = {
	...Subscription,
	uuid: text('Subscription Option ID'),
	subscription_uuid: text('Subscription ID'),
	order_num: text('Order Number'),
};

/** That a contact is subscribed, or no longer (Data Objects, SubscriptionMember). */
const Member = {
	uuid: text('Member ID'),
	option_uuid: text('Subscription Option ID'),
	contact_uuid: text('Contact ID'),
	status: text('Status'),
	joined_dt: dateTime('Joined At'),
	updated_dt: dateTime('Updated At'),
};

const written = {
	name: text('Name', { required: true }),
	description: text('Description'),
	status: text('Status'),
};

const writtenOption = {
	name: text('Name', { required: true }),
	subscription_uuid: theSubscription,
	description: text('Description'),
	order_num: text('Order Number'),
	status: text('Status'),
};

export const subscription = resource('subscription', 'Subscription', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many subscriptions',
		description: 'Read the subscriptions of the account',
		request: GET(`${CDS}/subscriptions`),
		query: {
			fields: joined(
				choices('Include', [{ name: 'Deleted Subscriptions', value: 'show_deleted' }], {
					narrows: false,
				}),
			),
		},
		paging: pages,
		returns: many(Subscription, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a subscription',
		description: 'Read one subscription',
		request: GET(`${CDS}/subscriptions/{subscriptionId}`),
		path: { subscriptionId: theSubscription },
		returns: one(Subscription),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a subscription',
		description: 'Add a subscription to the account',
		request: POST(`${CDS}/subscriptions`),
		body: written,
		returns: one(Subscription),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a subscription',
		description: 'Write the name, description and status of a subscription',
		request: PUT(`${CDS}/subscriptions/{subscriptionId}`),
		path: { subscriptionId: theSubscription },
		body: written,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a subscription',
		description: 'Delete a subscription. This cannot be undone.',
		request: DELETE(`${CDS}/subscriptions/{subscriptionId}`),
		path: { subscriptionId: theSubscription },
		returns: deleted(),
	}),
});

export const subscriptionOption = resource('subscriptionOption', 'Subscription Option', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many subscription options',
		description: 'Read what contacts can subscribe to',
		request: GET(`${CDS}/subscriptions/options`),
		query: {
			subscription_uuid: locator('Subscription', SEARCH.subscriptions),
			fields: joined(
				choices(
					'Include',
					[
						{ name: 'Deleted Options', value: 'show_deleted' },
						{ name: 'Status', value: 'status' },
						{ name: 'Totals', value: 'totals' },
					],
					{ narrows: false },
				),
			),
		},
		paging: pages,
		returns: many(Option, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a subscription option',
		description: 'Read one subscription option',
		request: GET(`${CDS}/subscriptions/options/{optionId}`),
		path: { optionId: theOption },
		returns: one(Option),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a subscription option',
		description: 'Add an option to a subscription',
		request: POST(`${CDS}/subscriptions/options`),
		body: writtenOption,
		returns: one(Option),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a subscription option',
		description: 'Write the settings of a subscription option',
		request: PUT(`${CDS}/subscriptions/options/{optionId}`),
		path: { optionId: theOption },
		body: writtenOption,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a subscription option',
		description: 'Delete a subscription option. This cannot be undone.',
		request: DELETE(`${CDS}/subscriptions/options/{optionId}`),
		path: { optionId: theOption },
		returns: deleted(),
	}),
});

export const subscriptionMember = resource('subscriptionMember', 'Subscription Member', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many subscription members',
		description: 'Read which contacts have which subscription option',
		request: GET(`${CDS}/subscriptions/members`),
		query: {
			contact_uuid: contactOf({ upfront: true }),
			option_uuid: locator('Subscription Option', SEARCH.subscriptionOptions),
		},
		paging: pages,
		returns: many(Member, DATA),
	}),
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update a subscription member',
		description:
			'Create a new subscription member, or update the current one if it already exists (upsert)',
		request: POST(`${CDS}/subscriptions/members`),
		body: {
			contact_uuid: theContact,
			option_uuid: theOption,
			status: memberStatus('Status', { required: true }),
		},
		idempotent: true,
		returns: one(Member),
	}),
});
