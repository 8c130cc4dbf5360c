/** The records as Emporix returns them (Customer Segment Service, response schemas). */
import type { Field, Fields } from '../../../core/field';
import { boolean, dateTime, integer, json, text } from '../../../core/field';

const object = (label: string, fields: Fields): Field => ({ ...json(label), fields });

const Metadata: Fields = {
	createdAt: dateTime('Created At'),
	modifiedAt: dateTime('Modified At'),
	version: integer('Version'),
	mixins: json('Mixin Schemas'),
};

export const Segment: Fields = {
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
export const SEGMENT_SIMPLE = [
	'id',
	'name',
	'status',
	'siteCode',
	'validity',
	'metadata.modifiedAt',
	'metadata.version',
];

export const CustomerAssignment: Fields = {
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
export const CUSTOMER_ASSIGNMENT_SIMPLE = [
	'customer',
	'legalEntity',
	'assignmentType',
	'metadata.modifiedAt',
	'metadata.version',
];

export const ItemAssignment: Fields = {
	segmentId: text('Segment ID'),
	item: object('Item', { id: text('Item ID'), code: text('Code'), name: json('Name') }),
	type: text('Type'),
	mixins: json('Mixins'),
	metadata: object('Metadata', Metadata),
};
export const ITEM_ASSIGNMENT_SIMPLE = [
	'segmentId',
	'item',
	'type',
	'metadata.modifiedAt',
	'metadata.version',
];

export const GroupAssignment: Fields = {
	segmentId: text('Segment ID'),
	group: object('Group', { id: text('Group ID'), name: json('Name') }),
	mixins: json('Mixins'),
	metadata: object('Metadata', Metadata),
};
export const GROUP_ASSIGNMENT_SIMPLE = [
	'segmentId',
	'group',
	'metadata.modifiedAt',
	'metadata.version',
];

export const CategoryTree: Fields = {
	id: text('Category ID'),
	code: text('Code'),
	name: json('Name'),
	position: integer('Position'),
	published: boolean('Published'),
	isSegmentAssigned: boolean('Assigned to a Segment'),
	subcategories: { ...json('Subcategories'), kind: 'rows' },
};
