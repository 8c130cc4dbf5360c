/** The least that a node can be, for tests that need one and do not care which. */
import type { INodeTypeDescription } from 'n8n-workflow';

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
