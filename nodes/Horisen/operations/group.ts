import type { Values } from '../../../core/rows/field';
import { choices, dateTime, identifier, joined, locator, text } from '../../../core/rows/field';
import { deleted, done, many, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { picked } from '../../../core/values/picked';
import { SEARCH, theGroup, theList } from './choices';
import { allJoined } from '../../../core/values/chosen';
import { ids, lists, segmentations } from './chosen-records';
import { CDS, DATA, pages } from './paging';

/** A group as HORISEN returns it (Data Objects, Group). */
const Group = {
	uuid: text('Group ID'),
	name: text('Name'),
	group_status: text('Status'),
	type: text('Type'),
	match_type: text('Match Type'),
	list_uuids: text('List IDs'),
	segmentation_uuids: text('Segmentation IDs'),
	created_dt: dateTime('Created At'),
	updated_dt: dateTime('Updated At'),
	description: text('Description'),
};

const written = {
	name: text('Name', { required: true }),
	description: text('Description'),
	group_status: text('Status'),
	list_uuids: ids('Lists by ID'),
	match_type: text('Match Type'),
	segmentation_uuids: ids('Segmentations by ID'),
	type: text('Type'),
};

const chosen = { lists, segmentations };

const groupBody = (values: Values<typeof written & typeof chosen>) => ({
	...picked(values, written),
	list_uuids: allJoined(values.lists, values.list_uuids),
	segmentation_uuids: allJoined(values.segmentations, values.segmentation_uuids),
});

/** That a list is in a group (Data Objects, GroupList). */
const GroupList = { group_uuid: text('Group ID'), list_uuid: text('List ID') };

/** That a segmentation is in a group (Data Objects, GroupSegmentation). */
const GroupSegmentation = {
	group_uuid: text('Group ID'),
	segmentation_uuid: text('Segmentation ID'),
};

// HORISEN lists which lists and segmentations are in a group, but no IDs of these memberships to choose from.
const groupListId = identifier('Group List ID', { required: true });
const groupSegmentationId = identifier('Group Segmentation ID', { required: true });
const writtenList = { group_uuid: theGroup, list_uuid: theList };
const writtenSegmentation = {
	group_uuid: theGroup,
	segmentation_uuid: locator('Segmentation', SEARCH.segmentationSets, { required: true }),
};

export const group = resource('group', 'Group', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many groups',
		description: 'Read the groups of the account',
		request: GET(`${CDS}/groups`),
		query: {
			fields: joined(
				choices(
					'Include',
					[
						{ name: 'Deleted Groups', value: 'show_deleted' },
						{ name: 'Status', value: 'status' },
						{ name: 'Total', value: 'total' },
					],
					{ narrows: false },
				),
			),
		},
		paging: pages,
		returns: many(Group, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a group',
		description: 'Read one group',
		request: GET(`${CDS}/groups/{groupId}`),
		path: { groupId: theGroup },
		returns: one(Group),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a group',
		description: 'Add a group of lists and segmentations',
		request: POST(`${CDS}/groups`),
		body: written,
		form: chosen,
		compose: groupBody,
		returns: one(Group),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a group',
		description: 'Write the settings of a group',
		request: PUT(`${CDS}/groups/{groupId}`),
		path: { groupId: theGroup },
		body: written,
		form: chosen,
		compose: groupBody,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a group',
		description: 'Delete a group. This cannot be undone.',
		request: DELETE(`${CDS}/groups/{groupId}`),
		path: { groupId: theGroup },
		returns: deleted(),
	}),
});

export const groupList = resource('groupList', 'Group List', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many group lists',
		description: 'Read which lists are in which group',
		request: GET(`${CDS}/group_lists`),
		query: {
			group_uuid: locator('Group', SEARCH.groups),
			list_uuid: locator('List', SEARCH.lists),
		},
		paging: { ...pages, id: ['group_uuid', 'list_uuid'] },
		returns: many(GroupList, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a group list',
		description: 'Read one list of a group',
		request: GET(`${CDS}/group_lists/{groupListId}`),
		path: { groupListId },
		returns: one(GroupList),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a group list',
		description: 'Put a list into a group',
		request: POST(`${CDS}/group_lists`),
		body: writtenList,
		returns: one(GroupList),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a group list',
		description: 'Change which list is in which group',
		request: PUT(`${CDS}/group_lists/{groupListId}`),
		path: { groupListId },
		body: writtenList,
		returns: done(),
	}),
});

export const groupSegmentation = resource('groupSegmentation', 'Group Segmentation', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many group segmentations',
		description: 'Read which segmentations are in which group',
		request: GET(`${CDS}/group_segmentation`),
		query: {
			group_uuid: locator('Group', SEARCH.groups),
			segmentation_uuid: locator('Segmentation', SEARCH.segmentationSets),
		},
		paging: { ...pages, id: ['group_uuid', 'segmentation_uuid'] },
		returns: many(GroupSegmentation, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a group segmentation',
		description: 'Read one segmentation of a group',
		request: GET(`${CDS}/group_segmentation/{groupSegmentationId}`),
		path: { groupSegmentationId },
		returns: one(GroupSegmentation),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a group segmentation',
		description: 'Put a segmentation into a group',
		request: POST(`${CDS}/group_segmentation`),
		body: writtenSegmentation,
		returns: one(GroupSegmentation),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a group segmentation',
		description: 'Change which segmentation is in which group',
		request: PUT(`${CDS}/group_segmentation/{groupSegmentationId}`),
		path: { groupSegmentationId },
		body: writtenSegmentation,
		returns: done(),
	}),
});
