import { boolean, identifier, json, text } from '../../../core/rows/field';
import { many, one, resource } from '../../../core/rows/operation';
import { GET, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { WORKSPACE } from './identifiers';
import { ELEMENTS } from './paging';

const PATH = `${WORKSPACE}/configuration/properties` as const;

const BaseProperty = {
	name: text('Name'),
	description: text('Description'),
	enabled: boolean('Enabled'),
};

/** Whether nested parts of a schema are written out. */
export const resolveReferences = boolean('Resolve References', {
	description: 'Whether the schemas of nested fields are written out',
});

/** A map of property names to their schemas; always sent as a whole. */
export const extendedProperties = json('Extended Properties', {
	required: true,
	description: 'All properties to keep, by name; properties that are missing are removed',
	example:
		'{"points": {"type": "number", "contactlabProperties": {"label": "Points", "enabled": true}}}',
});

export const enabled = boolean('Enabled', {
	required: true,
	default: true,
	description: 'Whether it can be used',
});

export const customerProperty = resource('customerProperty', 'Customer Property', {
	getBase: operation({
		name: 'Get Base Properties',
		action: 'Get the base properties of customers',
		description: 'List the built-in properties and which are enabled',
		request: GET(`${PATH}/base`),
		returns: many(BaseProperty, ELEMENTS),
	}),
	getExtended: operation({
		name: 'Get Extended Properties',
		action: 'Get the extended properties of customers',
		description: 'Read the properties that the workspace added, by name',
		request: GET(`${PATH}/extended`),
		returns: one({}),
	}),
	getSchema: operation({
		name: 'Get Schema',
		action: 'Get the schema of customers',
		description: 'Read all properties of customers as JSON schema',
		title: 'Get customer properties',
		request: GET(PATH),
		inferred: true,
		query: { resolveReferences },
		returns: one({}),
	}),
	updateBase: operation({
		name: 'Update Base Property',
		action: 'Update a base property of customers',
		description: 'Describe a built-in property and switch it on or off',
		request: PUT(`${PATH}/base/{name}`),
		path: { name: identifier('Property', { required: true, example: 'contacts.email' }) },
		body: { description: text('Description'), enabled },
		compose: (property) => property,
		returns: one(BaseProperty),
	}),
	updateBaseState: operation({
		name: 'Update Base Property State',
		action: 'Update the state of a base property of customers',
		description: 'Switch a built-in property on or off',
		title: 'Modify customer base property state',
		request: PUT(`${PATH}/base/{baseProperty}/enabled`),
		inferred: true,
		path: { baseProperty: identifier('Property', { required: true, example: 'contacts.email' }) },
		form: { enabled },
		compose: ({ enabled: value }) => ({ value }),
		returns: one({ value: enabled }),
	}),
	updateExtended: operation({
		name: 'Update Extended Properties',
		action: 'Update the extended properties of customers',
		description: 'Replace all properties that the workspace added',
		request: PUT(`${PATH}/extended`),
		form: { properties: extendedProperties },
		compose: ({ properties }) => properties,
		returns: one({}),
	}),
});
