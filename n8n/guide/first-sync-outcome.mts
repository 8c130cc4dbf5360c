/**
 * Whether the people of the sandbox's Contacthub stand in its Taguchi as the guide promises. The rules of its steps are
 * written here a second time, apart from the workflow, so that a slip in one of the two shows.
 */
import * as z from 'zod/v4-mini';
import type { Sandbox } from '../../sandbox/server.mts';

const text = z.nullish(z.string());
const Customer = z.object({
	base: z.object({
		firstName: text,
		lastName: text,
		contacts: z.object({ email: text, mobilePhone: text }),
	}),
	consents: z.nullish(
		z.object({
			marketing: z.nullish(
				z.object({
					automatic: z.nullish(
						z.object({
							email: z.nullish(
								z.object({
									status: z.nullish(z.boolean()),
									limitation: z.nullish(z.boolean()),
									objection: z.nullish(z.boolean()),
								}),
							),
						}),
					),
				}),
			),
		}),
	),
});

/** Whom the comparison is about: all customers, or the last of them only. */
interface Whom {
	last?: number;
}

/** What Taguchi lacks, has too much, or holds otherwise; a line each. Nothing is changed. */
export function guideDifferences(sandbox: Sandbox, whom: Whom = {}): string[] {
	const wanted = new Set(wantedLines(sandbox, whom));
	const found = new Set(
		sandbox.taguchi.subscribers.map(
			({ email, phone, firstname, lastname, unsubscribedTimestamp }) =>
				unsubscribedTimestamp
					? line([email?.toLowerCase(), 'unsubscribed'])
					: line([email?.toLowerCase(), phone, firstname, lastname]),
		),
	);
	return [
		...[...wanted].filter((one) => !found.has(one)).map((one) => `missing: ${one}`),
		...[...found].filter((one) => !wanted.has(one)).map((one) => `too much: ${one}`),
	];
}

/** The addresses of those who refuse e-mail, in lower case. */
export const refusing = ({ contacthub }: Sandbox): string[] =>
	contacthub.customers.flatMap((stored) => {
		const customer = Customer.parse(stored);
		const { email } = customer.base.contacts;
		return email && refuses(customer) ? [email.toLowerCase()] : [];
	});

function refuses({ consents }: z.infer<typeof Customer>): boolean {
	const { status, limitation, objection } = consents?.marketing?.automatic?.email ?? {};
	return status === false || limitation === true || objection === true;
}

/** Who refuses is not brought to Taguchi; whom it knows already is unsubscribed. */
function wantedLines({ contacthub, taguchi }: Sandbox, { last = Infinity }: Whom): string[] {
	const known = new Set(taguchi.subscribers.map(({ email }) => email?.toLowerCase()));
	return contacthub.customers.slice(-last).flatMap((stored) => {
		const customer = Customer.parse(stored);
		const { firstName, lastName, contacts } = customer.base;
		const email = contacts.email?.toLowerCase();
		if (!email) return [];
		if (!refuses(customer)) return [line([email, contacts.mobilePhone, firstName, lastName])];
		return known.has(email) ? [line([email, 'unsubscribed'])] : [];
	});
}

const line = (values: ReadonlyArray<string | null | undefined>): string =>
	values.map((value) => value ?? '-').join(' ');
