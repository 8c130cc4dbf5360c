import { choices, list } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { extendedProperties } from './customer-property';
import { EVENT_TYPES } from './event-types';
import { WORKSPACE } from './identifiers';

const PATH = `${WORKSPACE}/configuration/products` as const;

/** The event types that carry products (Configuration > Modify configured event types for products update policy). */
const PRODUCT_EVENTS = [
	'abandonedCart',
	'addedCompare',
	'addedProduct',
	'addedWishlist',
	'completedOrder',
	'removedCompare',
	'removedProduct',
	'removedWishlist',
	'reviewedProduct',
	'viewedProduct',
];

const UpdatePolicy = { eventTypes: list('Event Types') };

export const productConfiguration = resource('productConfiguration', 'Product Configuration', {
	getExtendedProperties: operation({
		name: 'Get Extended Properties',
		action: 'Get the extended properties of products',
		description: 'Read the properties that the workspace added, by name',
		title: 'Get product extended properties',
		request: GET(`${PATH}/properties/extended`),
		inferred: true,
		returns: one({}),
	}),
	updateExtendedProperties: operation({
		name: 'Update Extended Properties',
		action: 'Update the extended properties of products',
		description: 'Replace all properties that the workspace added',
		title: 'Modify product extended properties',
		request: PUT(`${PATH}/properties/extended`),
		inferred: true,
		form: { properties: extendedProperties },
		compose: ({ properties }) => properties,
		returns: one({}),
	}),
	getUpdatePolicy: operation({
		name: 'Get Update Policy',
		action: 'Get the update policy of products',
		description: 'Read which event types update the product registry',
		title: 'Get configured event types for products update policy',
		request: GET(`${PATH}/update-policy`),
		inferred: true,
		returns: one(UpdatePolicy),
	}),
	updateUpdatePolicy: operation({
		name: 'Replace Update Policy',
		action: 'Replace the update policy of products',
		description: 'Choose which event types update the product registry',
		title: 'Modify configured event types for products update policy',
		request: PUT(`${PATH}/update-policy`),
		inferred: true,
		body: {
			eventTypes: choices(
				'Event Types',
				EVENT_TYPES.filter(({ value }) => PRODUCT_EVENTS.includes(value)),
				{ upfront: true, description: 'Without any, no event updates the product registry' },
			),
		},
		compose: ({ eventTypes = [] }) => ({ eventTypes }),
		returns: one(UpdatePolicy),
	}),
});
