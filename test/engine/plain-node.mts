/** The least that a node can be, for tests that need one and do not care which. */
import type { INode, INodeTypeDescription } from 'n8n-workflow';

/** The description of a node type without inputs. */
export const PLAIN_NODE: INodeTypeDescription = {
	displayName: 'Node',
	name: 'node',
	group: ['input'],
	version: 1,
	description: '',
	defaults: {},
	inputs: [],
	outputs: [],
	properties: [],
};

/** A node of that type in a workflow. */
export const NODE: INode = {
	id: '1',
	name: 'Node',
	type: 'node',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
