import {
	boolean,
	choice,
	dateTime,
	identifier,
	integer,
	json,
	list,
	locator,
	rows,
	text,
} from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { SEARCH, WORKSPACE, node, required } from './identifiers';
import { firstPage } from './paging';

const PATH = `${WORKSPACE}/configuration/users` as const;

const User = {
	id: integer('User ID'),
	name: text('Name'),
	registeredAt: dateTime('Registered At'),
	updatedAt: dateTime('Updated At'),
	nodes: json('Nodes'),
};

const path = { id: locator('User', SEARCH.users, { required: true, example: '229' }) };

export const user = resource('user', 'User', {
	getMe: operation({
		name: 'Get Current',
		action: 'Get the current user',
		description: 'Read whose token the credential holds, with its workspaces and roles',
		request: GET('/me'),
		returns: one({
			id: integer('User ID'),
			name: text('Name'),
			surname: text('Surname'),
			email: text('Email'),
			lang: text('Language'),
			roles: list('Roles'),
			groups: json('Groups'),
			mc: boolean('Marketing Cloud'),
		}),
	}),
	getAll: operation({
		name: 'Get Many',
		action: 'Get many users',
		description: 'List the users of the workspace',
		request: GET(PATH),
		query: {
			search: identifier('Search', {
				description: 'Part of a name, a surname, a user name or an email',
			}),
		},
		returns: firstPage(User),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a user',
		description: 'Read one user of the workspace',
		request: GET(`${PATH}/{id}`),
		path,
		returns: one(User),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a user',
		description: 'Replace the nodes that a user may use',
		request: PUT(`${PATH}/{id}`),
		path,
		body: {
			nodes: rows(
				'Nodes',
				{
					id: node(required),
					permission: choice(
						'Permission',
						[
							{ name: 'Read', value: 'R' },
							{ name: 'Read and Write', value: 'RW' },
							{ name: 'Write', value: 'W' },
						],
						required,
					),
				},
				{ required: true },
			),
		},
		returns: one(User),
	}),
});
