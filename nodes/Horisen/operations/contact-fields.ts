/** The fields of a contact (Data Objects: Contact, ContactCreate, ContactUpdate, ContactImport). */
import { choice, date, dateTime, identifier, json, text } from '../../../core/rows/field';
import type { NameIn } from '../../../core/rows/row-checks';
import { optStatus, optStatuses } from './choices';

/** Columns of Contacthub's customers, simplified or not, or as the trigger gives them. */
const ofContacthub = (path: string) => [path.split('.').at(-1) ?? path, path, `data.${path}`];
/** Columns of the customers of Emporix' segments, alone or as the trigger gives them. */
const ofEmporix = (name: string) => [`customer.${name}`, `data.customer.${name}`];

const NAMES = {
	first_name: text('First Name', {
		columns: ['contact.first_name', ...ofContacthub('base.firstName'), ...ofEmporix('firstName')],
	}),
	last_name: text('Last Name', {
		columns: ['contact.last_name', ...ofContacthub('base.lastName'), ...ofEmporix('lastName')],
	}),
	second_name: text('Second Name'),
	nick_name: text('Nick Name'),
	gender: text('Gender', { columns: ofContacthub('base.gender') }),
	birthday: date('Birthday', { columns: ofContacthub('base.dob') }),
	salutation: text('Salutation'),
	title: text('Title', { columns: ofContacthub('base.title') }),
	language: text('Language'),
	nationality: text('Nationality'),
	mobile: identifier('Mobile', {
		columns: ['contact.mobile', ...ofContacthub('base.contacts.mobilePhone')],
	}),
};

const ADDRESSES = {
	email: identifier('Email', {
		columns: ['contact.email', ...ofContacthub('base.contacts.email'), ...ofEmporix('email')],
	}),
	phone: identifier('Phone', { columns: ofContacthub('base.contacts.phone') }),
	address: text('Address', { columns: ofContacthub('base.address.street') }),
	zip: text('ZIP Code', { columns: [...ofContacthub('base.address.zip'), 'postcode'] }),
	city: text('City', { columns: [...ofContacthub('base.address.city'), 'suburb'] }),
	region: text('Region', { columns: ofContacthub('base.address.region') }),
	country: text('Country', { columns: ofContacthub('base.address.country') }),
	b_mobile: identifier('Business Mobile'),
	b_email: identifier('Business Email'),
	b_phone: identifier('Business Phone'),
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
	channel_telegram_identifier: identifier('Telegram Identifier'),
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
