/**
 * Whether the four systems hold the same, read from the sandbox itself. The rules of the example workflows are written
 * here a second time, apart from their expressions, so that a slip in one of the two shows.
 */
import * as z from 'zod/v4-mini';
import { HORISEN_LIST_UUID } from '../../sandbox/horisen/accounts.mts';
import { stringifyExactJson } from '../../sandbox/exact-json.mts';
import type { Sandbox } from '../../sandbox/server.mts';
import { VIP_LIST, VIP_SEGMENT, VIP_TAGUCHI_LIST } from './people.mts';

const text = z.nullish(z.string());
const Answer = z.nullish(
	z.object({
		status: z.nullish(z.boolean()),
		limitation: z.nullish(z.boolean()),
		objection: z.nullish(z.boolean()),
	}),
);
const Customer = z.object({
	id: z.string(),
	base: z.object({
		firstName: text,
		lastName: text,
		contacts: z.object({ email: text, mobilePhone: text }),
	}),
	consents: z.nullish(
		z.object({
			marketing: z.nullish(
				z.object({ automatic: z.nullish(z.object({ email: Answer, sms: Answer })) }),
			),
		}),
	),
});
const Contact = z.object({
	email: text,
	mobile: text,
	first_name: text,
	last_name: text,
	opt_status: text,
	list_uuid: z.string(),
	customer_number: text,
});

/** One person as all systems should know it. */
export interface Person {
	id: string;
	email: string;
	firstName: string;
	lastName: string;
	phone: string;
	refuses: boolean;
}

/** Everybody in Contacthub who has an e-mail address. */
export const peopleOf = ({ contacthub }: Sandbox): Person[] =>
	contacthub.customers.flatMap((stored) => {
		const { id, base, consents } = Customer.parse(stored);
		const { email, mobilePhone } = base.contacts;
		if (!email) return [];
		const { email: byEmail, sms } = consents?.marketing?.automatic ?? {};
		return [
			{
				id,
				email,
				firstName: base.firstName ?? '',
				lastName: base.lastName ?? '',
				phone: mobilePhone ?? '',
				refuses: [byEmail, sms].some(
					(answer) => answer && (answer.status === false || answer.limitation || answer.objection),
				),
			},
		];
	});

const contactsOf = ({ horisen }: Sandbox, list: string) =>
	horisen.contacts
		.map((contact) => Contact.parse(contact))
		.filter(({ list_uuid }) => list_uuid === list);

/** The contacts of HORISEN's newsletter list. */
export const contacts = (sandbox: Sandbox) => contactsOf(sandbox, HORISEN_LIST_UUID);

/** Contacthub's people against Taguchi and HORISEN, profile and consent; a sentence for each difference. */
export function profileDifferences(sandbox: Sandbox): string[] {
	const people = peopleOf(sandbox);
	const inTaguchi = people.map(
		({ id, email, firstName, lastName, phone, refuses }) =>
			`${email.toLowerCase()} ${id} ${firstName} ${lastName} ${phone} ${refuses ? 'out' : 'in'}`,
	);
	const subscribers = sandbox.taguchi.subscribers.flatMap((one) =>
		one.email && !isMember(one)
			? [
					`${one.email.toLowerCase()} ${one.ref} ${one.firstname} ${one.lastname} ${one.phone} ${one.unsubscribedTimestamp ? 'out' : 'in'}`,
				]
			: [],
	);
	const inHorisen = people.map(
		({ email, firstName, lastName, phone, refuses }) =>
			`${email} ${firstName} ${lastName} ${phone} ${refuses ? 'out' : 'in'}`,
	);
	const listed = contacts(sandbox).map(
		(one) =>
			`${one.email} ${one.first_name} ${one.last_name} ${one.mobile} ${one.opt_status === 'out' ? 'out' : 'in'}`,
	);
	return [
		...differencesBetween('Taguchi', inTaguchi, subscribers),
		...differencesBetween('HORISEN', inHorisen, listed),
	];
}

/** Consent alone: who refuses in Contacthub is out in Taguchi and HORISEN, wherever the person is known. */
export function consentDifferences(sandbox: Sandbox): string[] {
	const refusing = new Map(
		peopleOf(sandbox).map(({ email, refuses }) => [email.toLowerCase(), refuses]),
	);
	const differs = (system: string, email: string | null | undefined, out: boolean) => {
		const refuses = refusing.get(email?.toLowerCase() ?? '');
		if (refuses === undefined || refuses === out) return [];
		return [
			`${system}: ${email} is ${out ? 'out' : 'in'}, in Contacthub ${refuses ? 'out' : 'in'}`,
		];
	};
	return [
		...sandbox.taguchi.subscribers.flatMap(({ email, unsubscribedTimestamp }) =>
			differs('Taguchi', email, unsubscribedTimestamp !== null),
		),
		...contacts(sandbox).flatMap(({ email, opt_status }) =>
			differs('HORISEN', email, opt_status === 'out'),
		),
	];
}

/** What somebody bought or left behind, as Contacthub is to know it. */
export interface Purchase {
	customerId: string;
	orderId: string;
	type: 'completedOrder' | 'abandonedCart';
}

const Event = z.object({
	customerId: text,
	type: z.string(),
	properties: z.object({ orderId: text }),
});

/** Purchases and carts against Contacthub's events, of those whom Contacthub still knows. */
export function eventDifferences(sandbox: Sandbox, purchases: readonly Purchase[]): string[] {
	const people = new Set(peopleOf(sandbox).map(({ id }) => id));
	const lines = (events: ReadonlyArray<z.infer<typeof Event>>) =>
		events
			.filter(({ customerId }) => people.has(customerId ?? ''))
			.map(({ customerId, type, properties }) => `${customerId} ${type} ${properties.orderId}`);
	return differencesBetween(
		'Contacthub events',
		lines(
			purchases.map(({ customerId, type, orderId }) => ({
				customerId,
				type,
				properties: { orderId },
			})),
		),
		lines(sandbox.contacthub.events.map((event) => Event.parse(event))),
	);
}

/** Where somebody is still known who is to be forgotten. */
export function traces(sandbox: Sandbox, email: string): string[] {
	const { contacthub, horisen, taguchi } = sandbox;
	const knows = (records: readonly unknown[]) =>
		records.some((record) =>
			stringifyExactJson(record).toLowerCase().includes(email.toLowerCase()),
		);
	return [
		...(knows(contacthub.customers) ? [`Contacthub: ${email} is not forgotten`] : []),
		...(knows(horisen.contacts) ? [`HORISEN: ${email} is not forgotten`] : []),
		...(knows(taguchi.subscribers) ? [`Taguchi: ${email} is not forgotten`] : []),
	];
}

/** The IDs of the customers in Emporix's segment. */
export const segmentMembers = ({ emporix }: Sandbox): string[] =>
	emporix.tenant.of(VIP_SEGMENT).customers.all.map(({ customer }) => customer.id);

/** The segment against HORISEN's list. */
export const horisenListDifferences = (sandbox: Sandbox): string[] =>
	differencesBetween(
		'HORISEN list',
		segmentMembers(sandbox),
		contactsOf(sandbox, VIP_LIST).map(({ customer_number }) => customer_number ?? ''),
	);

/** The segment against Taguchi's list. */
export const taguchiListDifferences = (sandbox: Sandbox): string[] =>
	differencesBetween(
		'Taguchi list',
		sandbox.emporix.tenant.of(VIP_SEGMENT).customers.all.map(({ customer }) => customer.email),
		sandbox.taguchi.subscribers.flatMap((subscriber) =>
			subscriber.email && isMember(subscriber) && onList(subscriber) ? [subscriber.email] : [],
		),
	);

type Subscriber = Sandbox['taguchi']['subscribers'][number];
/** Whether the VIP list knows the person, as a reader or a former one. */
const isMember = ({ lists }: Subscriber) => lists.some(({ listId }) => listId === VIP_TAGUCHI_LIST);
const onList = ({ lists }: Subscriber) =>
	lists.some(
		({ listId, unsubscribedTimestamp }) =>
			listId === VIP_TAGUCHI_LIST && unsubscribedTimestamp === null,
	);

/** Each line that one side has more often than the other. */
function differencesBetween(
	system: string,
	wanted: readonly string[],
	found: readonly string[],
): string[] {
	const counts = new Map<string, number>();
	for (const line of wanted) counts.set(line, (counts.get(line) ?? 0) + 1);
	for (const line of found) counts.set(line, (counts.get(line) ?? 0) - 1);
	return [...counts].flatMap(([line, count]) => {
		if (count === 0) return [];
		return [`${system}: ${count > 0 ? 'missing' : 'too much'}: ${line}`];
	});
}
