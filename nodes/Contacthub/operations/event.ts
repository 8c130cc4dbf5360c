import type { Fields } from '../../../core/field';
import { choice, dateTime, integer, json, text } from '../../../core/field';
import { GET, POST, many, one, operation, resource } from '../../../core/operation';
import { CONTEXTS, EVENT_TYPES } from './event-types';
import { ELEMENTS, pages } from './paging';

/** An event as Contacthub returns it (Events > Get event). */
const Event: Fields = {
	id: text('Event ID'),
	customerId: text('Customer ID'),
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
};

/** The three ways to say whose event it is; exactly one may be sent (Events > Create event). */
const belongsTo = choice(
	'Belongs To',
	[
		{ name: 'Customer ID', value: 'customerId' },
		{ name: 'External ID', value: 'EXTERNAL_ID' },
		{ name: 'Session ID', value: 'SESSION_ID', description: 'Of a visitor who is not known yet' },
	],
	{ required: true, default: 'customerId' },
);

export const event = resource('event', 'Event', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many events',
		description: 'Search events, latest first',
		request: GET('/workspaces/{workspaceId}/events'),
		query: {
			customerId: text('Customer ID', { upfront: true }),
			nodeId: text('Node ID'),
			type: choice('Type', EVENT_TYPES),
			context: choice('Context', CONTEXTS),
			mode: choice('Mode', [
				{ name: 'Active', value: 'ACTIVE', description: 'The customer did it' },
				{ name: 'Passive', value: 'PASSIVE', description: 'It happened to the customer' },
			]),
			dateFrom: dateTime('From'),
			dateTo: dateTime('To'),
		},
		paging: pages,
		returns: many(Event, ELEMENTS),
	}),
	create: operation({
		name: 'Create',
		action: 'Create an event',
		description: 'Report what a customer or visitor did',
		request: POST('/workspaces/{workspaceId}/events'),
		form: {
			belongsTo,
			customerId: text('Customer ID', { required: true, show: { belongsTo: ['customerId'] } }),
			externalId: text('External ID', { required: true, show: { belongsTo: ['EXTERNAL_ID'] } }),
			sessionId: text('Session ID', { required: true, show: { belongsTo: ['SESSION_ID'] } }),
			nodeId: text('Node ID', {
				required: true,
				show: { belongsTo: ['EXTERNAL_ID', 'SESSION_ID'] },
			}),
			type: choice('Type', EVENT_TYPES, { required: true, default: 'viewedPage' }),
			context: choice('Context', CONTEXTS, { required: true, default: 'WEB' }),
			properties: json('Properties', {
				required: true,
				description: 'What the event type asks for',
				example: '{"url": "https://example.com"}',
			}),
			contextInfo: json('Context Details'),
			date: dateTime('Date', { description: 'Now, unless set' }),
			tracking: json('Tracking', { description: 'Campaign parameters' }),
		},
		compose: ({ belongsTo: by, externalId, sessionId, nodeId, ...body }) =>
			by === 'customerId'
				? body
				: { ...body, bringBackProperties: { type: by, value: externalId ?? sessionId, nodeId } },
		returns: one({ id: text('Event ID') }),
	}),
});
