import type { Values } from '../../../core/rows/field';
import { choice, dateTime, identifier, integer, json, text } from '../../../core/rows/field';
import { done, many, one, resource } from '../../../core/rows/operation';
import { GET, PATCH, POST, PUT } from '../../../core/rows/route';
import type { Stretch } from '../../../core/rows/operation';
import type { NameIn } from '../../../core/rows/row-checks';
import { operation } from './operation';
import { CONTEXTS, EVENT_TYPES } from './event-types';
import { WORKSPACE, customerId, node, required } from './identifiers';
import { ELEMENTS, searchPages } from './paging';

const PATH = `${WORKSPACE}/events` as const;

/** An event as Contacthub returns it (Events > Get event). */
const Event = {
	id: text('Event ID'),
	customerId: text('Customer ID'),
	bringBackProperties: json('Bring Back Properties'),
	type: text('Type'),
	context: text('Context'),
	properties: json('Properties'),
	contextInfo: json('Context Details'),
	date: dateTime('Date'),
	origin: text('Origin'),
	tracking: json('Tracking'),
	registeredAt: dateTime('Registered At'),
	updatedAt: dateTime('Updated At'),
	version: integer('Version'),
	prev: text('Event Before'),
	next: text('Event After'),
};

const SIMPLE: ReadonlyArray<NameIn<typeof Event>> = [
	'id',
	'customerId',
	'type',
	'context',
	'date',
	'properties',
	'updatedAt',
];

/** Events are listed customer by customer, and these requests name none: there is no list to choose from. */
const path = { id: identifier('Event ID', required) };
const type = choice('Type', EVENT_TYPES, { required: true, default: 'viewedPage' });
const context = choice('Context', CONTEXTS, { required: true, default: 'WEB' });
const properties = json('Properties', {
	required: true,
	description: 'What the event type asks for',
	example: '{"url": "https://example.com"}',
});
const details = {
	contextInfo: json('Context Details', { description: 'What the context asks for' }),
	date: dateTime('Date', { description: 'Now, unless set' }),
	tracking: json('Tracking', { description: 'Campaign parameters' }),
};

/** The three ways to say whose event it is; exactly one may be sent (Events > Create event). */
const owner = {
	belongsTo: choice(
		'Belongs To',
		[
			{ name: 'Customer ID', value: 'customerId' },
			{ name: 'External ID', value: 'EXTERNAL_ID' },
			{ name: 'Session ID', value: 'SESSION_ID', description: 'Of a visitor who is not known yet' },
		],
		{ required: true, default: 'customerId' },
	),
	customerId: customerId({ required: true, show: { belongsTo: ['customerId'] } }),
	externalId: identifier('External ID', {
		required: true,
		show: { belongsTo: ['EXTERNAL_ID'] },
	}),
	sessionId: identifier('Session ID', { required: true, show: { belongsTo: ['SESSION_ID'] } }),
	nodeId: node({ required: true, show: { belongsTo: ['EXTERNAL_ID', 'SESSION_ID'] } }),
};

const ownerOf = ({
	belongsTo,
	customerId: id,
	externalId,
	sessionId,
	nodeId,
}: Values<typeof owner>) =>
	belongsTo === 'customerId'
		? { customerId: id }
		: { bringBackProperties: { type: belongsTo, value: externalId ?? sessionId, nodeId } };

/** An event that was given to a customer has both, and is only replaced with both (Events > Modify event). */
const BY_EXTERNAL_ID = ['EXTERNAL_ID', 'customerIdAndExternalId'] as const;
const BY_SESSION_ID = ['SESSION_ID', 'customerIdAndSessionId'] as const;
const BOTH = ['customerIdAndExternalId', 'customerIdAndSessionId'] as const;
const storedOwner = {
	belongsTo: choice(
		'Belongs To',
		[
			...owner.belongsTo.choices,
			{ name: 'Customer ID and External ID', value: 'customerIdAndExternalId' },
			{
				name: 'Customer ID and Session ID',
				value: 'customerIdAndSessionId',
				description: 'Of a visitor who became a customer',
			},
		],
		{
			required: true,
			default: 'customerId',
			description: 'As the event has it; Get shows that without Simplify',
		},
	),
	customerId: customerId({ required: true, show: { belongsTo: ['customerId', ...BOTH] } }),
	externalId: identifier('External ID', { required: true, show: { belongsTo: BY_EXTERNAL_ID } }),
	sessionId: identifier('Session ID', { required: true, show: { belongsTo: BY_SESSION_ID } }),
	nodeId: node({ required: true, show: { belongsTo: [...BY_EXTERNAL_ID, ...BY_SESSION_ID] } }),
};

function storedOwnerOf({
	belongsTo,
	customerId: id,
	externalId,
	sessionId,
	nodeId,
}: Values<typeof storedOwner>) {
	if (belongsTo === 'customerId') return { customerId: id };
	const type = externalId === undefined ? 'SESSION_ID' : 'EXTERNAL_ID';
	return {
		customerId: id,
		bringBackProperties: { type, value: externalId ?? sessionId, nodeId },
	};
}

const contentOf = ({
	context: where,
	properties: what,
	contextInfo,
	date,
	tracking,
}: Values<typeof details & { context: typeof context; properties: typeof properties }>) => ({
	context: where,
	properties: what,
	contextInfo,
	date,
	tracking,
});

/** The search within a stretch of dates, inside the dates that the user asked for. */
function withinDates(
	{ dateFrom, dateTo }: Values<{ dateFrom: typeof details.date; dateTo: typeof details.date }>,
	{ from, to }: Stretch,
) {
	const starts = [from, dateFrom && Date.parse(dateFrom)].filter((ms) => typeof ms === 'number');
	const ends = [to, dateTo && Date.parse(dateTo)].filter((ms) => typeof ms === 'number');
	return {
		...(starts.length > 0 && { dateFrom: new Date(Math.max(...starts)).toISOString() }),
		...(ends.length > 0 && { dateTo: new Date(Math.min(...ends)).toISOString() }),
	};
}

export const event = resource('event', 'Event', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many events',
		description: 'Search events, latest first',
		request: GET(PATH),
		query: {
			customerId: customerId({ upfront: true, description: 'Leave empty for events of everybody' }),
			nodeId: node(),
			type: choice('Type', EVENT_TYPES),
			context: choice('Context', CONTEXTS),
			mode: choice('Mode', [
				{ name: 'Active', value: 'ACTIVE', description: 'The customer did it' },
				{ name: 'Passive', value: 'PASSIVE', description: 'It happened to the customer' },
			]),
			dateFrom: dateTime('From'),
			dateTo: dateTime('To'),
		},
		paging: { ...searchPages, within: withinDates },
		returns: many(Event, ELEMENTS, SIMPLE),
	}),
	get: operation({
		name: 'Get',
		action: 'Get an event',
		description: 'Read one event',
		request: GET(`${PATH}/{id}`),
		path,
		query: {
			nav: choice('Neighbors', [{ name: 'Of the Same Customer', value: 'CUSTOMER' }], {
				description: 'Adds the IDs of the events before and after',
			}),
		},
		returns: one(Event, SIMPLE),
	}),
	create: operation({
		name: 'Create',
		action: 'Create an event',
		description: 'Report what a customer or visitor did',
		request: POST(PATH),
		form: { ...owner, type, context, properties, ...details },
		compose: (form) => ({ ...ownerOf(form), type: form.type, ...contentOf(form) }),
		returns: one({ id: text('Event ID') }),
	}),
	update: operation({
		name: 'Update',
		action: 'Update an event',
		description: 'Change what is sent; the rest stays as it is',
		title: 'Partially modify event',
		request: PATCH(`${PATH}/{id}`),
		inferred: true,
		path,
		body: { properties: json('Properties', { upfront: true }), ...details },
		idempotent: true,
		returns: done(),
	}),
	replace: operation({
		name: 'Replace',
		action: 'Replace an event',
		description: 'Write an event as a whole; what is not sent is removed',
		request: PUT(`${PATH}/{id}`),
		path,
		form: { ...storedOwner, type, context, properties, ...details },
		compose: (form) => ({
			id: form.id,
			...storedOwnerOf(form),
			type: form.type,
			...contentOf(form),
		}),
		returns: done(),
	}),
});
