import type { Values } from '../../../core/rows/field';
import { boolean, dateTime, int64, json } from '../../../core/rows/field';
import { resource } from '../../../core/rows/operation';
import { POST } from '../../../core/rows/route';
import { operation } from './operation';
import { MOST_ACTIONS } from './limits';
import { statuses } from './status';
import { hash, identifiers, identifyBy, keysOf, targetOf } from './target';

/** What is sent, besides to whom (V5 API, Schemas > Message Send). */
export const Message = {
	activityId: int64('Activity ID', {
		upfront: true,
		example: '1209',
		description: 'The Taguchi ID of the activity to send; empty if the endpoint sets it',
	}),
	requestContent: json('Request Content', {
		description: 'Data that the activity template uses to personalize the message',
	}),
	sendTimestamp: dateTime('Send At', { description: 'At once, unless set to a time to come' }),
	isTest: boolean('Test Message', {
		description: 'Whether to send the latest revision without gathering statistics',
	}),
};

/** The message object of an action, without its target. */
export const messageOf = ({
	activityId,
	requestContent,
	sendTimestamp,
	isTest,
}: Values<typeof Message>) => ({ activityId, requestContent, sendTimestamp, isTest });

export const message = resource('message', 'Message', {
	send: operation({
		name: 'Send',
		action: 'Send a message',
		description: 'Send an activity, such as an email or SMS, to one person',
		request: POST('/subscriber'),
		form: { ...identifyBy, ...identifiers, ...Message, ...hash },
		batch: {
			max: MOST_ACTIONS,
			elements: (form) => [{ message: { target: targetOf(form), ...messageOf(form) } }],
			keys: keysOf,
		},
		returns: statuses(identifiers),
	}),
});
