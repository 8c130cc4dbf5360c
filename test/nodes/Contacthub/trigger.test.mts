import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { ContacthubTrigger } from '../../../nodes/Contacthub/ContacthubTrigger.node.ts';
import {
	CONTACTHUB_SECOND_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../../sandbox/contacthub/accounts.mts';
import type { Poller } from '../../engine/poll.mts';
import { createPoller } from '../../engine/poll.mts';
import { useSandbox } from '../../sandbox/use-sandbox.mts';
import { credentialTypes, credentialsFor } from './run.mts';

const sandbox = useSandbox();

const url = (path: string) =>
	`${sandbox().contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}${path}`;
const call = async (method: string, path: string, body?: object) => {
	const response = await fetch(url(path), {
		method,
		headers: { authorization: `Bearer ${CONTACTHUB_TOKEN}`, 'content-type': 'application/json' },
		...(body && { body: JSON.stringify(body) }),
	});
	expect(response.ok).toBe(true);
};
/** A poller that is not told otherwise watches every change to everything. */
async function open(parameters: IDataObject = {}, mode: 'trigger' | 'manual' = 'trigger') {
	return createPoller({
		node: new ContacthubTrigger(),
		parameters: {
			startFrom: 'beginning',
			entity: 'all',
			operations: ['CREATE', 'UPDATE', 'DELETE'],
			...parameters,
		},
		credentials: credentialsFor(sandbox()),
		credentialTypes,
		workflowId: randomUUID(),
		mode,
	});
}
const items = (output: Awaited<ReturnType<Poller['poll']>>) =>
	(output?.[0] ?? []).map(({ json: { operation, type, data } }) => ({
		operation,
		type,
		id: Object(data).id,
	}));

/** One of each kind of change, to the people 1 to 3. */
async function liveALittle() {
	const people = sandbox().contacthub.addPeople(3);
	const [one, two, three] = people.map(({ id }) => id);
	await call('PATCH', `/customers/${two}`, { base: { firstName: 'Änne' } });
	await call('POST', '/events', {
		customerId: three,
		type: 'viewedPage',
		context: 'WEB',
		properties: {},
	});
	await call('POST', '/customers', {
		nodeId: CONTACTHUB_SECOND_NODE_ID,
		externalId: 'elsewhere',
	});
	await call('POST', `/customers/${one}/forget`);
	const [event] = sandbox().contacthub.events;
	const elsewhere = sandbox().contacthub.customers.find(
		({ externalId }) => externalId === 'elsewhere',
	);
	return { one, two, three, event: event?.id, elsewhere: elsewhere?.id };
}

test('starts from now: only what changes afterwards', async () => {
	sandbox().contacthub.addPeople(3);
	const poller = await open({ startFrom: 'now' });
	expect(await poller.poll()).toBeNull();
	const [added] = sandbox().contacthub.addPeople(1);
	expect(items(await poller.poll())).toMatchObject([{ operation: 'CREATE', id: added?.id }]);
});

test('starts from a date, read in the time zone of the workflow', async () => {
	const poller = await open({ startFrom: 'date', startDate: '2020-01-01T00:00:00' });
	sandbox().contacthub.addPeople(2);
	expect(items(await poller.poll())).toHaveLength(2);
	// The workflow of the test has n8n's default zone, America/New_York: five hours behind UTC in winter.
	expect(sandbox().requests[0]?.query.timestamp).toBe(String(Date.UTC(2020, 0, 1, 5)));

	const late = await open({
		startFrom: 'date',
		startDate: new Date(Date.now() + 60_000).toISOString(),
	});
	expect(await late.poll()).toBeNull();
	await expect((await open({ startFrom: 'date', startDate: 'soon' })).poll()).rejects.toThrow(
		'"Since" needs a date and time',
	);
});

test('starts from the beginning, oldest first, and goes on where it was', async () => {
	const first = sandbox().contacthub.addPeople(3);
	const poller = await open();
	expect(items(await poller.poll()).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
	expect(await poller.poll()).toBeNull();
	const second = sandbox().contacthub.addPeople(2);
	expect(items(await poller.poll()).map(({ id }) => id)).toEqual(second.map(({ id }) => id));
});

test('tells what happened to what, deletions too', async () => {
	const { one, two, three, event, elsewhere } = await liveALittle();
	expect(items(await (await open()).poll())).toEqual([
		{ operation: 'CREATE', type: 'CUSTOMER', id: one },
		{ operation: 'CREATE', type: 'CUSTOMER', id: two },
		{ operation: 'CREATE', type: 'CUSTOMER', id: three },
		{ operation: 'UPDATE', type: 'CUSTOMER', id: two },
		{ operation: 'CREATE', type: 'EVENT', id: event },
		{ operation: 'CREATE', type: 'CUSTOMER', id: elsewhere },
		{ operation: 'DELETE', type: 'CUSTOMER', id: one },
	]);
});

test.each<[IDataObject, string[]]>([
	[{ entity: 'EVENT' }, ['CREATE EVENT']],
	[
		{ entity: 'CUSTOMER', operations: ['UPDATE', 'DELETE'] },
		['UPDATE CUSTOMER', 'DELETE CUSTOMER'],
	],
	[{ entity: 'all', operations: ['UPDATE'] }, ['UPDATE CUSTOMER']],
	[{ nodeId: CONTACTHUB_SECOND_NODE_ID }, ['CREATE CUSTOMER']],
	[{ nodeId: ` ${CONTACTHUB_SECOND_NODE_ID} `, entity: 'EVENT' }, []],
])('%j lets through %j', async (parameters, expected) => {
	await liveALittle();
	const found = items(await (await open(parameters)).poll());
	expect(found.map(({ operation, type }) => `${operation} ${type}`)).toEqual(expected);
});

test('changes that are not wanted are passed once, not read again and again', async () => {
	const poller = await open({ operations: ['DELETE'] });
	sandbox().contacthub.addPeople(5);
	expect(await poller.poll()).toBeNull();
	await poller.poll();
	expect(sandbox().requests.at(-1)?.query.offset).toBe('5');
});

test('idle polls write nothing after the first', async () => {
	const poller = await open({ startFrom: 'now' });
	await poller.poll();
	const { staticData } = poller;
	const before = JSON.stringify(staticData);
	await poller.poll();
	await poller.poll();
	expect(JSON.stringify(poller.staticData)).toBe(before);
});

test('one poll hands over about 4,000 items, and the next one the rest', async () => {
	sandbox().contacthub.addPeople(5_500);
	const poller = await open();
	expect(items(await poller.poll())).toHaveLength(4_000);
	expect(items(await poller.poll())).toHaveLength(1_500);
	expect(await poller.poll()).toBeNull();
});

test('a poll that is due while one is still running does nothing', async () => {
	sandbox().contacthub.addPeople(2);
	sandbox().misbehave({ kind: 'delay', ms: 100 });
	const poller = await open();
	const [first, second] = await Promise.all([poller.poll(), poller.poll()]);
	expect(items(first)).toHaveLength(2);
	expect(second).toBeNull();
	expect(sandbox().requests).toHaveLength(1);
});

test.each([
	[401, 'credential-invalid'],
	[403, 'credential-invalid'],
	[429, 'rate-limited'],
	[503, 'temporarily-unavailable'],
])('%d is thrown with its cause, for the error workflow and n8n to see', async (status, cause) => {
	sandbox().contacthub.addPeople(1);
	// Longer than a poll waits, so that nothing is tried again here.
	sandbox().misbehave({ kind: 'status', status, retryAfter: 60 });
	const poller = await open();
	await expect(poller.poll()).rejects.toMatchObject({ failure: { cause } });
	expect(items(await poller.poll())).toHaveLength(1);
});

test('a token that may not read the stream is told which role it needs', async () => {
	sandbox().misbehave({ kind: 'status', status: 403 });
	await expect((await open()).poll()).rejects.toMatchObject({
		description: expect.stringContaining('roles ADMIN, USER and PLATFORM_UPDATES'),
	});
	sandbox().misbehave({ kind: 'status', status: 403 });
	await expect((await open({ startFrom: 'now' })).poll()).rejects.toMatchObject({
		description: expect.stringContaining('roles ADMIN, USER and PLATFORM_UPDATES'),
	});
});

test('customers tell their consent in words, beside their data', async () => {
	sandbox().contacthub.addPeople(1);
	const output = await (await open()).poll();
	expect(output?.[0]?.[0]?.json).toMatchObject({ emailConsent: 'allowed', smsConsent: 'unknown' });
});

test('a backlog of 10,000 updates takes four requests, and most of one poll each', async () => {
	sandbox().contacthub.addPeople(10_000);
	const poller = await open();
	const polls: number[] = [];
	for (let output = await poller.poll(); output; output = await poller.poll()) {
		polls.push(items(output).length);
	}
	expect(polls).toEqual([4_000, 4_000, 2_000]);
	expect(sandbox().requests).toHaveLength(4);
});

test('updates that are too many for one answer are asked for in smaller parts', async () => {
	sandbox().contacthub.addPeople(700);
	const poller = await open();
	sandbox().misbehave({ kind: 'status', status: 413 });
	expect(items(await poller.poll())).toHaveLength(700);
});

test('Fetch Test Event shows the latest changes and writes nothing', async () => {
	await expect((await open({}, 'manual')).poll()).rejects.toThrow(
		'Of the latest changes in Contacthub, none matches the settings of this trigger',
	);
	const people = sandbox().contacthub.addPeople(30);
	const poller = await open({ startFrom: 'now' }, 'manual');
	const shown = items(await poller.poll()).map(({ id }) => id);
	expect(shown.length).toBeGreaterThan(0);
	expect(shown).toEqual(people.slice(-shown.length).map(({ id }) => id));
	expect(poller.staticData).toEqual({});
});

test('Fetch Test Event finds the wanted kind among many others', async () => {
	const { one } = await liveALittle();
	sandbox().contacthub.addPeople(50);
	const poller = await open({ operations: ['DELETE'] }, 'manual');
	expect(items(await poller.poll())).toMatchObject([{ id: one }]);
});
