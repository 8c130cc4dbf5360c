import { choice, integer, json, rows, text } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { enabled, extendedProperties, resolveReferences } from './customer-property';
import { EVENT_TYPES } from './event-types';
import { WORKSPACE } from './identifiers';
import { firstPage } from './paging';

const CONFIGURATION = `${WORKSPACE}/configuration` as const;
const EVENT = `${CONFIGURATION}/events/{eventType}` as const;

const EventConfiguration = {
	id: text('ID'),
	type: text('Type'),
	mode: text('Mode'),
	label: text('Label'),
	description: text('Description'),
	propertiesSchema: json('Properties Schema'),
	enabled,
};

const path = {
	eventType: choice('Event Type', EVENT_TYPES, { required: true, default: 'viewedPage' }),
};
const query = { resolveReferences };

export const eventConfiguration = resource('eventConfiguration', 'Event Configuration', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many event configurations',
		description: 'List the event types and which are enabled',
		request: GET(`${CONFIGURATION}/events`),
		query,
		returns: firstPage(EventConfiguration),
	}),
	get: operation({
		name: 'Get',
		action: 'Get an event configuration',
		description: 'Read the settings of one event type',
		request: GET(EVENT),
		path,
		query,
		returns: one(EventConfiguration),
	}),
	update: operation({
		name: 'Update (Deprecated)',
		action: 'Update an event configuration',
		description: 'Switch an event type on or off; Update State is the newer way',
		request: PUT(EVENT),
		path,
		query,
		form: { enabled },
		compose: ({ eventType, enabled: on }) => ({ id: eventType, type: eventType, enabled: on }),
		returns: one(EventConfiguration),
	}),
	updateState: operation({
		name: 'Update State',
		action: 'Update the state of an event type',
		description: 'Switch an event type on or off',
		request: PUT(`${EVENT}/enabled`),
		path,
		form: { enabled },
		compose: ({ enabled: value }) => ({ value }),
		returns: one({ value: enabled }),
	}),
	getProperties: operation({
		name: 'Get Properties',
		action: 'Get the properties of an event type',
		description: 'Read what an event of this type holds, as JSON schema',
		request: GET(`${EVENT}/properties`),
		path,
		query,
		returns: one({}),
	}),
	getExtendedProperties: operation({
		name: 'Get Extended Properties',
		action: 'Get the extended properties of an event type',
		description: 'Read the properties that the workspace added, by name',
		title: 'Get event extended properties',
		request: GET(`${EVENT}/properties/extended`),
		inferred: true,
		path,
		returns: one({}),
	}),
	updateExtendedProperties: operation({
		name: 'Update Extended Properties',
		action: 'Update the extended properties of an event type',
		description: 'Replace all properties that the workspace added',
		title: 'Modify event extended properties',
		request: PUT(`${EVENT}/properties/extended`),
		inferred: true,
		path,
		form: { properties: extendedProperties },
		compose: ({ properties }) => properties,
		returns: one({}),
	}),
	updateConsentPolicy: operation({
		name: 'Update Consent Policy',
		action: 'Update the consent policy of events',
		description: 'Say which consents events depend on',
		title: 'Modify workspace events consent policy',
		request: PUT(`${CONFIGURATION}/consent-policy`),
		inferred: true,
		form: {
			policy: json('Policy', {
				required: true,
				description: 'Lists of texts by name',
				example: '{"consents.marketing.automatic.email": ["campaignSent"]}',
			}),
		},
		compose: ({ policy }) => policy,
		returns: one({}),
	}),
	getPayloadSize: operation({
		name: 'Get Payload Size',
		action: 'Get the payload size of events',
		description: 'Read how many bytes an event of each type may have',
		title: 'Get workspace events payload size',
		request: GET(`${CONFIGURATION}/payload-size`),
		inferred: true,
		returns: one({}),
	}),
	updatePayloadSize: operation({
		name: 'Update Payload Size',
		action: 'Update the payload size of events',
		description: 'Say how many bytes an event of a type may have',
		title: 'Modify workspace events payload size',
		request: PUT(`${CONFIGURATION}/payload-size`),
		inferred: true,
		form: {
			sizes: rows(
				'Sizes',
				{ ...path, maxBytes: integer('Bytes', { required: true, default: 65535 }) },
				{ required: true },
			),
		},
		compose: ({ sizes = [] }) =>
			Object.fromEntries(sizes.map(({ eventType, maxBytes }) => [eventType, { maxBytes }])),
		returns: one({}),
	}),
});
