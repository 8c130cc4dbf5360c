/** Values and names that several resources share. */
import type { FieldNotes } from '../../../core/field';
import { choice, locator } from '../../../core/field';

export const optStatuses = [
	{ name: 'Opted In', value: 'in', description: 'SMS campaigns reach the contact' },
	{ name: 'Opted Out', value: 'out', description: 'SMS campaigns leave the contact out' },
];

const memberStatuses = [
	{ name: 'Subscribed', value: 'subscribed' },
	{ name: 'Unsubscribed', value: 'unsubscribed' },
];

/** In or out; without a choice nothing is said. */
export const optStatus = (label: string, notes: FieldNotes = {}) =>
	choice(label, optStatuses, notes);

/** Subscribed or not. */
export const memberStatus = (label: string, notes: FieldNotes = {}) =>
	choice(label, memberStatuses, notes);

/** The node's list search methods, by what they list. */
export const SEARCH = {
	lists: 'searchLists',
	groups: 'searchGroups',
	subscriptions: 'searchSubscriptions',
	subscriptionOptions: 'searchSubscriptionOptions',
	touchpoints: 'searchTouchpoints',
	interests: 'searchInterests',
	segmentationSets: 'searchSegmentationSets',
	segmentationGroups: 'searchSegmentationGroups',
} as const;

const required: FieldNotes = { required: true };

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
