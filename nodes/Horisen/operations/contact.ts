import type { Values } from '../../../core/rows/field';
import {
	choice,
	choices,
	dateTime,
	extensible,
	identifier,
	integer,
	joined,
	list,
	liveChoice,
	liveChoices,
	locator,
	mapping,
} from '../../../core/rows/field';
import { deleted, many, one, resource, telling } from '../../../core/rows/operation';
import type { Operation } from '../../../core/rows/operation';
import { CONSENT_OUTCOME } from '../../../core/execution/set-consent';
import { valueAt } from '../../../core/execution/output';
import { DELETE, GET, PATCH, POST, PUT } from '../../../core/rows/route';
import { consentWords } from './consent-words';
import { setConsent, setConsentForm } from './set-consent';
import { operation } from './operation';
import { OPTIONS, SEARCH, memberStatus, optStatus, theContact, theList } from './choices';
import { allJoined } from '../../../core/values/chosen';
import { ids, interests, lists, subscriptionOptions, touchpoints } from './chosen-records';
import {
	Contact,
	CreatedFields,
	ImportedFields,
	MAPPERS,
	SIMPLE,
	UpdatedFields,
} from './contact-fields';
import { ImportResult, readImport } from './import-result';
import { CDS, DATA, pages } from './paging';
import { segmentation, segmentationQuery } from './segmentation-query';

/** Contacts of one import; the vendor names no limit, so this is our own. */
const IMPORT_SIZE = 500;

/** Without it, the editor keeps the fields of the operation that was chosen before, or those that it knew without a credential. */
const byList = { dependsOn: ['operation', 'list_uuid'] } as const;
const OPT_IN_NEEDED = 'SMS campaigns only reach contacts whose Opt Status is "in"';

const EXISTS = ['Birthday', 'Email', 'First Name', 'Last Name', 'Mobile'].map((name) => ({
	name,
	value: name.toLowerCase().replace(' ', '_'),
}));

/** Every order in both directions; a minus turns it around. */
const ORDERS = [
	['Birthday', 'birthday'],
	['Created At', 'created_dt'],
	['First Name', 'first_name'],
	['Gender', 'gender'],
	['Last Name', 'last_name'],
	['Mobile', 'mobile'],
	['Updated At', 'updated_dt'],
].flatMap(([name, value]) => [
	{ name: `${name}, Ascending`, value: `${value}` },
	{ name: `${name}, Descending`, value: `-${value}` },
]);

const OPT_CHANNELS = [
	{ name: 'SMS', value: 'sms' },
	{ name: 'WhatsApp', value: 'whatsapp' },
] as const;

/** What narrows a search of contacts, beside the parameters of the vendor. */
const searchForm = {
	...segmentation,
	updatedAfter: dateTime('Updated After'),
	lists,
	subscriptionOptions,
	interests,
	touchpoints,
};

const searchQuery = {
	list_uuids: ids('Lists by ID'),
	subscription_uuids: ids('Subscription Options by ID'),
	interest_uuids: ids('Interests by ID'),
	touchpoint_uuids: ids('Touchpoints by ID'),
	uuids: ids('Contacts by ID'),
	group_uuid: locator('Group', SEARCH.groups),
	member_status: memberStatus('Member Status'),
	subscription_status: memberStatus('Subscription Status'),
	opt_status: optStatus('Opt Status'),
	opt_status_webpush: optStatus('Webpush Opt Status'),
	gender: choice('Gender', [
		{ name: 'Female', value: 'female' },
		{ name: 'Male', value: 'male' },
	]),
	mobile: identifier('Mobile', { example: '+41765554366' }),
	email: identifier('Email', { example: 'name@email.com' }),
	webpush_subscription: identifier('Webpush Subscription'),
	first_name: identifier('First Name'),
	last_name: identifier('Last Name'),
	age: identifier('Age'),
	required: joined(choices('Fields That Are Filled', EXISTS)),
	updated_dt: dateTime('Updated At'),
	channel_name: choice('Channel', [
		{ name: 'Facebook', value: 'facebook' },
		{ name: 'Instagram', value: 'instagram' },
		{ name: 'Telegram', value: 'telegram' },
		{ name: 'Viber', value: 'viber' },
	]),
	channel_identifier: identifier('Channel Identifier', { description: 'The alias or chat ID' }),
	channel_opt_status: optStatus('Channel Opt Status'),
};

const composedSearch = (values: Values<typeof searchForm & typeof searchQuery>) => ({
	query: segmentationQuery(values),
	'gt(updated_dt)': values.updatedAfter,
	list_uuids: allJoined(values.lists, values.list_uuids),
	subscription_uuids: allJoined(values.subscriptionOptions, values.subscription_uuids),
	interest_uuids: allJoined(values.interests, values.interest_uuids),
	touchpoint_uuids: allJoined(values.touchpoints, values.touchpoint_uuids),
});

const duplicatesOptions = liveChoices('Duplicate Options', OPTIONS.subscriptionOptions, {
	description:
		'Subscription options of contacts who are there already, for Subscribe and Unsubscribe',
});

interface ConsentRows {
	getAll: Operation;
	updateOptStatus: Operation;
}

/** What Set Consent tells of each contact. */
const ConsentSet = {
	uuid: identifier('Contact ID'),
	list_uuid: identifier('List ID'),
	...consentWords.shape,
	...CONSENT_OUTCOME,
};

export const contact = resource('contact', 'Contact', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many contacts',
		description: 'Search the contacts of the account',
		request: GET(`${CDS}/contacts`),
		form: searchForm,
		query: {
			fields: joined(
				choices(
					'Include',
					[
						{ name: 'Channels', value: 'channels' },
						{ name: 'Deleted Contacts', value: 'show_deleted' },
						{ name: 'Lists', value: 'lists' },
					],
					{ narrows: false },
				),
			),
			...searchQuery,
			sort: choice('Sort', ORDERS, { narrows: false }),
		},
		composeQuery: composedSearch,
		// In this order a change moves nobody.
		paging: { ...pages, steady: { sort: 'created_dt' } },
		returns: telling(consentWords, many(Contact, DATA, SIMPLE)),
	}),
	count: operation({
		name: 'Count',
		action: 'Count contacts',
		description: 'Read how many contacts a search finds, without the contacts themselves',
		request: GET(`${CDS}/contacts`),
		form: searchForm,
		query: searchQuery,
		composeQuery: (values) => ({ ...composedSearch(values), fields: 'count_only' }),
		returns: one({ total: integer('Contacts') }, ['total'], 'meta.pagination'),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a contact',
		description: 'Read one contact',
		request: GET(`${CDS}/contacts/{contactId}`),
		path: { contactId: theContact },
		query: {
			fields: joined(choices('Include', [{ name: 'Lists', value: 'lists' }], { narrows: false })),
		},
		returns: telling(consentWords, one(Contact, SIMPLE)),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a contact',
		description: 'Add a contact to a list',
		request: POST(`${CDS}/contacts`),
		form: {
			list_uuid: theList,
			contact: extensible(
				mapping('Contact', MAPPERS.create, CreatedFields, {
					...byList,
					description: OPT_IN_NEEDED,
				}),
			),
		},
		compose: ({ list_uuid, contact: fields }) => ({ ...fields, list_uuid }),
		returns: telling(consentWords, one(Contact, SIMPLE)),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a contact',
		description: 'Write the fields of a contact',
		request: PUT(`${CDS}/contacts/{contactId}`),
		path: { contactId: theContact },
		form: {
			list_uuid: theList,
			contact: extensible(
				mapping('Contact', MAPPERS.update, UpdatedFields, {
					...byList,
					description: OPT_IN_NEEDED,
				}),
			),
		},
		compose: ({ list_uuid, contact: fields }) => ({ ...fields, list_uuid }),
		returns: telling(consentWords, one(Contact, SIMPLE)),
	}),
	updateOptStatus: operation({
		name: 'Update Opt Status',
		action: 'Update the opt status of a contact',
		description: 'Opt a contact in or out; SMS campaigns only reach contacts that are in',
		request: PATCH(`${CDS}/contacts/{contactId}`),
		path: { contactId: theContact },
		body: {
			opt_status: optStatus('Opt Status', { required: true, default: 'in' }),
			opt_status_webpush: optStatus('Webpush Opt Status'),
			channel_telegram_identifier: identifier('Telegram Identifier'),
			channel_telegram_opt_status: optStatus('Telegram Opt Status'),
		},
		idempotent: true,
		returns: telling(consentWords, one(Contact, SIMPLE)),
	}),
	setConsent: operation({
		name: 'Set Consent',
		action: 'Set the consent of a contact',
		description:
			'Find contacts by an address, and opt them in or out where that differs from what is stored',
		request: GET(`${CDS}/contacts`),
		composed: true,
		form: setConsentForm,
		procedure: setConsent((): ConsentRows => contact.operations),
		returns: one(ConsentSet),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a contact',
		description: 'Delete a contact. This cannot be undone.',
		request: DELETE(`${CDS}/contacts/{contactId}`),
		path: { contactId: theContact },
		query: {
			gdpr: choice(
				'GDPR Erasure',
				[
					{ name: 'No', value: 'no' },
					{ name: 'Yes', value: 'yes', description: 'All personal data is erased' },
				],
				{ required: true, default: 'no' },
			),
		},
		returns: deleted(),
	}),
	import: operation({
		name: 'Import',
		action: 'Import contacts',
		description:
			'Write many contacts into a list; new ones are opted in to SMS unless Opt Channels says otherwise',
		request: POST(`${CDS}/imports`),
		body: { contact: extensible(mapping('Contact', MAPPERS.import, ImportedFields, byList)) },
		query: {
			list_uuid: theList,
			identifier: liveChoice('Identifier', OPTIONS.identifiers, {
				dependsOn: ['list_uuid'],
				required: true,
				default: 'mobile',
				description: 'The field that tells contacts apart',
			}),
			resolve_duplicate: choice(
				'Duplicates',
				[
					{
						name: 'Delete',
						value: 'delete',
						description: 'Contacts that are stored are deleted. This cannot be undone.',
					},
					{ name: 'Opt In', value: 'optin', description: 'Contacts that are stored are opted in' },
					{
						name: 'Opt Out',
						value: 'optout',
						description: 'Contacts that are stored are opted out',
					},
					{ name: 'Skip', value: 'skip', description: 'Contacts that are stored stay as they are' },
					{ name: 'Subscribe', value: 'subscribe' },
					{ name: 'Unsubscribe', value: 'unsubscribe' },
					{
						name: 'Update',
						value: 'update',
						description: 'Contacts that are stored are written anew',
					},
				],
				{
					required: true,
					default: 'update',
					description: 'What happens to a contact that is stored already',
				},
			),
			option_uuids: ids('Subscription Options by ID'),
			update_option_uuids: joined(
				list('Duplicate Options by ID', {
					description:
						'Subscription options of contacts who are there already, separated by commas',
				}),
			),
			touchpoint_uuids: ids('Touchpoints by ID'),
			interest_uuids: ids('Interests by ID'),
			unset_invalid_fields: joined(
				list('Fields to Unset', {
					description:
						'Fields that are left empty where their value is invalid: names, separated by commas',
				}),
			),
			insert_opt_channels: joined(
				choices('Opt Channels of New Contacts', OPT_CHANNELS, {
					description: 'Without a choice, HORISEN opts new contacts in to SMS',
				}),
			),
			update_opt_channels: joined(
				choices('Opt Channels of Duplicates', OPT_CHANNELS, {
					description: 'For Opt In and Opt Out; without a choice, HORISEN takes SMS',
				}),
			),
		},
		form: { subscriptionOptions, duplicatesOptions, touchpoints, interests },
		composeQuery: (values) => ({
			option_uuids: allJoined(values.subscriptionOptions, values.option_uuids),
			update_option_uuids: allJoined(values.duplicatesOptions, values.update_option_uuids),
			touchpoint_uuids: allJoined(values.touchpoints, values.touchpoint_uuids),
			interest_uuids: allJoined(values.interests, values.interest_uuids),
		}),
		batch: {
			max: IMPORT_SIZE,
			group: (values) => JSON.stringify({ ...values, contact: undefined }),
			elements: ({ contact: fields }) => [fields],
			read: readImport,
			keys: ({ list_uuid, identifier, contact: fields }) => [
				`${list_uuid} ${String(valueAt(identifier, fields))}`,
			],
		},
		idempotent: true,
		// After a lost answer a contact that was deleted would be new, and one that was new would be a duplicate.
		onceOnly: ({ resolve_duplicate }) => !['update', 'skip'].includes(resolve_duplicate),
		returns: one(ImportResult),
	}),
});
