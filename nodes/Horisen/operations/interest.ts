import { choices, dateTime, integer, joined, list, locator, text } from '../../../core/rows/field';
import { deleted, done, many, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { SEARCH, contactOf, memberStatus, theInterest, theContact } from './choices';
import { CDS, DATA, pages } from './paging';

/** An interest as HORISEN returns it (Data Objects, Interest). */
const Interest = {
	uuid: text('Interest ID'),
	parent_id: integer('Parent ID'),
	service_id: integer('Account ID'),
	name: text('Name'),
	status: text('Status'),
	created_dt: dateTime('Created At'),
	updated_dt: dateTime('Updated At'),
	level: integer('Level'),
	description: text('Description'),
	order_num: integer('Order Number'),
};

/** That a contact has an interest (Data Objects, InterestMember). */
const Member = {
	uuid: text('Member ID'),
	status: text('Status'),
	interest_uuid: text('Interest ID'),
	contact_uuid: text('Contact ID'),
};

const written = {
	name: text('Name', { required: true }),
	order_num: integer('Order Number', {
		required: true,
		description: 'Where it stands in the list',
	}),
	description: text('Description'),
	level: integer('Level'),
	// No documented answer holds an interest's own number, so it cannot be chosen by its name.
	parent_id: integer('Parent ID', { description: 'The interest above it, by its number' }),
	status: text('Status'),
};

const embed = joined(
	list('Embed', { description: 'More records to include, separated by commas' }),
);

export const interest = resource('interest', 'Interest', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many interests',
		description: 'Read the interests of the account',
		request: GET(`${CDS}/interests`),
		query: {
			fields: joined(
				choices(
					'Include',
					[
						{ name: 'Level', value: 'level' },
						{ name: 'Parent', value: 'parent_id' },
						{ name: 'Status', value: 'status' },
					],
					{ narrows: false },
				),
			),
			embed,
		},
		paging: pages,
		returns: many(Interest, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get an interest',
		description: 'Read one interest',
		request: GET(`${CDS}/interests/{interestId}`),
		path: { interestId: theInterest },
		query: { embed },
		returns: one(Interest),
	}),
	create: operation({
		name: 'Create',
		action: 'Create an interest',
		description: 'Add an interest to the account',
		request: POST(`${CDS}/interests`),
		body: written,
		returns: one(Interest),
	}),
	update: operation({
		name: 'Update',
		action: 'Update an interest',
		description: 'Write the settings of an interest',
		request: PUT(`${CDS}/interests/{interestId}`),
		path: { interestId: theInterest },
		body: written,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete an interest',
		description: 'Delete an interest. This cannot be undone.',
		request: DELETE(`${CDS}/interests/{interestId}`),
		path: { interestId: theInterest },
		returns: deleted(),
	}),
});

export const interestMember = resource('interestMember', 'Interest Member', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many interest members',
		description: 'Read which contacts have which interest',
		request: GET(`${CDS}/interests/members`),
		query: {
			contact_uuid: contactOf({ upfront: true }),
			interest_uuid: locator('Interest', SEARCH.interests),
		},
		paging: pages,
		returns: many(Member, DATA),
	}),
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update an interest member',
		description:
			'Create a new interest member, or update the current one if it already exists (upsert)',
		request: POST(`${CDS}/interests/members`),
		body: {
			contact_uuid: theContact,
			interest_uuid: theInterest,
			status: memberStatus('Status', { required: true }),
		},
		idempotent: true,
		returns: one(Member),
	}),
});
