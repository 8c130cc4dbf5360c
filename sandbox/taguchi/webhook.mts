import { request } from 'undici';
import { stringifyExactJson } from '../exact-json.mts';

/** One record of the event log as Taguchi posts it to a webhook. */
export interface EventRecord {
	target: { id?: number | bigint; ref?: string; email?: string; phone?: string };
	isTest: boolean;
	data: Record<string, unknown> | null;
	type: string;
	loggedTimestamp: string;
	activityId: number | bigint | null;
	id: number | bigint;
}

/** What is not said about an event is as in the documented example. */
const documentedExample: EventRecord = {
	target: { id: 121293458 },
	isTest: false,
	data: null,
	type: 's',
	loggedTimestamp: '2023-01-01T10:00:00Z',
	activityId: 1209,
	id: 174049918808633344n,
};

/**
 * Posts one event, or several as an array, to a webhook, ids with all their digits.
 * `secretHeader` is the header that the user has told Taguchi to send along.
 * Gives the webhook's answer; throws when it cannot be reached.
 */
export async function sendEvent(
	url: string,
	event: Partial<EventRecord> | Array<Partial<EventRecord>>,
	{ secretHeader }: { secretHeader?: { name: string; value: string } } = {},
): Promise<{ status: number; body: string }> {
	const body = Array.isArray(event)
		? event.map((one) => ({ ...documentedExample, ...one }))
		: { ...documentedExample, ...event };
	const response = await request(url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			...(secretHeader && { [secretHeader.name]: secretHeader.value }),
		},
		body: stringifyExactJson(body),
	});
	return { status: response.statusCode, body: await response.body.text() };
}
