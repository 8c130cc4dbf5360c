import { choices, dateTime, integer, joined, text } from '../../../core/rows/field';
import { deleted, done, many, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { theList } from './choices';
import { CDS, DATA, pages } from './paging';

/** A list as HORISEN returns it (Data Objects, List). */
const List = {
	uuid: text('List ID'),
	name: text('Name'),
	list_status: text('Status'),
	created_dt: dateTime('Created At'),
	updated_dt: dateTime('Updated At'),
	subscribed: integer('Subscribed'),
	unsubscribed: integer('Unsubscribed'),
	contacts_count: integer('Contacts'),
};

const written = {
	name: text('Name', { required: true }),
	list_status: text('Status'),
};

export const list = resource('list', 'List', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many lists',
		description: 'Read the lists of the account',
		request: GET(`${CDS}/lists`),
		query: {
			fields: joined(
				choices(
					'Include',
					[
						{ name: 'Deleted Lists', value: 'show_deleted' },
						{ name: 'Number of Contacts', value: 'contacts_count' },
						{ name: 'Status', value: 'status' },
						{ name: 'Totals', value: 'totals' },
					],
					{ narrows: false },
				),
			),
		},
		paging: pages,
		returns: many(List, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a list',
		description: 'Read one list',
		request: GET(`${CDS}/lists/{listId}`),
		path: { listId: theList },
		returns: one(List),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a list',
		description: 'Add a list to the account',
		request: POST(`${CDS}/lists`),
		body: written,
		returns: one(List),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a list',
		description: 'Write the name and status of a list',
		request: PUT(`${CDS}/lists/{listId}`),
		path: { listId: theList },
		body: written,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a list',
		description: 'Delete a list. This cannot be undone.',
		request: DELETE(`${CDS}/lists/{listId}`),
		path: { listId: theList },
		returns: deleted(),
	}),
});
