import type { Values } from '../../../core/rows/field';
import { boolean, identifier, json, list, needed, text } from '../../../core/rows/field';
import { done, many, one, resource } from '../../../core/rows/operation';
import { GET, POST, PUT } from '../../../core/rows/route';
import { picked } from '../../../core/values/picked';
import { operation } from './operation';
import { WORKSPACE, entryNode as entryNodeId, required } from './identifiers';
import { ELEMENTS, pages } from './paging';

const PATH = `${WORKSPACE}/configuration/nodes/entries` as const;

const EntryNode = {
	id: text('Node ID'),
	name: text('Name'),
	description: text('Description'),
	imageUrl: text('Image URL'),
	uniqueCustomer: json('Unique Customer'),
	sourcePriority: list('Source Priority'),
	mandatoryProperties: list('Mandatory Properties'),
};

const path = { nodeId: entryNodeId(required) };

const name = text('Name', required);
const identity = {
	uniqueProperties: list('Unique Properties', {
		description: 'Customers with the same values are one customer',
		example: 'externalId,base.contacts.email',
	}),
	caseSensitive: boolean('Case Sensitive', {
		description: 'Whether upper and lower case make a difference in unique properties',
	}),
};
const details = {
	description: text('Description'),
	imageUrl: identifier('Image URL'),
	sourcePriority: list('Source Priority', { description: 'Source IDs, the strongest first' }),
	mandatoryProperties: list('Mandatory Properties', {
		description: 'Properties without which no customer is accepted',
		example: 'base.contacts.email',
	}),
};

/** The form keeps the matching policy flat; the API nests it. */
const nodeOf = (values: Values<typeof details & typeof identity & { name: typeof name }>) => {
	const { uniqueProperties, caseSensitive } = values;
	return {
		...picked(values, { name, ...details }),
		...((uniqueProperties || caseSensitive !== undefined) && {
			uniqueCustomer: { properties: uniqueProperties, caseSensitive },
		}),
	};
};

export const entryNode = resource('entryNode', 'Entry Node', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many entry nodes',
		description: 'List the nodes that customers enter by',
		request: GET(PATH),
		paging: pages,
		returns: many(EntryNode, ELEMENTS),
	}),
	get: operation({
		name: 'Get',
		action: 'Get an entry node',
		description: 'Read one entry node',
		request: GET(`${PATH}/{nodeId}`),
		path,
		returns: one(EntryNode),
	}),
	create: operation({
		name: 'Create',
		action: 'Create an entry node',
		description: 'Add a node that customers enter by',
		request: POST(PATH),
		form: { name, ...identity, ...details },
		compose: nodeOf,
		returns: one(EntryNode),
	}),
	update: operation({
		name: 'Update',
		action: 'Update an entry node',
		description: 'Replace the settings of a node; what is left empty may be reset',
		request: PUT(`${PATH}/{nodeId}`),
		path,
		form: {
			name,
			uniqueProperties: needed(identity.uniqueProperties),
			caseSensitive: identity.caseSensitive,
			...details,
		},
		compose: (values) => ({ id: values.nodeId, ...nodeOf(values) }),
		returns: one(EntryNode),
	}),
	empty: operation({
		name: 'Empty',
		action: 'Empty an entry node',
		description:
			'Remove the events of a node, and its customers too if you say so. This cannot be undone.',
		title: 'Empty entry node',
		request: POST(`${PATH}/{nodeId}/empty`),
		inferred: true,
		path,
		query: {
			eventsOnly: boolean('Events Only', {
				required: true,
				default: true,
				description: 'Whether the customers stay and only their events are removed',
			}),
		},
		returns: done(),
	}),
});
