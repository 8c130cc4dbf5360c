/**
 * Compares what stands in the sandbox's Taguchi with what its Contacthub holds. The rules of the first sync are written
 * here a second time, apart from the workflow's expressions, so that a slip in one of the two shows.
 */
import * as z from 'zod/v4-mini';
import type { Sandbox } from '../../sandbox/server.mts';

/** What the comparison found. */
export interface Verdict {
	/** Profiles in Taguchi. */
	subscribers: number;
	/** Profiles that are unsubscribed from everything. */
	unsubscribed: number;
	/** What is not as it should be, a sentence each. */
	differences: string[];
}

type Subscriber = Sandbox['taguchi']['subscribers'][number];

const text = z.nullish(z.string());
const Permission = z.nullish(
	z.object({
		status: z.nullish(z.boolean()),
		limitation: z.nullish(z.boolean()),
		objection: z.nullish(z.boolean()),
	}),
);
const Customer = z.object({
	base: z.object({
		title: text,
		firstName: text,
		lastName: text,
		gender: text,
		dob: text,
		contacts: z.object({ email: text, mobilePhone: text, phone: text }),
		address: z.object({ street: text, city: text, province: text, zip: text, country: text }),
	}),
	consents: z.object({
		marketing: z.object({ automatic: z.object({ email: Permission }) }),
	}),
});
type Customer = z.infer<typeof Customer>;

/** Compares everybody; nothing is changed. */
export function verify({ contacthub, taguchi }: Sandbox): Verdict {
	const expected = customersByAddress(contacthub);
	const differences: string[] = [];
	const arrived = new Set<string>();
	for (const subscriber of taguchi.subscribers) {
		const email = subscriber.email?.toLowerCase() ?? '';
		const customer = expected.get(email);
		if (!customer) differences.push(`${subscriber.email} is in Taguchi, but not in Contacthub`);
		else if (arrived.has(email)) differences.push(`${subscriber.email} is in Taguchi twice`);
		else if (!refuses(customer)) differences.push(...differencesBetween(customer, subscriber));
		else if (!subscriber.unsubscribedTimestamp) differences.push(`${subscriber.email} said no`);
		arrived.add(email);
	}
	for (const [email, customer] of expected) {
		if (!arrived.has(email) && !refuses(customer))
			differences.push(`${email} is missing in Taguchi`);
	}
	return {
		subscribers: taguchi.subscribers.length,
		unsubscribed: taguchi.subscribers.filter((one) => one.unsubscribedTimestamp).length,
		differences,
	};
}

/** How many people are to become subscribers. */
export const expectedSubscribers = ({ contacthub }: Sandbox): number =>
	[...customersByAddress(contacthub).values()].filter((customer) => !refuses(customer)).length;

const customersByAddress = ({ customers }: Sandbox['contacthub']): Map<string, Customer> =>
	new Map(
		customers.flatMap((customer): Array<[string, Customer]> => {
			const read = Customer.parse(customer);
			const { email } = read.base.contacts;
			return email ? [[email.toLowerCase(), read]] : [];
		}),
	);

/** Who refuses e-mail is brought to Taguchi by nobody. */
function refuses({ consents }: Customer): boolean {
	const { status, limitation, objection } = consents.marketing.automatic.email ?? {};
	return status === false || limitation === true || objection === true;
}

function differencesBetween(customer: Customer, subscriber: Subscriber): string[] {
	return Object.entries(expectedProfile(customer)).flatMap(([name, wanted]) => {
		const found: unknown = Reflect.get(subscriber, name);
		if (asComparable(found) === asComparable(wanted)) return [];
		return [
			`${subscriber.email}: ${name} is ${asComparable(found)} instead of ${asComparable(wanted)}`,
		];
	});
}

function expectedProfile({ base }: Customer) {
	return {
		email: base.contacts.email,
		phone: base.contacts.mobilePhone ?? base.contacts.phone,
		title: base.title,
		firstname: base.firstName,
		lastname: base.lastName,
		gender: base.gender,
		dob: base.dob,
		address: base.address.street,
		suburb: base.address.city,
		state: base.address.province,
		postcode: base.address.zip,
		country: base.address.country,
		unsubscribedTimestamp: null,
	};
}

/** Integers beyond 2^53 have no JSON of their own; an absent value equals an empty one. */
const asComparable = (value: unknown): string =>
	JSON.stringify(value ?? null, (_name, part: unknown) =>
		typeof part === 'bigint' ? `${part}` : part,
	);
