import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import {
	TAGUCHI_API_TOKEN as token,
	type TaguchiEndpointName,
} from '../../sandbox/taguchi/accounts.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { call } from './call.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const FIRST_ID = 9007199254740993n;
const notFound = {
	code: 404,
	name: 'Not Found',
	description: 'No matching subscriber profile could be found',
};

function post(actions: unknown, endpoint: TaguchiEndpointName = 'token') {
	return call('POST', sandbox.taguchi.endpointUrl(endpoint), { token, body: actions });
}
function get(query: Record<string, string>, endpoint: TaguchiEndpointName = 'token') {
	const url = `${sandbox.taguchi.endpointUrl(endpoint)}?${new URLSearchParams(query)}`;
	return call('GET', url, { token });
}
const statuses = (...codes: number[]) => codes.map((code) => expect.objectContaining({ code }));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('profiles', () => {
	test('a profile is created once and then updated, whatever the case of its address', async () => {
		const first = await post([{ profile: { email: 'Jane@Example.com', firstname: 'Jane' } }]);
		const second = await post([{ profile: { email: 'jane@example.COM', lastname: 'Doe' } }]);

		expect(first.json).toEqual([
			{ code: 200, name: 'OK', description: 'Subscriber profile created' },
		]);
		expect(second.json).toEqual([
			{ code: 200, name: 'OK', description: 'Subscriber profile updated' },
		]);
		expect(sandbox.taguchi.subscribers).toMatchObject([
			{ id: FIRST_ID, email: 'jane@example.COM', firstname: 'Jane', lastname: 'Doe' },
		]);
	});

	test('absent stays, null clears, custom and lists merge', async () => {
		const profile = { email: 'a@example.com', title: 'Dr', suburb: 'Melbourne' };
		const custom = { tier: 'gold', city: 'Rome' };
		const lists = [{ listId: 12, subscriptionOption: 'weekly' }, { listId: 9007199254740993n }];
		await post([{ profile: { ...profile, custom, lists } }]);
		await post([
			{
				profile: {
					email: 'a@example.com',
					suburb: null,
					custom: { city: null, age: '7' },
					lists: [{ listId: 12, unsubscribedTimestamp: '2026-01-01T00:00:00Z' }],
				},
			},
		]);

		const [subscriber] = sandbox.taguchi.subscribers;
		expect(subscriber).toMatchObject({
			title: 'Dr',
			suburb: null,
			custom: { tier: 'gold', city: null, age: '7' },
			lists: [
				{
					listId: 12n,
					subscriptionOption: 'weekly',
					unsubscribedTimestamp: '2026-01-01T00:00:00Z',
				},
				{ listId: 9007199254740993n, unsubscribedTimestamp: null },
			],
		});
		expect(subscriber?.lists[0]?.subscribedTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
	});

	test('ids beyond 2^53 keep their digits in both directions', async () => {
		await post([{ profile: { email: 'a@example.com', campaignId: 9223372036854775807n } }]);
		const update = await post([{ profile: { id: FIRST_ID, firstname: 'A' } }]);
		const neighbour = await post([{ profile: { id: FIRST_ID - 1n, firstname: 'A' } }]);
		const tooLarge = await post([{ profile: { email: 'b@example.com', campaignId: 2n ** 63n } }]);
		const found = await get({ id: String(FIRST_ID) });

		expect(update.json).toEqual(statuses(200));
		expect(neighbour.json).toEqual([notFound]);
		expect(tooLarge.json).toEqual(statuses(400));
		expect(found.text).toContain('"id":9007199254740993,');
		expect(found.text).toContain('"campaignId":9223372036854775807,');
	});

	test.each<[TaguchiEndpointName, object, object]>([
		[
			'tokenByRef',
			{ ref: 'r1', email: 'same@example.com' },
			{ ref: 'r2', email: 'same@example.com' },
		],
		['tokenByPhone', { phone: '+61400000000' }, { phone: '+61400000001' }],
		[
			'tokenByEmailAndPhone',
			{ email: 'a@example.com', phone: '1' },
			{ email: 'a@example.com', phone: '2' },
		],
	])('%s: its own identifier makes profiles unique', async (endpoint, one, other) => {
		const answer = await post([{ profile: one }, { profile: other }, { profile: one }], endpoint);

		expect(answer.json).toMatchObject([
			{ description: 'Subscriber profile created' },
			{ description: 'Subscriber profile created' },
			{ description: 'Subscriber profile updated' },
		]);
		expect(sandbox.taguchi.subscribers).toHaveLength(2);
	});

	test('a profile without the identifier of the endpoint is refused', async () => {
		const answer = await post([
			{ profile: { ref: 'r1', phone: '1' } },
			{ profile: { email: null } },
		]);

		const refused = {
			code: 400,
			name: 'Bad Request',
			description: 'Subscriber profile object did not contain required identifying fields',
		};
		expect(answer.json).toEqual([refused, refused]);
	});

	test('a profile cannot take the identity of another', async () => {
		await post([{ profile: { email: 'a@example.com' } }, { profile: { email: 'b@example.com' } }]);
		const answer = await post([{ profile: { id: FIRST_ID, email: 'B@example.com' } }]);

		expect(answer.json).toEqual(statuses(400));
		expect(sandbox.taguchi.subscribers).toMatchObject([
			{ email: 'a@example.com' },
			{ email: 'b@example.com' },
		]);
	});

	test('GET finds by the identifier or the id, alone, and by no hash', async () => {
		await post([{ profile: { email: 'Jane@Example.com', ref: 'r1' } }]);

		expect(await get({ email: 'jane@example.com' })).toMatchObject({
			status: 200,
			json: [{ id: FIRST_ID, email: 'Jane@Example.com' }],
		});
		expect(await get({ email: 'Jane@Example.com' })).toMatchObject({ status: 404 });
		expect(await get({ id: String(FIRST_ID) })).toMatchObject({ status: 200 });
		expect(await get({ email: 'no@example.com' })).toMatchObject({ status: 404, json: [notFound] });
		expect(await get({ email: sha256('jane@example.com') })).toMatchObject({ status: 404 });
		expect(await get({ ref: 'r1' })).toMatchObject({ status: 400, json: statuses(400) });
		expect(await get({ id: '1', email: 'jane@example.com' })).toMatchObject({ status: 400 });
		expect(await get({})).toMatchObject({ status: 400 });
		expect(await get({ mail: 'jane@example.com' })).toMatchObject({ status: 400 });
	});

	test('anonymize erases the person and keeps the record', async () => {
		await post([
			{
				profile: {
					email: 'a@example.com',
					firstname: 'A',
					dob: '1970-01-01',
					custom: { city: 'Rome' },
					lists: [{ listId: 12 }],
				},
			},
		]);
		const url = `${sandbox.taguchi.endpointUrl('token')}?email=a%40example.com`;
		const first = await call('DELETE', url, { token });
		const second = await call('DELETE', url, { token });

		expect(first).toMatchObject({
			status: 200,
			json: [{ code: 200, name: 'OK', description: 'Subscriber profile anonymized' }],
		});
		expect(second).toMatchObject({ status: 404, json: [notFound] });
		expect(sandbox.taguchi.subscribers).toMatchObject([
			{
				id: FIRST_ID,
				email: null,
				firstname: null,
				dob: null,
				custom: {},
				lists: [{ listId: 12n }],
			},
		]);
	});
});

describe('batches', () => {
	test('actions run in order, each for itself, and results stand where their actions stand', async () => {
		const answer = await post([
			{ event: { target: { email: 'new@example.com' }, type: 'p' } },
			{ profile: { email: 'new@example.com', dob: '1970-02-30' } },
			{ profile: { email: 'new@example.com' } },
			{ event: { target: { email: 'new@example.com' }, type: 'p', data: { total: 12.5 } } },
			{ message: { target: { email: 'new@example.com' }, activityId: 1209 } },
			{ message: { target: { email: 'nobody@example.com' }, activityId: 1209 } },
		]);

		expect(answer.status).toBe(200);
		expect(answer.json).toEqual([
			notFound,
			...statuses(400),
			{ code: 200, name: 'OK', description: 'Subscriber profile created' },
			...statuses(200),
			{ code: 200, name: 'OK', description: 'Message sent' },
			notFound,
		]);
		expect(sandbox.taguchi.events).toMatchObject([
			{ subscriberId: FIRST_ID, type: 'p', data: { total: 12.5 }, isTest: false },
		]);
		expect(sandbox.taguchi.messages).toMatchObject([{ subscriberId: FIRST_ID, activityId: 1209n }]);
	});

	test.each<[string, unknown]>([
		['an unknown action', { profiles: { email: 'a@example.com' } }],
		['two actions in one', { profile: { email: 'a@example.com' }, event: null }],
		['an unknown field', { profile: { email: 'a@example.com', firstName: 'A' } }],
		['an id as text', { profile: { id: '1' } }],
		['a birthday that is no date', { profile: { email: 'a@example.com', dob: '1/2/1970' } }],
		[
			'a time without its zone',
			{ profile: { email: 'a@example.com', unsubscribedTimestamp: '2026-01-01T00:00:00' } },
		],
		[
			'a sending time that is not UTC',
			{
				message: {
					target: { email: 'ok@example.com' },
					sendTimestamp: '2026-01-01T00:00:00+02:00',
				},
			},
		],
		['a target of two kinds', { event: { target: { id: 1, email: 'ok@example.com' }, type: 'p' } }],
		['a target of another kind', { event: { target: { ref: 'r' }, type: 'p' } }],
		['an event without a type', { event: { target: { email: 'ok@example.com' } } }],
		['a message without a target', { message: { activityId: 1 } }],
		['an element that is no object', 'profile'],
	])('%s fails alone', async (_what, action) => {
		const answer = await post([action, { profile: { email: 'ok@example.com' } }, action]);

		expect(answer).toMatchObject({ status: 200, json: statuses(400, 200, 400) });
		expect(sandbox.taguchi.subscribers).toMatchObject([{ email: 'ok@example.com' }]);
		expect(sandbox.taguchi.events).toEqual([]);
		expect(sandbox.taguchi.messages).toEqual([]);
	});

	test('100 actions pass and 101 do not', async () => {
		const actions = Array.from({ length: 101 }, (_, n) => ({
			profile: { email: `${n}@example.com` },
		}));

		const tooMany = await post(actions);
		expect(tooMany).toMatchObject({ status: 400, json: statuses(400) });
		expect(sandbox.taguchi.subscribers).toHaveLength(0);
		expect(sandbox.requests[0]?.violations).toEqual([
			'/requestBody must NOT have more than 100 items',
		]);

		expect((await post(actions.slice(1))).json).toEqual(statuses(...Array(100).fill(200)));
	});

	test.each([[{ profile: { email: 'a@example.com' } }], ['text'], [undefined]])(
		'a body that is no array is refused: %j',
		async (body) => {
			expect(await post(body)).toMatchObject({ status: 400, json: statuses(400) });
		},
	);

	test('events and messages find their profile by hash too, profiles do not', async () => {
		await post([{ profile: { email: 'Jane@Example.com', phone: '+61400000000' } }]);
		const email = sha256('jane@example.com');

		const byEmail = await post([
			{ event: { target: { email }, type: 'o' } },
			{ message: { target: { email: email.toUpperCase() } } },
		]);
		const byPhone = await post(
			[{ event: { target: { phone: sha256('+61400000000') }, type: 'o' } }],
			'tokenByPhone',
		);
		const both = await post(
			[{ event: { target: { email, phone: '+61400000000' }, type: 'o' } }],
			'tokenByEmailAndPhone',
		);
		const profile = await post([{ profile: { email } }]);

		expect([byEmail.json, byPhone.json, both.json]).toEqual([
			statuses(200, 200),
			statuses(200),
			statuses(200),
		]);
		expect(profile.json).toMatchObject([{ description: 'Subscriber profile created' }]);
	});
});

test('partitions are created with 201, updated with 200 and found by id or ref', async () => {
	const url = sandbox.taguchi.endpointUrl('token').replace(/subscriber$/, 'partition');
	const partition = { ref: '123', organizationId: 1, custom: { active: 'true', closed: 0 } };
	const created = await call('POST', url, { token, body: [partition, { custom: {} }] });
	const updated = await call('POST', url, {
		token,
		body: [{ ref: '123', isArchived: true, custom: { closed: 1 } }, { id: 5 }],
	});

	expect(created.json).toEqual([
		{ code: 201, name: 'Created', description: null },
		...statuses(400),
	]);
	expect(updated.json).toEqual([{ code: 200, name: 'OK', description: null }, ...statuses(404)]);
	expect(sandbox.taguchi.partitions).toMatchObject([{ isArchived: true, organizationId: 1n }]);

	const [stored] = sandbox.taguchi.partitions;
	const found = await call('GET', `${url}?id=${stored?.id}`, { token });
	expect(found).toMatchObject({ status: 200 });
	expect(found.json).toEqual({
		id: 9107199254740993n,
		ref: '123',
		organizationId: 1,
		status: null,
		custom: { active: 'true', closed: 1 },
	});
	expect(await call('GET', `${url}?ref=123`, { token })).toMatchObject({ json: found.json });
	expect(await call('GET', `${url}?ref=612`, { token })).toMatchObject({
		status: 404,
		json: [{ code: 404, name: 'Not Found', description: null }],
	});
});

test('the test environment answers the same and changes nothing', async () => {
	await post([{ profile: { email: 'a@example.com', firstname: 'A' } }]);
	const before = structuredClone(sandbox.taguchi.subscribers);
	const url = sandbox.taguchi.endpointUrl('token', 'test');
	const partitions = url.replace(/subscriber$/, 'partition');

	const answer = await call('POST', url, {
		token,
		body: [
			{ profile: { email: 'a@example.com', firstname: 'B' } },
			{ profile: { email: 'new@example.com' } },
			{ event: { target: { email: 'new@example.com' }, type: 'p' } },
			{ message: { target: { email: 'new@example.com' } } },
		],
	});
	const partition = await call('POST', partitions, { token, body: [{ ref: '1' }] });
	const anonymized = await call('DELETE', `${url}?email=a@example.com`, { token });

	expect(answer.json).toMatchObject([
		{ description: 'Subscriber profile updated' },
		{ description: 'Subscriber profile created' },
		{ code: 200 },
		{ description: 'Message sent' },
	]);
	expect(partition.json).toEqual(statuses(201));
	expect(anonymized.status).toBe(200);
	expect(sandbox.taguchi.subscribers).toEqual(before);
	expect(sandbox.taguchi.events).toEqual([]);
	expect(sandbox.taguchi.messages).toEqual([]);
	expect(sandbox.taguchi.partitions).toEqual([]);
});

test('the webhook gets the documented record with its exact id, and the secret', async () => {
	const received: Array<{ body: string; secret: unknown }> = [];
	const webhook = createServer(async (request, response) => {
		const body = Buffer.concat(await request.toArray()).toString();
		received.push({ body, secret: request.headers['x-secret'] });
		response.end('ok');
	}).listen(0, '127.0.0.1');
	await once(webhook, 'listening');
	const address = webhook.address();
	const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;

	const secretHeader = { name: 'X-Secret', value: 'open' };
	const answer = await sandbox.taguchi.sendEvent(url, { type: 'o' }, { secretHeader });
	await sandbox.taguchi.sendEvent(url, [{ type: 'u' }, { type: 'p', data: { total: 1 } }]);
	webhook.closeAllConnections();
	webhook.close();

	expect(answer).toEqual({ status: 200, body: 'ok' });
	expect(received[0]).toEqual({
		body: '{"target":{"id":121293458},"isTest":false,"data":null,"type":"o","loggedTimestamp":"2023-01-01T10:00:00Z","activityId":1209,"id":174049918808633344}',
		secret: 'open',
	});
	expect(received[1]?.body).toMatch(/^\[\{.*"type":"u".*\},\{.*"data":\{"total":1\}.*\}\]$/);
	expect(received[1]?.secret).toBeUndefined();
});

describe('what the document says in words', () => {
	test('an event has a type that is documented', async () => {
		const log = async (type: string) => {
			await post([{ profile: { email: 'a@example.com' } }]);
			const { json } = await post([{ event: { target: { email: 'a@example.com' }, type } }]);
			return Object(json)[0].code;
		};
		for (const type of ['v', 'o', 'p', 'wa', 'ab', 'sb', 'f', 's', 'u', 'up']) {
			expect(await log(type)).toBe(200);
		}
		for (const type of ['', 'P', 'purchase']) expect(await log(type)).toBe(400);
	});

	test('texts are UTF-8', async () => {
		const half = '\ud83d';
		expect(await post([{ profile: { email: 'a@example.com', firstname: half } }])).toMatchObject({
			json: statuses(400),
		});
		expect(
			await post([{ profile: { email: 'a@example.com', firstname: `${half}\ude00` } }]),
		).toMatchObject({
			json: statuses(200),
		});
	});

	test('of a list, true stands for now', async () => {
		const lists = [{ listId: 12, unsubscribedTimestamp: true }];
		await post([{ profile: { email: 'a@example.com', lists } }]);
		expect(sandbox.taguchi.subscribers[0]?.lists[0]?.unsubscribedTimestamp).toMatch(/^20.*Z$/);
		const [no] = [{ listId: 12, unsubscribedTimestamp: false }];
		expect(await post([{ profile: { email: 'a@example.com', lists: [no] } }])).toMatchObject({
			json: statuses(400),
		});
	});

	test('answers are JSON, or nothing', async () => {
		const url = sandbox.taguchi.endpointUrl('token');
		const headers = { authorization: `Bearer ${token}`, accept: 'text/csv' };
		const response = await fetch(`${url}?email=a@example.com`, { headers });
		expect(response.status).toBe(406);
	});
});
