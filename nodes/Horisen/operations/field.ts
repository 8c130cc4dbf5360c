import { choice, identifier, integer, json, text } from '../../../core/rows/field';
import { deleted, done, many, manyOrTexts, one, resource } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { CDS, DATA, pages } from './paging';

const YES_OR_NO = [
	{ name: 'No', value: 'no' },
	{ name: 'Yes', value: 'yes' },
] as const;

/** A field of the account's contacts, standard or custom (Data Objects, CustomField). */
const ContactField = {
	display_name: text('Display Name', { required: true, example: 'Loyalty Level' }),
	field_type: text('Field Type', { required: true, description: 'A type that the account knows' }),
	field_name: identifier('Field Name', { example: 'loyalty_level', upfront: true }),
	mandatory: choice('Mandatory', YES_OR_NO, { required: true }),
	identifier: choice('Identifier', YES_OR_NO, {
		required: true,
		description: 'Choose Yes if imports may tell contacts apart by it',
	}),
	order_num: integer('Order Number', { required: true }),
	config: json('Configuration'),
};

const customFieldsId = identifier('Custom Field ID', { required: true });

export const field = resource('field', 'Field', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many fields',
		description: 'Read the fields that contacts of the account have',
		request: GET(`${CDS}/fields`),
		query: {
			include_all: choice(
				'Include',
				[
					{ name: 'All Fields With Details', value: '1' },
					{ name: 'Names of Standard Fields', value: '0' },
				],
				{ required: true },
			),
		},
		returns: manyOrTexts(ContactField),
	}),
});

export const customField = resource('customField', 'Custom Field', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many custom fields',
		description: 'Read the fields that the account defined itself',
		request: GET(`${CDS}/custom_fields`),
		paging: { ...pages, id: 'field_name' },
		returns: many(ContactField, DATA),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a custom field',
		description: 'Read one custom field',
		request: GET(`${CDS}/custom_fields/{customFieldsId}`),
		path: { customFieldsId },
		returns: one(ContactField),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a custom field',
		description: 'Add a field to the contacts of the account',
		request: POST(`${CDS}/custom_fields`),
		body: ContactField,
		returns: one(ContactField),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a custom field',
		description: 'Write the settings of a custom field',
		request: PUT(`${CDS}/custom_fields/{customFieldsId}`),
		path: { customFieldsId },
		body: ContactField,
		returns: done(),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a custom field',
		description: 'Delete a custom field and its values. This cannot be undone.',
		request: DELETE(`${CDS}/custom_fields/{customFieldsId}`),
		path: { customFieldsId },
		returns: deleted(),
	}),
});
