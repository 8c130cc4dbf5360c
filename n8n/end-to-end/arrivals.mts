/**
 * Who was written to Taguchi, and how often, read from the requests that the sandbox answered; and who was given to the
 * workflow, and how often, read from n8n's executions.
 */
import * as z from 'zod/v4-mini';
import { COUNTED_NODES } from '../demonstration/first-sync.mts';
import type { N8nRest, StoredWorkflow } from '../instance/rest.mts';
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

/** What a trigger gave more than once, in numbers of items. */
export interface GivenAgain {
	again: number;
	/** Of these, how many did not say that they may be repeated. */
	unmarked: number;
	/** How often the item was given that was given most often. */
	most: number;
}

/**
 * Compares the items of all executions, those included that a crash cut off before the trigger's step was written down.
 *
 * @param workflow the first sync, which nobody has retried yet
 */
export async function givenAgain(rest: N8nRest, workflow: StoredWorkflow): Promise<GivenAgain> {
	const times = new Map<string, number>();
	let unmarked = 0;
	for (const execution of (await rest.executions(workflow)).toReversed()) {
		const report = await rest.executionReport(execution);
		const items = [
			...report.standingBefore(COUNTED_NODES.read),
			...report.items(COUNTED_NODES.read),
		];
		const given = new Map(
			items.flatMap(({ key, mayBeRepeated }) =>
				typeof key === 'string' ? [[key, mayBeRepeated === true]] : [],
			),
		);
		for (const [key, isMarked] of given) {
			const before = times.get(key) ?? 0;
			if (before > 0 && !isMarked) unmarked += 1;
			times.set(key, before + 1);
		}
	}
	const counts = [...times.values()];
	return {
		again: counts.filter((count) => count > 1).length,
		unmarked,
		most: Math.max(0, ...counts),
	};
}
