/** The properties of a customer that a person maps, by their path (Customers > Create Customer, request body). */
import type { Field, Fields } from '../../../core/rows/field';
import {
	boolean,
	date,
	dateTime,
	extensible,
	identifier,
	json,
	jsonList,
	list,
	mapping,
	number,
	text,
} from '../../../core/rows/field';

/** Where a workspace keeps the properties that it added itself. */
export const EXTENDED = 'extended.';

/** What a customer may consent to, by its path below `consents`. */
const CONSENTS: Readonly<Record<string, string>> = {
	'marketing.automatic.email': 'Marketing by Email',
	'marketing.automatic.sms': 'Marketing by SMS',
	'marketing.automatic.push': 'Marketing by Push Message',
	'marketing.automatic.im': 'Marketing by Instant Message',
	'marketing.automatic.telephonic': 'Marketing by Automatic Call',
	'marketing.traditional.telephonic': 'Marketing by Telephone',
	'marketing.traditional.papery': 'Marketing by Mail',
	'profiling.classic': 'Profiling',
	'profiling.online': 'Online Profiling',
	'softSpam.email': 'Soft Spam by Email',
	'softSpam.papery': 'Soft Spam by Mail',
	'thirdPartyTransfer.profiling': 'Transfer to Third Parties for Profiling',
	'thirdPartyTransfer.marketing': 'Transfer to Third Parties for Marketing',
};

/** The three things that Contacthub knows of each consent. */
const ANSWERS = { status: 'Given', limitation: 'Limited', objection: 'Objected' };

const consents: Fields = Object.fromEntries(
	Object.entries(CONSENTS).flatMap(([path, label]) =>
		Object.entries(ANSWERS).map(([answer, word]): [string, Field] => [
			`consents.${path}.${answer}`,
			boolean(`Consent: ${label} ${word}`),
		]),
	),
);

const properties = {
	externalId: identifier('External ID'),
	'base.firstName': text('First Name'),
	'base.middleName': text('Middle Name'),
	'base.lastName': text('Last Name'),
	'base.title': text('Title'),
	'base.prefix': text('Prefix'),
	'base.gender': text('Gender'),
	'base.dob': date('Date of Birth'),
	'base.locale': text('Locale'),
	'base.timezone': text('Time Zone'),
	'base.pictureUrl': text('Picture URL'),
	'base.contacts.email': identifier('Email'),
	'base.contacts.mobilePhone': identifier('Mobile Phone'),
	'base.contacts.phone': identifier('Phone'),
	'base.contacts.fax': identifier('Fax'),
	'base.contacts.otherContacts': jsonList('Other Contacts'),
	'base.contacts.mobileDevices': jsonList('Mobile Devices'),
	'base.address.street': text('Street'),
	'base.address.city': text('City'),
	'base.address.zip': text('ZIP Code'),
	'base.address.province': text('Province'),
	'base.address.region': text('Region'),
	'base.address.country': text('Country'),
	'base.address.geo.lat': number('Latitude'),
	'base.address.geo.lon': number('Longitude'),
	'base.credential.username': text('User Name'),
	'base.credential.password': text('Password'),
	'base.socialProfile.facebook': text('Facebook'),
	'base.socialProfile.google': text('Google'),
	'base.socialProfile.instagram': text('Instagram'),
	'base.socialProfile.linkedin': text('LinkedIn'),
	'base.socialProfile.qzone': text('Qzone'),
	'base.socialProfile.twitter': text('Twitter'),
	'base.educations': jsonList('Educations'),
	'base.likes': jsonList('Likes'),
	'base.jobs': jsonList('Jobs'),
	'base.subscriptions': jsonList('Subscriptions'),
	'consents.disclaimer.date': dateTime('Consent: Disclaimer Read At'),
	'consents.disclaimer.version': text('Consent: Disclaimer Version'),
	...consents,
	'tags.manual': list('Tags'),
	'tags.auto': list('Automatic Tags'),
	extended: json('Extended Properties'),
	extra: text('Extra'),
	enabled: boolean('Enabled'),
};

/** Columns of HORISEN's contacts, alone or as the trigger gives them. */
const ofHorisen = (name: string) => [name, `contact.${name}`];
/** Columns of the customers of Emporix' segments, alone or as the trigger gives them. */
const ofEmporix = (name: string) => [`customer.${name}`, `data.customer.${name}`];

/** What other nodes call a property; `suburb` and `postcode` are Taguchi's. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
	'base.firstName': [...ofHorisen('first_name'), ...ofEmporix('firstName')],
	'base.lastName': [...ofHorisen('last_name'), ...ofEmporix('lastName')],
	'base.dob': ofHorisen('birthday'),
	'base.contacts.email': [...ofHorisen('email'), ...ofEmporix('email')],
	'base.contacts.mobilePhone': ofHorisen('mobile'),
	'base.contacts.phone': ofHorisen('phone'),
	'base.address.city': [...ofHorisen('city'), 'suburb'],
	'base.address.zip': [...ofHorisen('zip'), 'postcode'],
};

/** Found by their whole path alone: a password that stands in a form is none of Contacthub's. */
const CREDENTIAL = 'base.credential.';

/**
 * Properties of the base are also found by their last name alone, as Simplify writes them, and within `data`, where the
 * trigger gives them.
 */
function columnsOf(path: string): string[] {
	const isOfBase = path.startsWith('base.');
	return [
		...(isOfBase && !path.startsWith(CREDENTIAL) ? [path.split('.').at(-1) ?? path] : []),
		...(isOfBase || path.startsWith('consents.') ? [`data.${path}`] : []),
		...(ELSEWHERE[path] ?? []),
	];
}

/** All properties that can be mapped, with the columns that fill them. */
export const CustomerProperties: Fields = Object.fromEntries(
	Object.entries(properties).map(([path, field]): [string, Field] => [
		path,
		{ ...field, columns: columnsOf(path) },
	]),
);

/** The fields that stand in a fresh form; the others wait under "Add field". */
export const SHOWN = ['base.contacts.email', 'base.firstName', 'base.lastName', 'externalId'];

/** The names of the node's methods that know the workspace's own properties. */
export const CUSTOMER_PROPERTIES = 'getCustomerProperties';
export const FILTER_PROPERTIES = 'getFilterProperties';

/** The mapped customer; properties below `extended.` are those of the workspace. */
export const mappedCustomer = extensible(
	mapping('Customer', CUSTOMER_PROPERTIES, CustomerProperties, { show: { input: ['fields'] } }),
	EXTENDED,
);

/** The same in a form that asks for the node: once it is chosen there is a credential, which tells of more properties. */
export const mappedCustomerOfNode = { ...mappedCustomer, dependsOn: ['nodeId'] } as const;
