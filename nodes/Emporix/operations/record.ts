/** The records as Emporix returns them (Customer Segment Service, response schemas). */
import { boolean, dateTime, integer, json, object, rows, text } from '../../../core/rows/field';
import type { NameIn } from '../../../core/rows/row-checks';

const Metadata = {
	createdAt: dateTime('Created At'),
	modifiedAt: dateTime('Modified At'),
	version: integer('Version'),
	mixins: json('Mixin Schemas'),
};

export const Segment = {
	id: text('Segment ID'),
	name: json('Name'),
	description: json('Description'),
	validity: object('Validity', { from: dateTime('From'), to: dateTime('To') }),
	status: text('Status'),
	siteCode: text('Site Code'),
	mixins: json('Mixins'),
	metadata: object('Metadata', Metadata),
};
/** What Simplify keeps of a segment. */
export const SEGMENT_SIMPLE: ReadonlyArray<NameIn<typeof Segment>> = [
	'id',
	'name',
	'status',
	'siteCode',
	'validity',
	'metadata.modifiedAt',
	'metadata.version',
];

export const CustomerAssignment = {
	customer: object('Customer', {
		id: text('Customer ID'),
		firstName: text('First Name'),
		lastName: text('Last Name'),
		email: text('Email'),
	}),
	legalEntity: object('Legal Entity', { id: text('Legal Entity ID'), name: text('Name') }),
	assignmentType: text('Assignment Type'),
	mixins: json('Mixins'),
	metadata: object('Metadata', Metadata),
};
export const CUSTOMER_ASSIGNMENT_SIMPLE: ReadonlyArray<NameIn<typeof CustomerAssignment>> = [
	'customer',
	'legalEntity',
	'assignmentType',
	'metadata.modifiedAt',
	'metadata.version',
];

export const ItemAssignment = {
	segmentId: text('Segment ID'),
	item: object('Item', { id: text('Item ID'), code: text('Code'), name: json('Name') }),
	type: text('Type'),
	mixins: json('Mixins'),
	metadata: object('Metadata', Metadata),
};
export const ITEM_ASSIGNMENT_SIMPLE: ReadonlyArray<NameIn<typeof ItemAssignment>> = [
	'segmentId',
	'item',
	'type',
	'metadata.modifiedAt',
	'metadata.version',
];

export const GroupAssignment = {
	segmentId: text('Segment ID'),
	group: object('Group', { id: text('Group ID'), name: json('Name') }),
	mixins: json('Mixins'),
	metadata: object('Metadata', Metadata),
};
export const GROUP_ASSIGNMENT_SIMPLE: ReadonlyArray<NameIn<typeof GroupAssignment>> = [
	'segmentId',
	'group',
	'metadata.modifiedAt',
	'metadata.version',
];

const Category = {
	id: text('Category ID'),
	code: text('Code'),
	name: json('Name'),
	position: integer('Position'),
	published: boolean('Published'),
	isSegmentAssigned: boolean('Assigned to a Segment'),
};
export const CategoryTree = { ...Category, subcategories: rows('Subcategories', Category) };
