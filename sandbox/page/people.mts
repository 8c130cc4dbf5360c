import { z } from 'zod/v4';
import type { Sandbox } from '../server.mts';

/** What the four systems know of one person: a word each, absent where the system does not know the person. */
export interface PersonEverywhere {
	name: string;
	/** What tells people apart here; empty for somebody without an address. */
	email: string;
	contacthub?: 'agrees' | 'refuses';
	taguchi?: 'subscribed' | 'unsubscribed';
	horisen?: 'in' | 'out' | 'none';
	/** The segments that the person is in. */
	emporix?: string[];
}

const text = z.string().nullish();
const answer = z.looseObject({
	status: z.boolean().nullish(),
	limitation: z.boolean().nullish(),
	objection: z.boolean().nullish(),
});
const customerSchema = z.object({
	id: z.string(),
	base: z
		.object({
			firstName: text,
			lastName: text,
			contacts: z.object({ email: text }).nullish(),
		})
		.nullish(),
	consents: z
		.object({
			marketing: z
				.object({
					automatic: z.object({ email: answer.nullish(), sms: answer.nullish() }).nullish(),
				})
				.nullish(),
		})
		.nullish(),
});
const contactSchema = z.object({
	uuid: z.string(),
	email: text,
	first_name: text,
	last_name: text,
	opt_status: text,
});

/** Everybody whom one of the systems knows, matched by e-mail address; the last changed customers of Contacthub first. */
export function peopleEverywhere(sandbox: Sandbox): PersonEverywhere[] {
	const people = new Map<string, PersonEverywhere>();
	const person = (email: string | null | undefined, id: string, ...names: unknown[]) => {
		const key = email?.toLowerCase() ?? id;
		const name = names.filter(Boolean).join(' ');
		const known = people.get(key) ?? { name, email: email ?? '' };
		people.set(key, known);
		return known;
	};
	for (const stored of sandbox.contacthub.customers.toReversed()) {
		const { id, base, consents } = customerSchema.parse(stored);
		const { email, sms } = consents?.marketing?.automatic ?? {};
		const refuses = [email, sms].some(
			(one) => one && (one.status === false || one.limitation || one.objection),
		);
		person(base?.contacts?.email, id, base?.firstName, base?.lastName).contacthub = refuses
			? 'refuses'
			: 'agrees';
	}
	for (const { id, email, firstname, lastname, unsubscribedTimestamp } of sandbox.taguchi
		.subscribers) {
		person(email, `${id}`, firstname, lastname).taguchi = unsubscribedTimestamp
			? 'unsubscribed'
			: 'subscribed';
	}
	for (const stored of sandbox.horisen.contacts) {
		const { uuid, email, first_name, last_name, opt_status } = contactSchema.parse(stored);
		const status = opt_status === 'in' || opt_status === 'out' ? opt_status : 'none';
		person(email, uuid, first_name, last_name).horisen = status;
	}
	const { tenant } = sandbox.emporix;
	for (const { id } of tenant.segments.all) {
		for (const { customer } of tenant.of(id).customers.all) {
			const known = person(customer.email, customer.id, customer.firstName, customer.lastName);
			known.emporix = [...(known.emporix ?? []), id];
		}
	}
	return [...people.values()];
}
