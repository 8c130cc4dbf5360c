/**
 * Who was written to Taguchi, and how often, read from the requests that the sandbox answered; and who was given to the
 * workflow, and how often, read from n8n's executions.
 */
import * as z from 'zod/v4-mini';
import { COUNTED_NODES } from '../demonstration/first-sync.mts';
import type { ExecutionReport, N8nRest, StoredWorkflow } from '../instance/rest.mts';
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

/** The items of one execution, by their `key`, and whether they say that they may be repeated. */
export type Given = ReadonlyMap<string, boolean>;

/** What a trigger gave to an execution, also to one that a crash cut off before the trigger's step was written down. */
export const givenIn = (report: ExecutionReport, trigger: string): Given =>
	new Map(
		[...report.standingBefore(trigger), ...report.items(trigger)].flatMap(
			({ key, mayBeRepeated }) => (typeof key === 'string' ? [[key, mayBeRepeated === true]] : []),
		),
	);

/** What the first sync's trigger gave to each execution, the oldest first; nobody has retried one. */
export async function givenByFirstSync(rest: N8nRest, workflow: StoredWorkflow): Promise<Given[]> {
	const given: Given[] = [];
	for (const execution of (await rest.executions(workflow)).toReversed()) {
		given.push(givenIn(await rest.executionReport(execution), COUNTED_NODES.read));
	}
	return given;
}

/** Counts what was given more than once; the oldest execution comes first. */
export function givenAgain(executions: readonly Given[]): GivenAgain {
	const times = new Map<string, number>();
	let unmarked = 0;
	for (const [key, isMarked] of executions.flatMap((given) => [...given])) {
		const before = times.get(key) ?? 0;
		if (before > 0 && !isMarked) unmarked += 1;
		times.set(key, before + 1);
	}
	const counts = [...times.values()];
	return {
		again: counts.filter((count) => count > 1).length,
		unmarked,
		most: Math.max(0, ...counts),
	};
}
