/** Who was written to Taguchi, and how often, read from the requests that the sandbox answered. */
import * as z from 'zod/v4-mini';
import type { Sandbox } from '../../sandbox/server.mts';

const Actions = z.array(z.object({ profile: z.optional(z.object({ email: z.string() })) }));

/** How often each person's profile was written, by e-mail address. An answer that nobody took counts as well. */
export function writesByPerson({ requests }: Sandbox): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { operationId, status, body } of requests) {
		if (operationId !== 'subscriber.batch' || status !== 200) continue;
		for (const { profile } of Actions.parse(JSON.parse(body))) {
			if (profile) counts.set(profile.email, (counts.get(profile.email) ?? 0) + 1);
		}
	}
	return counts;
}

/** How many people were written more than once. */
export const writtenTwice = (sandbox: Sandbox): number =>
	[...writesByPerson(sandbox).values()].filter((count) => count > 1).length;
