import { z } from 'zod/v4';
import { misbehaviourSchema } from './misbehaviour.mts';
import { page } from './page/page.mts';
import type { Sandbox } from './server.mts';
import type { VendorAnswer } from './vendor.mts';

const peopleSchema = z.strictObject({
	count: z.number().int().positive().max(100_000),
	seed: z.number().int().optional(),
});

/** What people can do with the running sandbox over HTTP, below /sandbox. */
const actions: Record<string, (sandbox: Sandbox, body: unknown) => unknown> = {
	'GET /sandbox/state': ({ taguchi, contacthub, horisen, emporix, requests }) => ({
		requests: requests.length,
		taguchi: {
			subscribers: taguchi.subscribers.length,
			partitions: taguchi.partitions.length,
			events: taguchi.events.length,
			messages: taguchi.messages.length,
		},
		contacthub: {
			customers: contacthub.customers.length,
			events: contacthub.events.length,
			updates: contacthub.updates.length,
		},
		emporix: { segments: emporix.tenant.segments.all.length },
		horisen: { contacts: horisen.contacts.length },
	}),
	'GET /sandbox/requests': ({ requests }) => requests,
	'POST /sandbox/misbehave': (sandbox, body) => {
		sandbox.misbehave(misbehaviourSchema.parse(body));
		return {};
	},
	'POST /sandbox/reset': (sandbox) => {
		sandbox.reset();
		return {};
	},
	'POST /sandbox/contacthub/people': ({ contacthub }, body) => {
		const { count, seed } = peopleSchema.parse(body);
		return { added: contacthub.addPeople(count, { seed }).length };
	},
};

/** Performs a call below /sandbox: 404 when there is no such action, 400 when its JSON is not right. */
export function control(
	sandbox: Sandbox,
	{ method, path, body }: { method: string; path: string; body: string },
): VendorAnswer {
	const shown = page(sandbox, { method, path });
	if (shown) return shown;
	const action = actions[`${method} ${path}`];
	if (!action) return { status: 404, body: { actions: Object.keys(actions) } };
	try {
		return { status: 200, body: action(sandbox, body === '' ? undefined : JSON.parse(body)) };
	} catch (error) {
		if (error instanceof z.ZodError)
			return { status: 400, body: { message: z.prettifyError(error) } };
		if (error instanceof SyntaxError) return { status: 400, body: { message: error.message } };
		throw error;
	}
}
