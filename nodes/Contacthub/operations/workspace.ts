import { choice, identifier, integer, text } from '../../../core/rows/field';
import { many, one, resource } from '../../../core/rows/operation';
import { GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { WORKSPACE, required, workspace as workspaceId } from './identifiers';
import { ELEMENTS, pages } from './paging';

const Workspace = {
	id: text('Workspace ID'),
	name: text('Name'),
	slug: text('Slug'),
	groupPk: integer('Customer Group'),
	shard: text('Shard'),
	status: text('Status'),
};

const path = { workspaceId: workspaceId(required) };

export const workspace = resource('workspace', 'Workspace', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many workspaces',
		description: 'List workspaces',
		title: 'Get workspaces',
		request: GET('/workspaces'),
		inferred: true,
		query: {
			name: identifier('Name', { description: 'Part of the name' }),
			groupPk: integer('Customer Group'),
		},
		paging: pages,
		returns: many(Workspace, ELEMENTS),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a workspace',
		description: 'Read one workspace',
		title: 'Get a workspace',
		request: GET(WORKSPACE),
		inferred: true,
		path,
		returns: one(Workspace),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a workspace',
		description: 'Set up a new workspace',
		title: 'Create a workspace',
		request: POST('/workspaces'),
		inferred: true,
		body: {
			name: text('Name', required),
			slug: identifier('Slug', { required: true, example: 'my-workspace' }),
			groupPk: integer('Customer Group', required),
			shard: text('Shard', required),
		},
		returns: one(Workspace),
	}),
	updateStatus: operation({
		name: 'Update Status',
		action: 'Update the status of a workspace',
		description: 'Enable, suspend or disable a whole workspace',
		title: 'Modify workspace status',
		request: PUT(`${WORKSPACE}/status`),
		inferred: true,
		path,
		body: {
			status: choice(
				'Status',
				[
					{ name: 'Disabled', value: 'DISABLED' },
					{ name: 'Enabled', value: 'ENABLED' },
					{ name: 'Suspended', value: 'SUSPENDED' },
				],
				{ required: true, default: 'ENABLED' },
			),
		},
		returns: one({ status: text('Status') }),
	}),
});
