/** Subscriber: a person's profile (V5 API, Schemas > Subscriber and List Subscription). */
import type { Mapped, Values } from '../../../core/rows/field';
import {
	choice,
	date,
	dateTime,
	identifier,
	int64,
	mapping,
	orNow,
	rows,
	text,
	textPairs,
} from '../../../core/rows/field';

export const ListSubscription = {
	listId: int64('List ID', { required: true, example: '12' }),
	// The vendor's page on two-step unsubscribes sends true instead of a moment.
	subscribedTimestamp: orNow(
		dateTime('Subscribed At', { description: 'A moment, or true as an expression for now' }),
	),
	unsubscribedTimestamp: orNow(
		dateTime('Unsubscribed At', {
			description:
				'Set it to unsubscribe the person from this list: a moment, or true as an expression for now',
		}),
	),
	subscriptionOption: text('Subscription Option', { description: 'Your own text or JSON' }),
	campaignId: int64('Campaign ID', { example: '77' }),
	importId: int64('Import ID', { example: '31' }),
};

/** Columns of Contacthub's customers, simplified or not, or as the trigger gives them. */
const ofContacthub = (path: string) => [path.split('.').at(-1) ?? path, path, `data.${path}`];
/** Columns of HORISEN's contacts, alone or as the trigger gives them. */
const ofHorisen = (name: string) => [name, `contact.${name}`];
/** Columns of the customers of Emporix' segments, alone or as the trigger gives them. */
const ofEmporix = (name: string) => [`customer.${name}`, `data.customer.${name}`];

/** A profile as Taguchi stores it, with the columns of other nodes that fill it. */
export const Subscriber = {
	email: identifier('Email', {
		columns: [...ofContacthub('base.contacts.email'), ...ofHorisen('email'), ...ofEmporix('email')],
	}),
	phone: identifier('Phone', {
		columns: [
			...ofContacthub('base.contacts.mobilePhone'),
			...ofHorisen('mobile'),
			'base.contacts.phone',
			'data.base.contacts.phone',
		],
	}),
	ref: identifier('External ID (ref)'),
	// Rows of tables, shops and other systems have an `id` of their own.
	id: int64('Taguchi ID', {
		onlyColumns: true,
		columns: ['taguchiId', 'taguchi_id', 'Taguchi ID'],
	}),
	firstname: text('First Name', {
		columns: [
			...ofContacthub('base.firstName'),
			...ofHorisen('first_name'),
			...ofEmporix('firstName'),
		],
	}),
	lastname: text('Last Name', {
		columns: [
			...ofContacthub('base.lastName'),
			...ofHorisen('last_name'),
			...ofEmporix('lastName'),
		],
	}),
	title: text('Title', { columns: ofContacthub('base.title') }),
	gender: text('Gender', { columns: ofContacthub('base.gender') }),
	dob: date('Date of Birth', { columns: [...ofContacthub('base.dob'), ...ofHorisen('birthday')] }),
	address: text('Address', { columns: ofContacthub('base.address.street') }),
	address2: text('Address, Line 2'),
	address3: text('Address, Line 3'),
	suburb: text('Suburb', { columns: ofContacthub('base.address.city') }),
	state: text('State', { columns: ofContacthub('base.address.province') }),
	postcode: text('Postcode', { columns: ofContacthub('base.address.zip') }),
	country: text('Country', { columns: ofContacthub('base.address.country') }),
	unsubscribedTimestamp: dateTime('Unsubscribed At (All Messages)'),
	invalidTimestamp: dateTime('Email Invalid Since'),
	resumeDate: date('Resume Date'),
	notifications: text('Notifications'),
	extra: text('Extra'),
	organizationId: int64('Organization ID'),
	campaignId: int64('Campaign ID'),
	importId: int64('Import ID'),
	custom: textPairs('Custom Fields'),
	lists: rows('List Subscriptions', ListSubscription),
};

/** The fields that stand in a fresh form; the others wait under "Add field". */
export const SHOWN = ['email', 'firstname', 'lastname', 'phone'];

/** The name of the node's resource mapper method. */
export const PROFILE_FIELDS = 'getProfileFields';

/** A list subscription in the form, where an empty date is only one that nobody filled in. */
const changedSubscription = {
	...ListSubscription,
	change: choice(
		'Change',
		[
			{ name: 'As the Dates Say', value: 'dates', description: 'Empty dates stay as they are' },
			{
				name: 'Subscribe',
				value: 'subscribe',
				description: 'Clears Unsubscribed At. Subscribed At is now, unless it is filled in.',
			},
			{
				name: 'Unsubscribe',
				value: 'unsubscribe',
				description: 'Unsubscribed At is now, unless it is filled in',
			},
		],
		{ default: 'dates' },
	),
};

/** The list subscription that a row of the form stands for. */
function subscriptionOf({
	change,
	...dates
}: Mapped<typeof changedSubscription>): Mapped<typeof ListSubscription> {
	const { subscribedTimestamp: since, unsubscribedTimestamp: until } = dates;
	const now = new Date().toISOString();
	if (change === 'unsubscribe') return { ...dates, unsubscribedTimestamp: until ?? now };
	if (change !== 'subscribe') return dates;
	return { ...dates, subscribedTimestamp: since ?? now, unsubscribedTimestamp: null };
}

/** The inputs of a profile: mapped fields, custom fields, list subscriptions. */
export const profileForm = {
	profile: mapping('Profile', PROFILE_FIELDS, Subscriber),
	customFields: textPairs('Custom Fields', {
		description: 'Names as set up in Taguchi. Custom fields that are not listed stay as they are.',
	}),
	lists: rows('List Subscriptions', changedSubscription, {
		description: 'Lists that are not named stay as they are',
	}),
};

type Profile = Mapped<typeof Subscriber>;

/** The profile object of an action: custom fields and lists of the form stand beside those of the mapping. */
export function profileOf(form: Values<typeof profileForm>): Profile {
	const { profile, customFields, lists } = form;
	return {
		...profile,
		...(customFields && { custom: { ...profile.custom, ...customFields } }),
		...(lists &&
			lists.length > 0 && { lists: [...(profile.lists ?? []), ...lists.map(subscriptionOf)] }),
	};
}

/** A profile that nothing identifies would be refused by every endpoint (V5 API, Profile uniqueness). */
export function withoutIdentifier(form: Values<typeof profileForm>) {
	const { email, phone, ref, id } = form.profile;
	if (email || phone || ref || (id !== undefined && id !== null)) return undefined;
	return {
		message: 'Values to Send holds nothing that identifies the person',
		description:
			'Map Email, Phone, External ID or Taguchi ID, as the endpoint is set up in Taguchi.',
	};
}
