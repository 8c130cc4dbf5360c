import { text } from '../../../core/rows/field';
import { deleted, done, many, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { theSegmentationGroup, theSegmentationSet } from './choices';
import { CDS, DATA, pages } from './paging';

/** Sets and groups have the same fields (Data Objects, SegmentationSet and SegmentationGroup). */
const Segmentation = {
	uuid: text('Segmentation ID'),
	name: text('Name'),
	data: text('Data'),
};

const written = {
	name: text('Name', { required: true }),
	data: text('Data', {
		required: true,
		lines: 4,
		description: 'The rules of the segmentation, as text',
	}),
};

export const segmentationSet = resource('segmentationSet', 'Segmentation Set', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many segmentation sets',
		description: 'Read the segmentation sets of the account',
		request: GET(`${CDS}/segmentation_sets`),
		paging: pages,
		returns: many(Segmentation, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a segmentation set',
		description: 'Read one segmentation set',
		request: GET(`${CDS}/segmentation_sets/{segmentationSetId}`),
		path: { segmentationSetId: theSegmentationSet },
		returns: one(Segmentation),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a segmentation set',
		description: 'Add a segmentation set to the account',
		request: POST(`${CDS}/segmentation_sets`),
		body: written,
		returns: one(Segmentation),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a segmentation set',
		description: 'Write the name and rules of a segmentation set',
		request: PUT(`${CDS}/segmentation_sets/{segmentationSetId}`),
		path: { segmentationSetId: theSegmentationSet },
		body: written,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a segmentation set',
		description: 'Delete a segmentation set. This cannot be undone.',
		request: DELETE(`${CDS}/segmentation_sets/{segmentationSetId}`),
		path: { segmentationSetId: theSegmentationSet },
		returns: deleted(),
	}),
});

export const segmentationGroup = resource('segmentationGroup', 'Segmentation Group', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many segmentation groups',
		description: 'Read the segmentation groups of the account',
		request: GET(`${CDS}/segmentation_groups`),
		paging: pages,
		returns: many(Segmentation, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a segmentation group',
		description: 'Read one segmentation group',
		request: GET(`${CDS}/segmentation_groups/{segmentationGroupId}`),
		path: { segmentationGroupId: theSegmentationGroup },
		returns: one(Segmentation),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a segmentation group',
		description: 'Add a segmentation group to the account',
		request: POST(`${CDS}/segmentation_groups`),
		body: written,
		returns: one(Segmentation),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a segmentation group',
		description: 'Write the name and rules of a segmentation group',
		request: PUT(`${CDS}/segmentation_groups/{segmentationGroupId}`),
		path: { segmentationGroupId: theSegmentationGroup },
		body: written,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a segmentation group',
		description: 'Delete a segmentation group. This cannot be undone.',
		request: DELETE(`${CDS}/segmentation_groups/{segmentationGroupId}`),
		path: { segmentationGroupId: theSegmentationGroup },
		returns: deleted(),
	}),
});
