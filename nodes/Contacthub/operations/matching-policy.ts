import { boolean, list } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { WORKSPACE, entryNode, required } from './identifiers';

const OF_NODE =
	`${WORKSPACE}/configuration/nodes/entries/{nodeId}/unique-customer-matching-policy` as const;

const body = {
	properties: list('Properties', {
		required: true,
		description: 'Customers with the same values are one customer',
		example: 'externalId,base.contacts.email',
	}),
	caseSensitive: boolean('Case Sensitive', {
		description: 'Whether upper and lower case make a difference',
	}),
};
const path = { nodeId: entryNode(required) };

export const matchingPolicy = resource('matchingPolicy', 'Matching Policy', {
	getDefault: operation({
		name: 'Get Default',
		action: 'Get the default matching policy',
		description: 'Read which properties make customers of a new node the same',
		request: GET(`${WORKSPACE}/configuration/unique-customer-matching-policy`),
		returns: one(body),
	}),
	get: operation({
		name: 'Get (Deprecated)',
		action: 'Get the matching policy of a node',
		description: 'Read which properties make customers the same; Entry Node > Get is the newer way',
		request: GET(OF_NODE),
		path,
		returns: one(body),
	}),
	update: operation({
		name: 'Update (Deprecated)',
		action: 'Update the matching policy of a node',
		description:
			'Say which properties make customers the same; Entry Node > Update is the newer way',
		request: PUT(OF_NODE),
		path,
		body,
		returns: one(body),
	}),
});
