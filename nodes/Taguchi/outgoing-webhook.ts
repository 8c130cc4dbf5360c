/** The events that Taguchi's outgoing webhook sends (V5 API, Event Log; Settings > Integrations > Event: Outgoing Webhook). */
import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { parseExact } from '../../core/values/exact-json';
import type { Fields } from '../../core/rows/field';
import { boolean, dateTime, int64, json, object, text } from '../../core/rows/field';
import { presentable } from '../../core/execution/output';
import { EVENT_TYPES } from './operations/event';

/** Everything that no listed code names, so that an event of a new type is never lost. */
export const OTHER_TYPES = { name: 'Other Types', value: 'other' } as const;

type Listed = (typeof EVENT_TYPES)[number] | typeof OTHER_TYPES;

/** How n8n's panel lists the trigger, for each type. */
const ENTRIES: Readonly<Record<Listed['value'], string>> = {
	ab: 'On cart or conversion abandoned',
	o: 'On message opened',
	other: 'On event of another type',
	p: 'On purchase',
	sb: 'On form submitted',
	u: 'On subscriber unsubscribed',
	up: 'On profile updated',
	v: 'On page viewed',
	wa: 'On website interaction',
};

/** The event types that a user can choose. */
export const typeChoices: INodePropertyOptions[] = [...EVENT_TYPES, OTHER_TYPES]
	.map((choice) => ({ ...choice, action: ENTRIES[choice.value] }))
	.sort((one, other) => one.name.localeCompare(other.name));

/** The wanted types in words, as an expression of n8n. */
export const SUBTITLE = `={{ $parameter["eventTypes"].map((type) => (${JSON.stringify(
	Object.fromEntries(typeChoices.map(({ name, value }) => [value, name.toLowerCase()])),
)})[type] ?? type).join(", ") || "all events" }}`;

const Target: Fields = { id: int64('Taguchi ID') };

/** An event as Taguchi sends it. */
export const EventRecord: Fields = {
	id: int64('Event ID'),
	type: text('Type'),
	target: object('Target', Target),
	loggedTimestamp: dateTime('Happened At'),
	activityId: int64('Activity ID'),
	parentId: int64('Parent Event ID'),
	isTest: boolean('Test Event'),
	data: json('Data'),
};

export interface ReceivedEvent {
	/** The listed code of the event's type, or that of Other Types. */
	category: string;
	/** The event, with 64-bit ids as text, and with the name of its type where there is one. */
	event: IDataObject;
}

/**
 * Reads the body of a request: one event, or a list of them.
 *
 * @returns undefined when the body is neither
 */
export function eventsIn(body: string): ReceivedEvent[] | undefined {
	let data: unknown;
	try {
		data = parseExact(body);
	} catch {
		return undefined;
	}
	const records: unknown[] = Array.isArray(data) ? data : [data];
	if (!records.every(isObject)) return undefined;
	return records.map((record) => {
		const event = presentable(EventRecord, record);
		const known = typeChoices.find(({ value }) => value === event.type);
		return {
			category: String(known?.value ?? OTHER_TYPES.value),
			event: { ...event, typeName: known?.name ?? null },
		};
	});
}

const isObject = (record: unknown) =>
	typeof record === 'object' && record !== null && !Array.isArray(record);
