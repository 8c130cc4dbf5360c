import { choices, dateTime, joined, locator, text } from '../../../core/rows/field';
import { deleted, done, many, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { SEARCH, contactOf, memberStatus, theTouchpoint, theContact } from './choices';
import { CDS, DATA, pages } from './paging';

/** A touchpoint as HORISEN returns it (Touchpoint > Returns a list of touchpoints). */
const Touchpoint = {
	uuid: text('Touchpoint ID'),
	name: text('Name'),
	status: text('Status'),
	type: text('Type'),
	default_date: text('Default Date'),
	created_dt: dateTime('Created At'),
	updated_dt: dateTime('Updated At'),
};

/** That a contact belongs to a touchpoint (Data Objects, TouchpointMember). */
const Member = {
	uuid: text('Member ID'),
	status: text('Status'),
	touchpoint_uuid: text('Touchpoint ID'),
	contact_uuid: text('Contact ID'),
	joined_dt: dateTime('Joined At'),
	updated_dt: dateTime('Updated At'),
};

const written = {
	name: text('Name', { required: true }),
	default_date: text('Default Date'),
	status: text('Status'),
	type: text('Type'),
};

export const touchpoint = resource('touchpoint', 'Touchpoint', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many touchpoints',
		description: 'Read the touchpoints of the account, or of one contact',
		request: GET(`${CDS}/touchpoints`),
		query: {
			contact_uuid: contactOf({ upfront: true }),
			fields: joined(
				choices('Include', [{ name: 'Deleted Touchpoints', value: 'show_deleted' }], {
					narrows: false,
				}),
			),
		},
		paging: pages,
		returns: many(Touchpoint, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a touchpoint',
		description: 'Read one touchpoint',
		request: GET(`${CDS}/touchpoints/{touchpointId}`),
		path: { touchpointId: theTouchpoint },
		returns: one(Touchpoint),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a touchpoint',
		description: 'Add a touchpoint to the account',
		request: POST(`${CDS}/touchpoints`),
		body: written,
		returns: one(Touchpoint),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a touchpoint',
		description: 'Write the settings of a touchpoint',
		request: PUT(`${CDS}/touchpoints/{touchpointId}`),
		path: { touchpointId: theTouchpoint },
		body: written,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a touchpoint',
		description: 'Delete a touchpoint. This cannot be undone.',
		request: DELETE(`${CDS}/touchpoints/{touchpointId}`),
		path: { touchpointId: theTouchpoint },
		returns: deleted(),
	}),
});

export const touchpointMember = resource('touchpointMember', 'Touchpoint Member', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many touchpoint members',
		description: 'Read which contacts belong to which touchpoint',
		request: GET(`${CDS}/touchpoints/members`),
		query: {
			contact_uuid: contactOf({ upfront: true }),
			touchpoint_uuid: locator('Touchpoint', SEARCH.touchpoints),
		},
		paging: pages,
		returns: many(Member, DATA),
	}),
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update a touchpoint member',
		description:
			'Create a new touchpoint member, or update the current one if it already exists (upsert)',
		request: POST(`${CDS}/touchpoints/members`),
		body: {
			contact_uuid: theContact,
			touchpoint_uuid: theTouchpoint,
			status: memberStatus('Status', { required: true }),
		},
		idempotent: true,
		returns: one(Member),
	}),
});
