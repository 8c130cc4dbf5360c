import { boolean, choice, json, text } from '../../../core/rows/field';
import { many, resource } from '../../../core/rows/operation';
import { GET } from '../../../core/rows/route';
import { operation } from './operation';
import { WORKSPACE } from './identifiers';
import { ELEMENTS, pages } from './paging';

const Node = {
	id: text('Node ID'),
	name: text('Name'),
	description: text('Description'),
	nodeType: text('Type'),
	retentionState: boolean('Retention Policy Enabled'),
	properties: json('Properties'),
};

export const node = resource('node', 'Node', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many nodes',
		description: 'List entry and aggregate nodes of the workspace',
		title: 'List nodes',
		request: GET(`${WORKSPACE}/configuration/nodes`),
		inferred: true,
		query: {
			nodeType: choice('Type', [
				{ name: 'Aggregate', value: 'AGGREGATE' },
				{ name: 'Entry', value: 'ENTRY' },
			]),
		},
		paging: pages,
		returns: many(Node, ELEMENTS),
	}),
});
