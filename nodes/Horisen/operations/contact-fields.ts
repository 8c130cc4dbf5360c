/** The fields of a contact (Data Objects: Contact, ContactCreate, ContactUpdate, ContactImport). */
import { choice, date, dateTime, json, text } from '../../../core/field';
import type { NameIn } from '../../../core/row-checks';
import { optStatus, optStatuses } from './choices';

const NAMES = {
	first_name: text('First Name'),
	last_name: text('Last Name'),
	second_name: text('Second Name'),
	nick_name: text('Nick Name'),
	gender: text('Gender'),
	birthday: date('Birthday'),
	salutation: text('Salutation'),
	title: text('Title'),
	language: text('Language'),
	nationality: text('Nationality'),
	mobile: text('Mobile'),
};

const ADDRESSES = {
	email: text('Email'),
	phone: text('Phone'),
	address: text('Address'),
	zip: text('ZIP Code'),
	city: text('City'),
	region: text('Region'),
	country: text('Country'),
	b_mobile: text('Business Mobile'),
	b_email: text('Business Email'),
	b_phone: text('Business Phone'),
	b_address: text('Business Address'),
	b_zip: text('Business ZIP Code'),
	b_city: text('Business City'),
	b_region: text('Business Region'),
	b_country: text('Business Country'),
	b_job_title: text('Job Title'),
	b_department: text('Department'),
	b_reception_code: text('Reception Code'),
};

const TELEGRAM = {
	channel_telegram_identifier: text('Telegram Identifier'),
	channel_telegram_opt_status: optStatus('Telegram Opt Status'),
	channel_telegram_data: json('Telegram Data'),
};

/** A contact as HORISEN returns it. */
export const Contact = {
	uuid: text('Contact ID'),
	created_dt: dateTime('Created At'),
	updated_dt: dateTime('Updated At'),
	list_uuid: text('List ID'),
	...NAMES,
	opt_status: text('Opt Status'),
	opt_status_webpush: text('Webpush Opt Status'),
	...ADDRESSES,
	...TELEGRAM,
	channels: json('Channels'),
};

/** What Simplify keeps of a contact. */
export const SIMPLE: ReadonlyArray<NameIn<typeof Contact>> = [
	'uuid',
	'list_uuid',
	'first_name',
	'last_name',
	'mobile',
	'email',
	'opt_status',
	'created_dt',
	'updated_dt',
];

/** The fields of an imported contact. */
export const ImportedFields = { ...NAMES, ...ADDRESSES };

/** The fields of a contact that is updated. */
export const UpdatedFields = {
	...ImportedFields,
	opt_status: optStatus('Opt Status'),
	...TELEGRAM,
};

/** The fields of a new contact; only here the opt status may be none. */
export const CreatedFields = {
	...UpdatedFields,
	opt_status: choice('Opt Status', [
		...optStatuses,
		{ name: 'None', value: 'none', description: 'Neither opted in nor out' },
	]),
};

/** The fields that stand in a fresh form; the others wait under "Add field". */
export const SHOWN = ['mobile', 'email', 'first_name', 'last_name', 'opt_status'];

/** The node's resource mapper methods. */
export const MAPPERS = {
	create: 'getCreatedFields',
	update: 'getUpdatedFields',
	import: 'getImportedFields',
} as const;

/** The node's load options method for the field that tells contacts apart. */
export const IDENTIFIERS = 'getIdentifiers';
