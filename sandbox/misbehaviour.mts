import { z } from 'zod/v4';
import { VENDOR_NAMES } from './vendors.mts';

const which = {
	vendor: z.enum(VENDOR_NAMES).optional(),
	operationId: z.string().optional(),
	method: z.string().optional(),
	times: z.number().int().positive().default(1),
};
const httpStatus = z.number().int().min(200).max(599);

/** What a rule may say; the HTTP form and the in-process form are the same. */
export const misbehaviourSchema = z.discriminatedUnion('kind', [
	z.strictObject({
		...which,
		kind: z.literal('status'),
		status: httpStatus,
		retryAfter: z.union([z.number(), z.string()]).optional(),
		body: z.string().optional(),
	}),
	z.strictObject({ ...which, kind: z.literal('reset-before') }),
	z.strictObject({ ...which, kind: z.literal('reset-after') }),
	z.strictObject({ ...which, kind: z.literal('delay'), ms: z.number().nonnegative() }),
	z.strictObject({ ...which, kind: z.literal('truncated') }),
	z.strictObject({ ...which, kind: z.literal('html'), status: httpStatus }),
]);

/**
 * How the next `times` (default 1) requests of a vendor, operation or method go wrong:
 * - `status`: this status, `Retry-After` and body instead of the work;
 * - `reset-before`: the connection is reset and nothing is done;
 * - `reset-after`: the work is done, then the connection is reset: the answer is lost;
 * - `delay`: the answer comes `ms` milliseconds late;
 * - `truncated`: the work is done and half of the JSON answer is sent;
 * - `html`: an HTML page with this status instead of the work.
 */
export type Misbehaviour = z.input<typeof misbehaviourSchema>;
type Rule = z.output<typeof misbehaviourSchema>;

/** Rules in the order in which they were given; each is used up after its number of requests. */
export class Misbehaviours {
	private rules: Rule[] = [];

	/** @throws ZodError when the rule is malformed. */
	add(rule: Misbehaviour): void {
		this.rules.push(misbehaviourSchema.parse(rule));
	}

	/** The first rule that matches the request, counted down; undefined when the request shall go well. */
	take(request: {
		vendor: string;
		operationId: string | undefined;
		method: string;
	}): Rule | undefined {
		const rule = this.rules.find(
			({ vendor, operationId, method }) =>
				(vendor === undefined || vendor === request.vendor) &&
				(operationId === undefined || operationId === request.operationId) &&
				(method === undefined || method.toUpperCase() === request.method),
		);
		if (rule) {
			rule.times -= 1;
			if (rule.times === 0) this.rules = this.rules.filter((other) => other !== rule);
		}
		return rule;
	}

	clear(): void {
		this.rules = [];
	}
}
