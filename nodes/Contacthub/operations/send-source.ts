import { identifier, integer, json, text } from '../../../core/rows/field';
import { many, one, resource } from '../../../core/rows/operation';
import { GET } from '../../../core/rows/route';
import { operation } from './operation';
import { node, required } from './identifiers';
import { ELEMENTS } from './paging';

const Configuration = {
	portfolio: integer('Portfolio'),
	id: text('ID'),
	name: text('Name'),
	industry: text('Industry'),
	workspaceStatus: text('Workspace Status'),
	nodeId: text('Node ID'),
	nodeName: text('Node Name'),
	nodeType: text('Node Type'),
	contactSendSource: json('Contactsend Source'),
};

const groupPk = identifier('Customer Group', { required: true, example: '44' });

export const sendSource = resource('sendSource', 'Send Source', {
	// The vendor's title of this endpoint is lost, so that nothing can be looked up by it.
	getAll: operation({
		name: 'Get Many',
		action: 'Get many send source configurations',
		description: 'List how workspaces are connected with Contactsend',
		request: GET('/send-sources'),
		inferred: true,
		returns: many(Configuration, ELEMENTS),
	}),
	getByGroup: operation({
		name: 'Get by Customer Group',
		action: 'Get send source configurations of a customer group',
		description: 'List the configurations of one customer group',
		title: 'Get send source configurations by customer group',
		request: GET('/send-sources/groups/{groupPk}'),
		inferred: true,
		path: { groupPk },
		returns: many(Configuration, ELEMENTS),
	}),
	getByNode: operation({
		name: 'Get by Node',
		action: 'Get the send source configuration of a node',
		description: 'Read how a node is connected with Contactsend',
		title: 'Get node send source configuration',
		request: GET('/send-sources/workspaces/{workspaceId}/nodes/{nodeId}'),
		inferred: true,
		path: { nodeId: node(required) },
		returns: one(Configuration),
	}),
	getByUserDb: operation({
		name: 'Get by User DB',
		action: 'Get the send source configuration of a user DB',
		description: 'Read the configuration of one Contactsend user DB',
		title: 'Get send source configuration by user DB',
		request: GET('/send-sources/groups/{groupPk}/userdbs/{userdbId}'),
		inferred: true,
		path: { groupPk, userdbId: identifier('User DB ID', { required: true, example: '7' }) },
		returns: one(Configuration),
	}),
});
