import { z } from 'zod/v4';
import { misbehaviourSchema } from './misbehaviour.mts';
import { page } from './page/page.mts';
import type { Sandbox } from './server.mts';
import type { VendorAnswer } from './vendor.mts';

/** What people can do with the running sandbox over HTTP, below /sandbox. */
const actions: Record<string, (sandbox: Sandbox, body: unknown) => unknown> = {
	'GET /sandbox/state': ({ vendors, requests }) => ({
		requests: requests.length,
		...Object.fromEntries(vendors.map((vendor) => [vendor.name, vendor.counts()])),
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
};

/** All actions, those of the vendors included. */
const actionsOf = (sandbox: Sandbox) => ({
	...actions,
	...Object.fromEntries(
		sandbox.vendors.flatMap((vendor) =>
			Object.entries(vendor.actions ?? {}).map(([action, perform]) => {
				const [method, name] = action.split(' ');
				const run = (_sandbox: Sandbox, body: unknown) => perform(body);
				return [`${method} /sandbox/${vendor.name}/${name}`, run] as const;
			}),
		),
	),
});

/** Performs a call below /sandbox: 404 when there is no such action, 400 when its JSON is not right. */
export function control(
	sandbox: Sandbox,
	{ method, path, body }: { method: string; path: string; body: string },
): VendorAnswer {
	const shown = page(sandbox, { method, path });
	if (shown) return shown;
	const known = actionsOf(sandbox);
	const action = new Map(Object.entries(known)).get(`${method} ${path}`);
	if (!action) return { status: 404, body: { actions: Object.keys(known) } };
	try {
		return { status: 200, body: action(sandbox, body === '' ? undefined : JSON.parse(body)) };
	} catch (error) {
		if (error instanceof z.ZodError)
			return { status: 400, body: { message: z.prettifyError(error) } };
		if (error instanceof SyntaxError) return { status: 400, body: { message: error.message } };
		throw error;
	}
}
