/**
 * Whether the people of the sandbox's Contacthub stand in its Taguchi as the guide promises. The rules of its steps are
 * written here a second time, apart from the workflow, so that a slip in one of the two shows.
 */
import * as z from 'zod/v4-mini';
import type { Sandbox } from '../../sandbox/server.mts';

const text = z.nullish(z.string());
const Customer = z.object({
	updatedAt: z.string(),
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
				line([email?.toLowerCase(), phone, firstname, lastname, unsubscribedTimestamp]),
		),
	);
	return [
		...[...wanted].filter((one) => !found.has(one)).map((one) => `missing: ${one}`),
		...[...found].filter((one) => !wanted.has(one)).map((one) => `too much: ${one}`),
	];
}

function wantedLines({ contacthub }: Sandbox, { last = Infinity }: Whom): string[] {
	return contacthub.customers.slice(-last).flatMap((stored) => {
		const { updatedAt, base, consents } = Customer.parse(stored);
		const { email, mobilePhone } = base.contacts;
		if (!email) return [];
		const { status, limitation, objection } = consents?.marketing?.automatic?.email ?? {};
		const refuses = status === false || limitation === true || objection === true;
		const unsubscribed = refuses ? new Date(updatedAt).toISOString() : null;
		return [line([email.toLowerCase(), mobilePhone, base.firstName, base.lastName, unsubscribed])];
	});
}

const line = (values: ReadonlyArray<string | null | undefined>): string =>
	values.map((value) => value ?? '-').join(' ');
