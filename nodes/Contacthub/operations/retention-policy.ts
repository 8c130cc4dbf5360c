import type { Values } from '../../../core/rows/field';
import { boolean, choice, integer, json, rows } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { EVENT_TYPES } from './event-types';
import { WORKSPACE, entryNode, node, required } from './identifiers';

const CONFIGURATION = `${WORKSPACE}/configuration` as const;
const WHOLE = `${CONFIGURATION}/retention-policy` as const;
const NODE = `${CONFIGURATION}/nodes/{nodeId}/retention-policy` as const;
const ENTRY = `${CONFIGURATION}/nodes/entries/{nodeId}/retention-policy` as const;

const inNode = { nodeId: node(required) };
const inEntryNode = { nodeId: entryNode(required) };

const enabled = boolean('Enabled', {
	required: true,
	description: 'Whether the policy is in force; older events are lost then',
});
const events = rows(
	'Events',
	{
		eventType: choice('Event Type', EVENT_TYPES, { required: true, default: 'viewedPage' }),
		months: integer('Months', {
			required: true,
			blank: true,
			description: 'Older events of the type are lost',
		}),
	},
	{ required: true, description: 'How many months events of a type are kept' },
);

const monthsByType = ({ events: policies = [] }: Values<{ events: typeof events }>) =>
	Object.fromEntries(policies.map(({ eventType, months }) => [eventType, { months }]));

const NodePolicy = { enabled, events: json('Events') };

export const retentionPolicy = resource('retentionPolicy', 'Retention Policy', {
	getWorkspace: operation({
		name: 'Get for Workspace',
		action: 'Get the retention policy of the workspace',
		description: 'Read how long events of each type are kept',
		title: 'Get workspace retention policy',
		request: GET(WHOLE),
		inferred: true,
		returns: one({}),
	}),
	getWorkspaceStatus: operation({
		name: 'Get Status for Workspace',
		action: 'Get the retention policy status of the workspace',
		description: 'Read how many events are past their time',
		title: 'Get workspace retention policy status',
		request: GET(`${WHOLE}/status`),
		inferred: true,
		returns: one({}),
	}),
	updateWorkspace: operation({
		name: 'Update for Workspace',
		action: 'Update the retention policy of the workspace',
		description: 'Say how long events are kept; older ones are lost. This cannot be undone.',
		title: 'Modify workspace retention policy',
		request: PUT(WHOLE),
		inferred: true,
		form: { events },
		compose: monthsByType,
		returns: one({}),
	}),
	getNode: operation({
		name: 'Get for Node',
		action: 'Get the retention policy of a node',
		description: 'Read how long events of a node are kept',
		title: 'Get node retention policy',
		request: GET(NODE),
		inferred: true,
		path: inNode,
		returns: one(NodePolicy),
	}),
	updateNode: operation({
		name: 'Update for Node',
		action: 'Update the retention policy of a node',
		description:
			'Say how long events of a node are kept; older ones are lost. This cannot be undone.',
		title: 'Modify node retention policy',
		request: PUT(NODE),
		inferred: true,
		path: inNode,
		form: { enabled, events },
		compose: ({ enabled: inForce, events: policies }) => ({
			enabled: inForce,
			events: monthsByType({ events: policies }),
		}),
		returns: one(NodePolicy),
	}),
	getEntryNode: operation({
		name: 'Get for Entry Node',
		action: 'Get the retention policy of an entry node',
		description: 'Read how long events of an entry node are kept',
		title: 'Get entry node retention policy',
		request: GET(ENTRY),
		inferred: true,
		path: inEntryNode,
		returns: one({}),
	}),
	updateEntryNode: operation({
		name: 'Update for Entry Node',
		action: 'Update the retention policy of an entry node',
		description:
			'Say how long events of an entry node are kept; older ones are lost. This cannot be undone.',
		title: 'Modify entry node retention policy',
		request: PUT(ENTRY),
		inferred: true,
		path: inEntryNode,
		form: { events },
		compose: monthsByType,
		returns: one({}),
	}),
	getEntryNodeState: operation({
		name: 'Get State for Entry Node',
		action: 'Get the retention policy state of an entry node',
		description: 'Read whether the policy of an entry node is in force',
		title: 'Get entry node retention policy state',
		request: GET(`${ENTRY}/state`),
		inferred: true,
		path: inEntryNode,
		returns: one({ enabled }),
	}),
	updateEntryNodeState: operation({
		name: 'Update State for Entry Node',
		action: 'Update the retention policy state of an entry node',
		description: 'Put the policy in force or suspend it. Events that are lost cannot be restored.',
		title: 'Modify entry node retention policy state',
		request: PUT(`${ENTRY}/state`),
		inferred: true,
		path: inEntryNode,
		body: { enabled },
		returns: one({ enabled }),
	}),
});
