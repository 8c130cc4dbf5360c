/** The people of the demonstration, brought into the sandbox and changed there past n8n, as a shop or an agent would. */
import { request } from 'undici';
import * as z from 'zod/v4-mini';
import { CONTACTHUB_TOKEN, CONTACTHUB_WORKSPACE_ID } from '../../sandbox/contacthub/accounts.mts';
import { TAGUCHI_API_TOKEN } from '../../sandbox/taguchi/accounts.mts';
import { stringifyExactJson } from '../../sandbox/exact-json.mts';
import type { Sandbox } from '../../sandbox/server.mts';

/** What the example workflows name, besides what an empty sandbox has. */
export const VIP_SEGMENT = 'vip-customers';
export const VIP_LIST = '2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c24';
export const VIP_TAGUCHI_LIST = 31n;

const Customer = z.looseObject({
	id: z.string(),
	base: z.looseObject({
		contacts: z.looseObject({ email: z.optional(z.string()) }),
	}),
});

/** Makes the segment, the list and the fields that the example workflows need. */
export function prepare({ horisen, emporix }: Sandbox): void {
	horisen.addNamed('list', { uuid: VIP_LIST, name: 'VIP customers' });
	for (const field of ['customer_number', 'origin']) horisen.addCustomField(field);
	emporix.tenant.put(VIP_SEGMENT, {
		name: { en: 'VIP customers' },
		siteCode: 'main',
		status: 'ACTIVE',
	});
}

/** Contacthub's customers who have an e-mail address. */
export const reachable = ({ contacthub }: Sandbox): Array<{ id: string; email: string }> =>
	contacthub.customers.flatMap((customer) => {
		const { id, base } = Customer.parse(customer);
		return base.contacts.email ? [{ id, email: base.contacts.email }] : [];
	});

/** Changes a customer in Contacthub: what is not named stays. */
export async function changeCustomer(sandbox: Sandbox, id: string, change: object): Promise<void> {
	await callContacthub(sandbox, 'PATCH', `/customers/${id}`, change);
}

/** A customer says no to e-mail marketing. */
export async function objectInContacthub(sandbox: Sandbox, id: string): Promise<void> {
	const email = { status: false, limitation: false, objection: true };
	await changeCustomer(sandbox, id, { consents: { marketing: { automatic: { email } } } });
}

/** A customer agrees to e-mail marketing. */
export async function agreeInContacthub(sandbox: Sandbox, id: string): Promise<void> {
	const email = { status: true, limitation: false, objection: false };
	await changeCustomer(sandbox, id, { consents: { marketing: { automatic: { email } } } });
}

/** Erases a customer in Contacthub alone. */
export async function forgetInContacthub(sandbox: Sandbox, id: string): Promise<void> {
	await callContacthub(sandbox, 'POST', `/customers/${id}/forget`);
}

/** A contact of HORISEN answers STOP. */
export function optOutInHorisen({ horisen }: Sandbox, email: string): void {
	for (const contact of horisen.contacts.filter((one) => one.email === email)) {
		const { updated_dt: _before, ...fields } = contact;
		horisen.putContact({ ...fields, opt_status: 'out' });
	}
}

/** Writes profiles to Taguchi. */
export async function writeToTaguchi(
	{ taguchi }: Sandbox,
	profiles: ReadonlyArray<Record<string, unknown>>,
): Promise<void> {
	await call(
		taguchi.endpointUrl('token'),
		'POST',
		TAGUCHI_API_TOKEN,
		profiles.map((profile) => ({ profile })),
	);
}

/** Sends a request to Contacthub; the path is one below the workspace. */
export async function callContacthub(
	sandbox: Sandbox,
	method: 'PATCH' | 'POST',
	path: string,
	body?: object,
): Promise<void> {
	const url = `${sandbox.contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}${path}`;
	await call(url, method, CONTACTHUB_TOKEN, body);
}

/** Again until it is done: the sandbox may have been told to misbehave. */
async function call(
	url: string,
	method: 'PATCH' | 'POST',
	token: string,
	body?: unknown,
): Promise<void> {
	for (let tried = 1; ; tried++) {
		const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
		try {
			const answer = await request(url, {
				method,
				headers: body === undefined ? { authorization: headers.authorization } : headers,
				body: body === undefined ? null : stringifyExactJson(body),
			});
			const text = await answer.body.text();
			if (answer.statusCode < 300) return;
			throw new Error(`The sandbox answered ${answer.statusCode} to ${method} ${url}: ${text}`);
		} catch (thrown) {
			if (tried === 10) throw thrown;
		}
	}
}
