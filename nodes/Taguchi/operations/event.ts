import type { Values } from '../../../core/rows/field';
import { boolean, choice, dateTime, identifier, int64, json } from '../../../core/rows/field';
import { resource } from '../../../core/rows/operation';
import { POST } from '../../../core/rows/route';
import { operation } from './operation';
import { statuses } from './status';
import { MOST_ACTIONS } from './limits';
import { hash, identifiers, identifyBy, keysOf, targetOf } from './target';

/** The codes of the reference (V5 API, Event types) and of the vendor's page on two-step unsubscribes. */
export const EVENT_TYPES = [
	{ name: 'Abandoned', value: 'ab', description: 'A cart or another conversion was left behind' },
	{ name: 'Analytics', value: 'wa', description: 'A custom interaction on a website or in an app' },
	{ name: 'Opened', value: 'o', description: 'An email or another activity was opened' },
	{ name: 'Profile Updated', value: 'up', description: 'A profile was changed, such as on a form' },
	{ name: 'Purchased', value: 'p', description: 'A purchase or another conversion was made' },
	{ name: 'Submitted Form', value: 'sb', description: 'A form was sent on a website or in an app' },
	{ name: 'Unsubscribed', value: 'u', description: 'Somebody left a list or all lists' },
	{ name: 'Viewed', value: 'v', description: 'A page or screen was viewed' },
] as const;

const OTHER = {
	name: 'Other',
	value: 'other',
	description: 'A code that is not listed, such as f or s',
} as const;

/** What an event says, besides whom it is about (V5 API, Schemas > Event Log). */
export const Event = {
	type: choice('Type', [...EVENT_TYPES, OTHER], { required: true, default: 'p' }),
	otherType: identifier('Type Code', { required: true, example: 's', show: { type: ['other'] } }),
	data: json('Data', {
		upfront: true,
		description: 'Details of the event, such as the products of a purchase',
	}),
	loggedTimestamp: dateTime('Happened At', { description: 'Now, unless set' }),
	activityId: int64('Activity ID', { example: '1209' }),
	parentId: int64('Parent Event ID', {
		example: '445764070457614336',
		description: 'The event that led to this one, such as the email that somebody came from',
	}),
	isTest: boolean('Test Event', { description: 'Whether to keep the event out of statistics' }),
};

/** The event object of an action, without its target. */
export const eventOf = ({
	type,
	otherType,
	data,
	loggedTimestamp,
	activityId,
	parentId,
	isTest,
}: Values<typeof Event>) => ({
	type: otherType ?? type,
	data,
	loggedTimestamp,
	activityId,
	parentId,
	isTest,
});

export const event = resource('event', 'Event', {
	log: operation({
		name: 'Log',
		action: 'Log an event',
		description: 'Log what a person did, such as a purchase or an abandoned cart',
		request: POST('/subscriber'),
		form: { ...identifyBy, ...identifiers, ...Event, ...hash },
		batch: {
			max: MOST_ACTIONS,
			// 400 without a status for each action: the request was not accepted (V5 API, Error Handling).
			refusesWhole: true,
			elements: (form) => [{ event: { target: targetOf(form), ...eventOf(form) } }],
			keys: keysOf,
		},
		returns: statuses(identifiers),
	}),
});
