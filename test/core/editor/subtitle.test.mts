/** What the canvas says below a node: the chosen operation in words. */
import type { INode, INodeParameters, INodeType } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { subtitleOf } from '../../../core/editor/subtitle.ts';
import type { Operation, Resource } from '../../../core/rows/operation.ts';
import { done } from '../../../core/rows/operation.ts';
import { POST } from '../../../core/rows/route.ts';
import { NodeTypeRegistry } from '../../engine/environment.mts';
import { PLAIN_NODE } from '../../engine/plain-node.mts';

const row = (action: string): Operation => ({
	name: 'Any',
	action,
	description: '',
	request: POST('/'),
	idempotent: false,
	returns: done(),
});

const resources: Resource[] = [
	{
		value: 'person',
		name: 'Person',
		operations: {
			upsert: row('Create or update a person of the list'),
			add: row('Add an anchor to that other person'),
		},
	},
	{ value: 'list', name: 'List', operations: { add: row('Add a list') } },
];

/** A node with nothing but the two inputs that its subtitle tells of. */
const type: INodeType = {
	description: {
		...PLAIN_NODE,
		properties: ['resource', 'operation'].map((name) => ({
			displayName: name,
			name,
			type: 'string',
			default: '',
		})),
	},
};

/** What n8n shows for the parameters of a node. */
function shown(parameters: INodeParameters): unknown {
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const nodeTypes = new NodeTypeRegistry({ node: type });
	const { expression } = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const subtitle = subtitleOf(resources);
	return expression.getSimpleParameterValue(node, subtitle, 'internal', {}, undefined);
}

test.each([
	['person', 'upsert', 'Create or update person of list'],
	['person', 'add', 'Add anchor to that other person'],
	['list', 'add', 'Add list'],
	// n8n's own entry for a custom API call, which is no row.
	['person', '__CUSTOM_API_CALL__', '__CUSTOM_API_CALL__'],
])('%s %s: %s', (resource, operation, words) => {
	expect(shown({ resource, operation })).toBe(words);
});
