import type { Values } from '../../../core/rows/field';
import { boolean, choice, identifier, json, list, rows, text } from '../../../core/rows/field';
import type { Refusal } from '../../../core/rows/operation';
import { many, one, resource } from '../../../core/rows/operation';
import { GET, POST, PUT } from '../../../core/rows/route';
import { allOf } from '../../../core/values/chosen';
import { picked } from '../../../core/values/picked';
import { operation } from './operation';
import { WORKSPACE, aggregateNode as aggregateNodeId, entryNodes, required } from './identifiers';
import { firstPage } from './paging';

const PATH = `${WORKSPACE}/configuration/nodes/aggregates` as const;

const AggregateNode = {
	id: text('Node ID'),
	name: text('Name'),
	description: text('Description'),
	imageUrl: text('Image URL'),
	state: text('State'),
	entryNodes: list('Entry Nodes'),
	matchingProperties: json('Matching Properties'),
	exclusionFilters: json('Exclusion Filters'),
};

const STATES = [
	{ name: 'Active', value: 'ACTIVE' },
	{ name: 'Locked', value: 'LOCKED' },
	{ name: 'New', value: 'NEW' },
	{ name: 'Removed', value: 'REMOVED' },
] as const;

const path = { aggregateNodeId: aggregateNodeId(required) };

const name = text('Name', required);
const details = {
	description: text('Description'),
	imageUrl: identifier('Image URL'),
};
const exclusionFilters = rows(
	'Exclusion Filters',
	{
		property: identifier('Property', { example: 'base.contacts.email' }),
		pattern: text('Pattern', { example: 'START_WITH' }),
		value: text('Value'),
	},
	{ description: 'Customers that match a filter stay out; at most 10' },
);
const MOST_FILTERS = 10;
const refuseFilters = ({
	exclusionFilters: filters = [],
}: Values<{ exclusionFilters: typeof exclusionFilters }>): Refusal | undefined =>
	filters.length > MOST_FILTERS
		? {
				message: `"Exclusion Filters" takes at most ${MOST_FILTERS} filters`,
				description: 'Remove some, or filter by a pattern that covers several values.',
			}
		: undefined;

const members = {
	chosenEntryNodes: entryNodes,
	entryNodes: list('Entry Nodes by ID', { description: 'Several are separated by commas' }),
	matchingProperties: list('Matching Properties', {
		description: 'Customers with the same values become one',
		example: 'base.contacts.email',
	}),
	caseSensitive: boolean('Case Sensitive', {
		description: 'Whether upper and lower case make a difference in matching properties',
	}),
};

const matchingOf = ({ matchingProperties: properties, caseSensitive }: Values<typeof members>) =>
	properties || caseSensitive !== undefined ? { properties, caseSensitive } : undefined;

export const aggregateNode = resource('aggregateNode', 'Aggregate Node', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many aggregate nodes',
		description: 'List the nodes that unite customers of several entry nodes',
		title: 'List aggregate nodes',
		request: GET(PATH),
		inferred: true,
		returns: firstPage(AggregateNode),
	}),
	get: operation({
		name: 'Get',
		action: 'Get an aggregate node',
		description: 'Read one aggregate node',
		title: 'Get aggregate node',
		request: GET(`${PATH}/{aggregateNodeId}`),
		inferred: true,
		path,
		returns: one(AggregateNode),
	}),
	create: operation({
		name: 'Create',
		action: 'Create an aggregate node',
		description: 'Unite the customers of several entry nodes',
		title: 'Create aggregate node',
		request: POST(PATH),
		inferred: true,
		form: { name, ...members, ...details, exclusionFilters },
		refuse: refuseFilters,
		compose: (values) => ({
			...picked(values, { name, ...details, exclusionFilters }),
			entryNodes: allOf(values.chosenEntryNodes, values.entryNodes),
			matchingProperties: matchingOf(values),
		}),
		returns: one(AggregateNode),
	}),
	update: operation({
		name: 'Update',
		action: 'Update an aggregate node',
		description: 'Replace the name, description, image and filters of a node',
		title: 'Modify aggregate node',
		request: PUT(`${PATH}/{aggregateNodeId}`),
		inferred: true,
		path,
		body: {
			name,
			...details,
			state: choice('State', STATES, {
				description: 'Only the step from New to Active is supported',
			}),
			exclusionFilters,
		},
		refuse: refuseFilters,
		returns: one(AggregateNode),
	}),
	updateState: operation({
		name: 'Update State',
		action: 'Update the state of an aggregate node',
		description: 'Put a new node to work; only the step from New to Active is supported',
		title: 'Modify aggregate node state',
		request: PUT(`${PATH}/{aggregateNodeId}/state`),
		inferred: true,
		path,
		body: { state: choice('State', STATES, required) },
		returns: one({ state: text('State') }),
	}),
	getSendSourceSubscriptions: operation({
		name: 'Get Send Source Subscriptions',
		action: 'Get the send source subscriptions of an aggregate node',
		description: 'List the newsletters that a node can be subscribed to',
		title: 'List aggregate node send source subscriptions',
		request: GET(`${PATH}/{aggregateNodeId}/send-source-subscriptions`),
		inferred: true,
		path,
		returns: many({
			subscriptionId: text('Subscription ID'),
			path: text('Path'),
			entryNodeName: text('Entry Node Name'),
			entryNodeId: text('Entry Node ID'),
			type: text('Type'),
		}),
	}),
});
