import { fetch, FormData } from 'undici';
import {
	CONTACTHUB_NODE_ID as nodeId,
	CONTACTHUB_SECOND_NODE_ID as secondNodeId,
	CONTACTHUB_SOURCE_TOKEN,
	CONTACTHUB_TOKEN as token,
	CONTACTHUB_WORKSPACE_ID,
} from '../../sandbox/contacthub/accounts.mts';
import { pageOf } from '../../sandbox/contacthub/paging.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { call } from './call.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const unknownId = '497f6eca-6276-4993-bfeb-53cbbbba6f08';
const errorBody = {
	message: expect.any(String),
	logref: expect.any(String),
	data: null,
	errors: [],
};

function ask(method: string, path: string, body?: unknown) {
	const url = `${sandbox.contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}${path}`;
	return call(method, url, { token, body });
}
function create(customer: object) {
	return ask('POST', '/customers', { nodeId, ...customer });
}
function search(query: Record<string, string | number>) {
	const parameters = Object.entries({ nodeId, ...query }).map(([name, value]) => [
		name,
		`${value}`,
	]);
	return ask('GET', `/customers?${new URLSearchParams(Object.fromEntries(parameters))}`);
}
function newest() {
	return sandbox.contacthub.customers.at(-1);
}

describe('access', () => {
	test('only the token and the workspace of the account are let in', async () => {
		const base = `${sandbox.contacthub.baseUrl}/workspaces`;
		const own = `${base}/${CONTACTHUB_WORKSPACE_ID}/updates`;
		const foreign = `${base}/${unknownId}/updates`;

		expect(await call('GET', own, { token })).toMatchObject({ status: 200 });
		expect(await call('GET', own)).toMatchObject({ status: 401, json: errorBody });
		expect(await call('GET', own, { token: 'wrong' })).toMatchObject({ status: 401 });
		expect(await call('GET', foreign, { token })).toMatchObject({ status: 403, json: errorBody });
	});

	test('unknown nodes, customers and events are not found', async () => {
		expect(await search({ nodeId: unknownId })).toMatchObject({ status: 404, json: errorBody });
		expect(await create({ nodeId: unknownId, externalId: '1' })).toMatchObject({ status: 404 });
		expect(await ask('GET', `/customers/${unknownId}`)).toMatchObject({ status: 404 });
		expect(await ask('GET', `/events/${unknownId}`)).toMatchObject({ status: 404 });
	});

	test('what breaks the contract is refused and recorded', async () => {
		const misspelt = await create({ externalId: '1', base: { firstname: 'A' } });
		const badEmail = await create({ base: { contacts: { email: 'no address' } } });

		expect(misspelt).toMatchObject({
			status: 400,
			json: {
				message: expect.any(String),
				errors: [
					{
						path: '/requestBody/base',
						message: 'must NOT have additional properties: firstname',
					},
				],
			},
		});
		expect(badEmail).toMatchObject({
			status: 400,
			json: { errors: [{ path: '/requestBody/base/contacts/email' }] },
		});
		expect(sandbox.requests.map(({ violations }) => violations)).toEqual([
			['/requestBody/base must NOT have additional properties: firstname'],
			['/requestBody/base/contacts/email must match format "email"'],
		]);
		expect(sandbox.contacthub.customers).toEqual([]);
	});
});

describe('customers', () => {
	test('a customer is created with 201 and read back', async () => {
		const created = await create({ externalId: '1', base: { firstName: 'Łucja 🌻' } });

		expect(created).toMatchObject({
			status: 201,
			json: { nodeId, externalId: '1', enabled: true, version: 0, deleted: -1 },
		});
		const found = await ask('GET', `/customers/${newest()?.id}`);
		expect(found).toMatchObject({ status: 200, json: { base: { firstName: 'Łucja 🌻' } } });
	});

	test('the same externalId or e-mail address merges within its node', async () => {
		await create({
			externalId: '1',
			base: {
				firstName: 'A',
				contacts: { email: 'a@example.com', phone: '1' },
				likes: [{ id: '1', name: 'tea' }],
				subscriptions: [{ id: 'news', name: 'News', subscribed: true }],
			},
		});
		await create({
			externalId: '1',
			base: {
				lastName: 'B',
				contacts: { phone: '2' },
				likes: [
					{ id: '1', name: 'tea' },
					{ id: '2', name: 'coffee' },
				],
				subscriptions: [{ id: 'news', subscribed: false }],
			},
		});
		await create({ base: { contacts: { email: 'a@example.com' } }, extra: 'by mail' });
		await create({ nodeId: secondNodeId, externalId: '1' });

		expect(sandbox.contacthub.customers).toHaveLength(2);
		expect(sandbox.contacthub.customers[0]).toMatchObject({
			version: 2,
			extra: 'by mail',
			base: {
				firstName: 'A',
				lastName: 'B',
				contacts: { email: 'a@example.com', phone: '2' },
				likes: [
					{ id: '1', name: 'tea' },
					{ id: '2', name: 'coffee' },
				],
				subscriptions: [{ id: 'news', name: 'News', subscribed: false }],
			},
		});
	});

	test('a customer without any identity is refused', async () => {
		expect(await create({ base: { firstName: 'A' } })).toMatchObject({ status: 400 });
	});

	test('PATCH keeps what is absent, PUT does not, both keep subscriptions unless STRICT', async () => {
		const subscriptions = [{ id: 'news' }, { id: 'offers' }];
		await create({
			externalId: '1',
			base: { firstName: 'A', contacts: { email: 'a@example.com' }, subscriptions },
			consents: { disclaimer: { version: '1' } },
			tags: { manual: ['x', 'y'] },
		});
		const path = `/customers/${newest()?.id}`;

		await ask('PATCH', path, {
			base: { lastName: 'B', subscriptions: [{ id: 'news', subscribed: false }] },
			tags: { manual: ['y', 'z', 'z'] },
		});
		expect(newest()).toMatchObject({
			base: {
				firstName: 'A',
				lastName: 'B',
				subscriptions: [{ id: 'news', subscribed: false }, { id: 'offers' }],
			},
			tags: { manual: ['y', 'z'] },
			consents: { disclaimer: { version: '1' } },
		});

		await ask('PUT', path, { nodeId, externalId: '1', base: { firstName: 'C' } });
		expect(newest()).toMatchObject({
			consents: null,
			base: { firstName: 'C', subscriptions: [{ id: 'news' }, { id: 'offers' }] },
		});
		expect(newest()?.base).not.toHaveProperty('contacts');

		await ask('PUT', `${path}?mode=STRICT`, {
			nodeId,
			externalId: '1',
			base: { subscriptions: [{ id: 'offers' }] },
		});
		expect(newest()?.base).toEqual({ subscriptions: [{ id: 'offers' }] });
	});

	test('PATCH to the identity of another customer is a conflict', async () => {
		await create({ externalId: '1' });
		await create({ externalId: '2' });
		const [one] = sandbox.contacthub.customers;

		expect(await ask('PATCH', `/customers/${newest()?.id}`, { externalId: '1' })).toMatchObject({
			status: 409,
			json: { data: { customer: { id: one?.id } } },
		});
		expect(newest()).toMatchObject({ externalId: '2' });
	});

	test('a payload beyond 64 kB is refused', async () => {
		expect(await create({ externalId: '1', extra: 'x'.repeat(65_000) })).toMatchObject({
			status: 201,
		});
		expect(await create({ externalId: '2', extra: 'x'.repeat(66_000) })).toMatchObject({
			status: 400,
		});
	});
});

describe('customer search', () => {
	const person = (number: number, more: object = {}) => ({
		externalId: `${number}`,
		base: { firstName: `F${number % 3}`, dob: `19${70 + number}-01-01`, ...more },
		extended: { points: number },
	});
	const externalIds = (answer: { json: unknown }) =>
		(answer.json as { elements: Array<{ externalId: string }> }).elements.map(
			({ externalId }) => externalId,
		);
	const atomic = (attribute: string, operator: string, value?: unknown) => ({
		type: 'atomic',
		attribute,
		operator,
		...(value !== undefined && { value }),
	});
	const simple = (condition: object) => ({ type: 'simple', are: { condition } });
	const document = (query: object) => JSON.stringify({ name: '', query });

	beforeEach(async () => {
		for (const number of [1, 2, 3, 4]) await create(person(number));
		await create(person(5, { contacts: { email: 'five@example.com' } }));
	});

	test.each<[string, object, string[]]>([
		['EQUALS', simple(atomic('base.contacts.email', 'EQUALS', 'five@example.com')), ['5']],
		['NOT_EQUALS', simple(atomic('base.firstName', 'NOT_EQUALS', 'F1')), ['5', '3', '2']],
		['IN', simple(atomic('externalId', 'IN', ['1', '3', '9'])), ['3', '1']],
		['NOT_IN', simple(atomic('externalId', 'NOT_IN', ['1', '3'])), ['5', '4', '2']],
		['BETWEEN', simple(atomic('base.dob', 'BETWEEN', ['1972-01-01', '1973-12-31'])), ['3', '2']],
		['GTE', simple(atomic('extended.points', 'GTE', 4)), ['5', '4']],
		['GT', simple(atomic('extended.points', 'GT', 4)), ['5']],
		['LTE', simple(atomic('extended.points', 'LTE', 2)), ['2', '1']],
		['LT', simple(atomic('extended.points', 'LT', 2)), ['1']],
		['IS_NULL', simple(atomic('base.contacts.email', 'IS_NULL')), ['4', '3', '2', '1']],
		['IS_NOT_NULL', simple(atomic('base.contacts.email', 'IS_NOT_NULL')), ['5']],
		[
			'a composite of both conjunctions',
			simple({
				type: 'composite',
				conjunction: 'and',
				conditions: [
					atomic('base.firstName', 'EQUALS', 'F1'),
					{
						type: 'composite',
						conjunction: 'or',
						conditions: [
							atomic('extended.points', 'EQUALS', 4),
							atomic('extended.points', 'EQUALS', 5),
						],
					},
				],
			}),
			['4'],
		],
		...(
			[
				['INTERSECT', ['3']],
				['UNION', ['5', '4', '3', '2', '1']],
				['EXCEPT', ['5', '4']],
			] as const
		).map(([conjunction, expected]): [string, object, string[]] => [
			conjunction,
			{
				type: 'combined',
				conjunction,
				queries: [
					simple(atomic('extended.points', 'GTE', 3)),
					simple(atomic('extended.points', 'LTE', 3)),
				],
			},
			[...expected],
		]),
	])('query: %s', async (_name, query, expected) => {
		expect(externalIds(await search({ query: document(query) }))).toEqual(expected);
	});

	test.each([
		'no JSON',
		'{}',
		document(simple(atomic('externalId', 'LIKE', '1'))),
		document(simple(atomic('externalId', 'IN', '1'))),
		document(simple(atomic('externalId', 'EQUALS'))),
	])('query %s is refused', async (query) => {
		expect(await search({ query })).toMatchObject({ status: 400, json: errorBody });
	});

	test('externalId, sort, fields and the latest change first', async () => {
		await create({ externalId: '2', extra: 'changed' });

		expect(externalIds(await search({}))).toEqual(['2', '5', '4', '3', '1']);
		expect(externalIds(await search({ externalId: '3' }))).toEqual(['3']);
		expect(externalIds(await search({ nodeId: secondNodeId }))).toEqual([]);
		expect(externalIds(await search({ sort: 'base.dob' }))).toEqual(['1', '2', '3', '4', '5']);
		expect(externalIds(await search({ sort: 'extended.points,desc' }))).toEqual([
			'5',
			'4',
			'3',
			'2',
			'1',
		]);
		const { json } = await search({ externalId: '3', fields: 'externalId,base.dob' });
		expect(json).toEqual(
			expect.objectContaining({ elements: [{ externalId: '3', base: { dob: '1973-01-01' } }] }),
		);
	});

	test('pages have 20 elements unless told, at most 50', async () => {
		sandbox.contacthub.addPeople(50);

		expect(await search({})).toMatchObject({
			json: { elements: { length: 20 }, page: { size: 20, number: 0, totalElements: 55 } },
		});
		expect(await search({ page: 1, size: 50 })).toMatchObject({
			json: {
				elements: { length: 5 },
				page: {
					size: 50,
					number: 1,
					totalElements: 55,
					totalPages: 2,
					maxElements: 10_000,
					maxPages: 200,
				},
			},
		});
		expect(await search({ size: 51 })).toMatchObject({ status: 400 });
		expect(await search({ size: 'many' })).toMatchObject({ status: 400 });
	});

	test('a search reaches 10,000 matches and no more', () => {
		const people = Array.from({ length: 10_005 }, (_, index) => ({ id: index }));

		expect(pageOf(people, { page: '199', size: '50' })).toMatchObject({
			elements: { length: 50, 49: { id: 9999 } },
			page: { totalElements: 10_005, totalPages: 201 },
		});
		expect(pageOf(people, { page: '200', size: '50' })).toMatchObject({ elements: [] });
	});
});

describe('events', () => {
	const event = { type: 'viewedPage', context: 'WEB', properties: { url: '/' } };
	const post = (body: object) => ask('POST', '/events', { ...event, ...body });
	const bringBackProperties = { type: 'EXTERNAL_ID', value: '1', nodeId };

	beforeEach(() => create({ externalId: '1' }));

	test('an event names its customer in exactly one way', async () => {
		const customerId = newest()?.id;

		expect(await post({ customerId })).toMatchObject({
			status: 202,
			json: { id: sandbox.contacthub.events[0]?.id },
		});
		expect(await post({ bringBackProperties })).toMatchObject({ status: 202 });
		expect(await post({ customerId, bringBackProperties })).toMatchObject({ status: 400 });
		expect(await post({})).toMatchObject({ status: 400 });
		expect(await post({ customerId: unknownId })).toMatchObject({ status: 404 });
		expect(sandbox.contacthub.events).toMatchObject([{ customerId }, { customerId }]);
	});

	test('events are found by every filter, latest first', async () => {
		const customerId = newest()?.id ?? '';
		await post({ customerId, date: '2026-01-01T00:00:00Z' });
		await post({
			customerId,
			date: '2026-01-03T00:00:00Z',
			type: 'campaignSent',
			context: 'OTHER',
		});
		await post({
			date: '2026-01-02T00:00:00Z',
			bringBackProperties: { type: 'SESSION_ID', value: 's', nodeId: secondNodeId },
		});
		const dates = async (query: Record<string, string>) => {
			const { json } = await ask('GET', `/events?${new URLSearchParams(query)}`);
			return (json as { elements: Array<{ date: string }> }).elements.map(({ date }) => date[9]);
		};

		expect(await dates({})).toEqual(['3', '2', '1']);
		expect(await dates({ customerId })).toEqual(['3', '1']);
		expect(await dates({ nodeId: secondNodeId })).toEqual(['2']);
		expect(await dates({ type: 'campaignSent' })).toEqual(['3']);
		expect(await dates({ context: 'WEB' })).toEqual(['2', '1']);
		expect(await dates({ mode: 'PASSIVE' })).toEqual(['3']);
		expect(await dates({ dateFrom: '2026-01-02T00:00:00Z' })).toEqual(['3', '2']);
		expect(await dates({ dateTo: '2026-01-02T01:00:00+01:00' })).toEqual(['2', '1']);
		expect(await dates({ page: '1', size: '2' })).toEqual(['1']);
	});

	test('an event knows its neighbours and can be changed', async () => {
		const customerId = newest()?.id;
		for (const day of ['1', '2', '3'])
			await post({ customerId, date: `2026-01-0${day}T00:00:00Z` });
		const [first, second, third] = sandbox.contacthub.events;

		expect(await ask('GET', `/events/${second?.id}?nav=CUSTOMER`)).toMatchObject({
			json: { id: second?.id, prev: first?.id, next: third?.id },
		});
		const path = `/events/${first?.id}`;
		expect(await ask('PATCH', path, { properties: { url: '/new' } })).toMatchObject({
			status: 200,
		});
		expect(await ask('GET', path)).toMatchObject({
			json: { type: 'viewedPage', context: 'WEB', properties: { url: '/new' }, version: 1 },
		});
	});
});

describe('update stream', () => {
	interface Page {
		nextOffset: number;
		updates: Array<{ operation: string; entity: { type: string; data: Record<string, unknown> } }>;
	}
	async function read(query: Record<string, string | number> = {}): Promise<Page> {
		const parameters = Object.entries(query).map(([name, value]) => [name, `${value}`]);
		const search = new URLSearchParams(Object.fromEntries(parameters));
		return (await ask('GET', `/updates?${search}`)).json as Page;
	}
	async function lastOffset(query = '') {
		const { json } = await ask('GET', `/updates/last-offset${query}`);
		return (json as { lastOffset: number }).lastOffset;
	}

	test('changes come in order, and the offset is exclusive', async () => {
		expect(await lastOffset()).toBe(0);
		expect(await read()).toEqual({ nextOffset: 0, updates: [] });

		await create({ externalId: '1' });
		await create({ externalId: '2' });
		await create({ externalId: '1', extra: 'changed' });
		const id = newest()?.id;
		await ask('POST', '/events', {
			customerId: id,
			type: 'viewedPage',
			context: 'WEB',
			properties: {},
		});
		await ask('POST', `/customers/${id}/forget`);

		const { updates, nextOffset } = await read();
		expect(
			updates.map(({ operation, entity }) => [operation, entity.type, entity.data.externalId]),
		).toEqual([
			['CREATE', 'CUSTOMER', '1'],
			['CREATE', 'CUSTOMER', '2'],
			['UPDATE', 'CUSTOMER', '1'],
			['CREATE', 'EVENT', undefined],
			['DELETE', 'CUSTOMER', undefined],
		]);
		expect(updates.at(-1)?.entity.data).toMatchObject({ id, nodeId, deleted: expect.any(Number) });
		expect(nextOffset).toBe(await lastOffset());
		expect(await read({ offset: nextOffset })).toEqual({ nextOffset, updates: [] });

		const offsets = sandbox.contacthub.updates.map(({ offset }) => offset);
		expect(await read({ offset: offsets[2] ?? 0 })).toMatchObject({
			updates: [{ operation: 'CREATE', entity: { type: 'EVENT' } }, { operation: 'DELETE' }],
		});
	});

	test('each change shows the customer as it was then', async () => {
		await create({ externalId: '1', base: { firstName: 'before' } });
		await create({ externalId: '1', base: { firstName: 'after' } });

		expect((await read()).updates.map(({ entity }) => entity.data.base)).toEqual([
			{ firstName: 'before' },
			{ firstName: 'after' },
		]);
	});

	test('paging by nextOffset sees every change once', async () => {
		sandbox.contacthub.addPeople(123);
		const seen: unknown[] = [];
		let offset = 0;
		for (;;) {
			const page: Page = await read({ offset, size: 50 });
			if (page.updates.length === 0) break;
			seen.push(...page.updates.map(({ entity }) => entity.data.id));
			offset = page.nextOffset;
		}
		expect(seen).toEqual(sandbox.contacthub.customers.map(({ id }) => id));
		expect(new Set(seen).size).toBe(123);
	});

	test('size goes from 0 to 4000 and is 50 unless told', async () => {
		sandbox.contacthub.addPeople(60);

		expect((await read()).updates).toHaveLength(50);
		expect((await read({ size: 4000 })).updates).toHaveLength(60);
		expect(await read({ size: 0 })).toEqual({ nextOffset: 0, updates: [] });
		expect((await ask('GET', '/updates?size=4001')).status).toBe(400);
	});

	test('timestamp is in milliseconds, inclusive, and ignored beside an offset', async () => {
		sandbox.contacthub.addPeople(1);
		const first = sandbox.contacthub.updates[0]?.timestamp ?? 0;
		while (Date.now() === first) await new Promise(setImmediate);
		sandbox.contacthub.addPeople(1);
		const second = sandbox.contacthub.updates[1]?.timestamp ?? 0;

		expect((await read({ timestamp: first })).updates).toHaveLength(2);
		expect((await read({ timestamp: second })).updates).toHaveLength(1);
		expect((await read({ timestamp: second + 1 })).updates).toHaveLength(0);
		expect((await read({ timestamp: second + 1, offset: 0 })).updates).toHaveLength(2);
	});

	test('node and entity filter the stream and its last offset', async () => {
		await create({ externalId: '1' });
		await ask('POST', '/events', {
			customerId: newest()?.id,
			type: 'viewedPage',
			context: 'WEB',
			properties: {},
		});
		await create({ nodeId: secondNodeId, externalId: '1' });
		const [customer, event, other] = sandbox.contacthub.updates.map(({ offset }) => offset);

		expect(await lastOffset(`?nodeId=${nodeId}`)).toBe(event);
		expect(await lastOffset(`?nodeId=${nodeId}&entity=CUSTOMER`)).toBe(customer);
		expect(await lastOffset('?entity=CUSTOMER')).toBe(other);
		expect(await read({ entity: 'CUSTOMER', size: 1 })).toMatchObject({
			nextOffset: customer,
			updates: { length: 1 },
		});
		expect(await read({ entity: 'CUSTOMER', offset: customer ?? 0 })).toMatchObject({
			nextOffset: other,
			updates: [{ entity: { data: { nodeId: secondNodeId } } }],
		});
		expect((await read({ nodeId, entity: 'EVENT' })).updates).toHaveLength(1);
	});
});

describe('made-up people', () => {
	test('are the same for the same seed, others for another, and new on every call', async () => {
		const names = () => sandbox.contacthub.customers.map(({ id, base }) => ({ id, base }));
		sandbox.contacthub.addPeople(20);
		const first = names();
		sandbox.reset();
		sandbox.contacthub.addPeople(12);
		sandbox.contacthub.addPeople(8);
		expect(names()).toEqual(first);
		sandbox.reset();
		sandbox.contacthub.addPeople(20, { seed: 2 });
		expect(names()).not.toEqual(first);
	});

	test('have awkward names, unique addresses, and about an eighth opted out', async () => {
		sandbox.contacthub.addPeople(1000);
		const { customers } = sandbox.contacthub;
		const text = JSON.stringify(customers);
		const emails = [...text.matchAll(/"email":"([^"]+)"/g)].map(([, email]) => email);
		const optedOut = customers.filter((customer) =>
			/"objection":true|"subscribed":false/.test(JSON.stringify(customer)),
		);

		expect(customers).toHaveLength(1000);
		for (const sample of ['ò', 'ß', '𠮷', 'Ε', 'ليلى', '☀️', "O'Brien"])
			expect(text).toContain(sample);
		expect(new Set(emails).size).toBe(emails.length);
		expect(emails.length).toBeGreaterThan(900);
		expect(emails.length).toBeLessThan(1000);
		expect(optedOut.length).toBeGreaterThan(90);
		expect(optedOut.length).toBeLessThan(150);
	});

	test('fit the contract of the vendor', async () => {
		const people = sandbox.contacthub.addPeople(50);
		for (const { nodeId: node, externalId, base, consents, enabled } of people) {
			await ask('POST', '/customers', { nodeId: node, externalId, base, consents, enabled });
		}
		expect(sandbox.requests.map(({ status, violations }) => ({ status, violations }))).toEqual(
			Array(50).fill({ status: 201, violations: [] }),
		);
		expect(sandbox.contacthub.customers).toHaveLength(50);
	});
});

describe('what the document says in words', () => {
	const statusOf = async (...request: Parameters<typeof ask>) => (await ask(...request)).status;
	const idOf = async (path: string, body: unknown) =>
		String(Object((await ask('POST', path, body)).json).id);

	test('a whole customer has its node, an identity, and what the node demands', async () => {
		await ask('PUT', `/configuration/nodes/entries/${nodeId}`, {
			id: nodeId,
			name: 'Online Shop',
			uniqueCustomer: { properties: ['externalId'], caseSensitive: true },
			mandatoryProperties: ['base.lastName'],
		});
		expect(await statusOf('POST', '/customers', { nodeId, externalId: '1' })).toBe(400);
		const whole = { nodeId, externalId: '1', base: { lastName: 'Rossi' } };
		const { json } = await ask('POST', '/customers', whole);
		const path = `/customers/${String(Object(json).id)}`;
		for (const change of [
			{ nodeId: secondNodeId },
			{ externalId: null },
			{ base: null },
			{ id: unknownId },
			{ intId: 99 },
		]) {
			expect(await statusOf('PUT', path, { ...whole, ...change })).toBe(400);
		}
		expect(await statusOf('PUT', path, whole)).toBe(200);
	});

	test('extended properties are those of the workspace, with their types', async () => {
		const created = (extended: object) =>
			statusOf('POST', '/customers', { nodeId, externalId: '1', extended });
		expect(await created({ points: 3, color: 'red', vip: true, topics: ['a'] })).toBe(201);
		expect(await created({ unknown: 1 })).toBe(400);
		expect(await created({ constructor: 1 })).toBe(400);
		expect(await created({ points: '3' })).toBe(400);
		expect(await created({ color: 'x'.repeat(256) })).toBe(400);
		expect(await created({ topics: [1] })).toBe(400);
		const schemas = '/configuration/properties/extended';
		expect(await statusOf('PUT', schemas, { 'my.property': { type: 'string' } })).toBe(400);
		const indexed = { points: { type: 'number', contactlabProperties: { indexed: true } } };
		expect(await statusOf('PUT', schemas, indexed)).toBe(403);
	});

	test('the tags of one kind have 1,000 characters at most', async () => {
		const tagged = (characters: number) =>
			statusOf('POST', '/customers', {
				nodeId,
				externalId: '1',
				tags: { manual: ['x'.repeat(500), 'y'.repeat(characters - 500)] },
			});
		expect(await tagged(1_000)).toBe(201);
		expect(await tagged(1_001)).toBe(400);
	});

	test('a query compares with texts and numbers', async () => {
		await create({ externalId: '1', enabled: true });
		const query = (value: unknown) => ({
			query: JSON.stringify({
				name: '',
				query: {
					type: 'simple',
					are: { condition: { type: 'atomic', attribute: 'enabled', operator: 'EQUALS', value } },
				},
			}),
		});
		expect(await search(query(true))).toMatchObject({ status: 400 });
		expect(await search(query('true'))).toMatchObject({ json: { page: { totalElements: 1 } } });
	});

	test('replacing an event repeats whom it is about, and changes neither that nor its type', async () => {
		await create({ externalId: '1' });
		const bringBackProperties = { type: 'EXTERNAL_ID', value: '1', nodeId };
		const content = { type: 'viewedPage', context: 'WEB', properties: {} };
		const id = await idOf('/events', { ...content, bringBackProperties });
		const customerId = newest()?.id;
		const both = { ...content, customerId, bringBackProperties };
		const path = `/events/${id}`;
		expect(await statusOf('PUT', path, both)).toBe(202);
		for (const change of [
			{ customerId: undefined },
			{ bringBackProperties: undefined },
			{ customerId: unknownId },
			{ type: 'loggedIn' },
		]) {
			expect(await statusOf('PUT', path, { ...both, ...change })).toBe(400);
		}
		expect(await statusOf('PATCH', path, { context: 'MOBILE' })).toBe(400);
		expect(await statusOf('PATCH', path, { properties: { url: '/' } })).toBe(200);
	});

	test('a session is found by the ID of its record, and its value is unique in a node', async () => {
		const [one, other] = sandbox.contacthub.addPeople(2);
		const sessions = `/customers/${one?.id}/sessions`;
		const id = await idOf(sessions, { value: 'abc' });
		expect(await statusOf('GET', `${sessions}/${id}`)).toBe(200);
		expect(await statusOf('GET', `${sessions}/abc`)).toBe(404);
		expect(await statusOf('DELETE', `${sessions}/abc`)).toBe(404);
		expect(await statusOf('POST', `/customers/${other?.id}/sessions`, { value: 'abc' })).toBe(409);
	});

	test('an aggregate node keeps its nodes, and its state goes from NEW to ACTIVE only', async () => {
		const nodes = '/configuration/nodes/aggregates';
		const id = await idOf(nodes, { name: 'All', entryNodes: [nodeId] });
		const path = `${nodes}/${id}`;
		expect(await statusOf('PUT', path, { name: 'All', entryNodes: [secondNodeId] })).toBe(400);
		expect(await statusOf('PUT', path, { name: 'All', state: 'LOCKED' })).toBe(400);
		expect(await statusOf('PUT', `${path}/state`, { state: 'REMOVED' })).toBe(400);
		expect(await statusOf('PUT', `${path}/state`, { state: 'ACTIVE' })).toBe(200);
		expect(await statusOf('PUT', `${path}/state`, { state: 'NEW' })).toBe(400);
		const bringBackProperties = { type: 'EXTERNAL_ID', value: '1', nodeId: id };
		const event = { type: 'viewedPage', context: 'WEB', properties: {}, bringBackProperties };
		expect(await statusOf('POST', '/events', event)).toBe(400);
		expect(await statusOf('POST', '/customers', { nodeId: id, externalId: '1' })).toBe(400);
	});

	test('what is changed is what the path names', async () => {
		const [person] = sandbox.contacthub.addPeople(1);
		const subscriptions = `/customers/${person?.id}/subscriptions`;
		await ask('POST', subscriptions, { id: 'weekly', subscribed: true });
		const other = { id: 'daily', subscribed: true };
		expect(await statusOf('PUT', `${subscriptions}/weekly`, other)).toBe(400);
		expect(
			await statusOf('PUT', `/configuration/nodes/entries/${nodeId}`, {
				id: secondNodeId,
				name: 'Shop',
				uniqueCustomer: {},
			}),
		).toBe(400);
	});

	test('a source’s token does not open the update stream', async () => {
		const workspace = `${sandbox.contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}`;
		const source = { token: CONTACTHUB_SOURCE_TOKEN };
		expect(await call('GET', `${workspace}/updates`, source)).toMatchObject({ status: 403 });
		expect(await call('GET', `${workspace}/updates/last-offset`, source)).toMatchObject({
			status: 403,
		});
		expect(await call('GET', `${workspace}/customers?nodeId=${nodeId}`, source)).toMatchObject({
			status: 200,
		});
	});

	test.each([
		['UPSERT', ['OK', 'OK'], 2],
		['INSERT', ['FAILED', 'OK'], 2],
		['DELETE', ['OK', 'FAILED'], 0],
	])('a bulk job with %s does what it says', async (operation, results, left) => {
		await create({ externalId: '1' });
		const jobs = `/nodes/${nodeId}/bulk-jobs`;
		const url = `${sandbox.contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}${jobs}`;
		const upload = async (file: string | Blob) => {
			const body = new FormData();
			body.append('operation', operation);
			body.append('file', file);
			const headers = { authorization: `Bearer ${token}` };
			const response = await fetch(url, { method: 'POST', headers, body });
			return { status: response.status, json: Object(await response.json()) };
		};
		const table = 'externalId\r\n1\r\n2\r\n';
		expect(await upload(table)).toMatchObject({ status: 400 });
		expect(await upload(new Blob(['a,b\r\n1\r\n']))).toMatchObject({ json: { status: 'FAILED' } });
		const { json } = await upload(new Blob([table]));
		for (let look = 0; look < 3; look++) await ask('GET', `${jobs}/${json.id}`);
		const { text } = await ask('GET', `${jobs}/${json.id}/results`);
		expect([...text.matchAll(/OK|FAILED/g)].map(([result]) => result)).toEqual(results);
		expect(sandbox.contacthub.customers).toHaveLength(left);
	});
});
