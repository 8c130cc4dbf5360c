/** Values and names that several resources share. */
import { choiceOf, locator, locatorOf } from '../../../core/rows/field';

export const optStatuses = [
	{ name: 'Opted In', value: 'in', description: 'SMS campaigns reach the contact' },
	{ name: 'Opted Out', value: 'out', description: 'SMS campaigns leave the contact out' },
] as const;

/** In or out; without a choice nothing is said. */
export const optStatus = choiceOf(optStatuses);

/** Subscribed or not. */
export const memberStatus = choiceOf([
	{ name: 'Subscribed', value: 'subscribed' },
	{ name: 'Unsubscribed', value: 'unsubscribed' },
]);

/** The node's list search methods, by what they list. */
export const SEARCH = {
	contacts: 'searchContacts',
	fields: 'searchFields',
	lists: 'searchLists',
	groups: 'searchGroups',
	subscriptions: 'searchSubscriptions',
	subscriptionOptions: 'searchSubscriptionOptions',
	touchpoints: 'searchTouchpoints',
	interests: 'searchInterests',
	segmentationSets: 'searchSegmentationSets',
	segmentationGroups: 'searchSegmentationGroups',
} as const;

/** The node's load options methods, by what they list. */
export const OPTIONS = {
	identifiers: 'getIdentifiers',
	lists: 'getLists',
	subscriptionOptions: 'getSubscriptionOptions',
	touchpoints: 'getTouchpoints',
	interests: 'getInterests',
	segmentationSets: 'getSegmentationSets',
} as const;

const required = { required: true } as const;

const CONTACT_ID = '2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c25';
/** Makes the locators of a contact. */
export const contactOf = locatorOf('Contact', SEARCH.contacts, CONTACT_ID);
export const theContact = contactOf(required);

export const theList = locator('List', SEARCH.lists, required);
export const theGroup = locator('Group', SEARCH.groups, required);
export const theSubscription = locator('Subscription', SEARCH.subscriptions, required);
export const theOption = locator('Subscription Option', SEARCH.subscriptionOptions, required);
export const theTouchpoint = locator('Touchpoint', SEARCH.touchpoints, required);
export const theInterest = locator('Interest', SEARCH.interests, required);
export const theSegmentationSet = locator('Segmentation Set', SEARCH.segmentationSets, required);
export const theSegmentationGroup = locator(
	'Segmentation Group',
	SEARCH.segmentationGroups,
	required,
);
