import type { IDataObject } from 'n8n-workflow';
import { TaguchiWebhookApi } from '../../../credentials/TaguchiWebhookApi.credentials.ts';
import { TaguchiTrigger } from '../../../nodes/Taguchi/TaguchiTrigger.node.ts';
import { EVENT_TYPES } from '../../../nodes/Taguchi/operations/event.ts';
import type { WebhookCall } from '../../engine/webhook.mts';
import { callWebhook } from '../../engine/webhook.mts';

const node = new TaguchiTrigger();
const SECRET = 'a long random text that only two know';

/** Posts to the trigger; a body that is not text is sent as JSON. */
async function receive(
	body: unknown,
	parameters: IDataObject = {},
	request: Partial<WebhookCall['request']> = {},
	secret = SECRET,
) {
	const { workflowData, response, error } = await callWebhook({
		node,
		parameters,
		credentials: { taguchiWebhookApi: { secret } },
		credentialTypes: [new TaguchiWebhookApi()],
		request: {
			headers: { 'content-type': 'application/json' },
			rawBody: typeof body === 'string' ? body : JSON.stringify(body),
			...request,
		},
	});
	return { items: workflowData?.[0]?.map(({ json }) => json), ...response, error };
}

const event = (type: string, more: IDataObject = {}) => ({ target: { id: 1 }, type, ...more });
const typesOf = (items: IDataObject[] = []) => items.map(({ type }) => type);

test('the documented example becomes an item, ids with all their digits', async () => {
	const { items, status } = await receive(`{
		"target": {"id": 9007199254740993},
		"isTest": false,
		"data": {"order": 9007199254740995, "total": 123.50},
		"type": "p",
		"loggedTimestamp": "2023-01-01T10:00:00Z",
		"activityId": 1209,
		"id": 174049918808633344
	}`);
	expect(status).toBe(200);
	expect(items).toEqual([
		{
			id: '174049918808633344',
			target: { id: '9007199254740993' },
			isTest: false,
			data: { order: '9007199254740995', total: 123.5 },
			type: 'p',
			typeName: 'Purchased',
			loggedTimestamp: '2023-01-01T10:00:00Z',
			activityId: '1209',
		},
	]);
});

test('a list starts the workflow once, with an item for each event, in order', async () => {
	const { items } = await receive([event('v'), event('p'), event('o')]);
	expect(typesOf(items)).toEqual(['v', 'p', 'o']);
});

test('text in every script arrives as it is', async () => {
	const { items } = await receive([event('p', { data: { name: '𠮷田 ☀️ حداد' } })]);
	expect(items).toMatchObject([{ data: { name: '𠮷田 ☀️ حداد' } }]);
});

test('the content type does not matter', async () => {
	const { items } = await receive([event('p')], {}, { headers: { 'content-type': 'text/plain' } });
	expect(typesOf(items)).toEqual(['p']);
});

test('it answers before the workflow runs, with nothing to wait for', () => {
	expect(node.description.webhooks).toMatchObject([
		{ httpMethod: 'POST', responseMode: 'onReceived', responseData: 'noData' },
		{ httpMethod: 'GET', responseMode: 'onReceived', ndvHideUrl: true },
	]);
});

describe('a sample event, without Taguchi', () => {
	const open = async (parameters: IDataObject, mode: 'manual' | 'webhook' = 'manual') => {
		const { workflowData, response } = await callWebhook({
			node,
			parameters,
			mode,
			webhook: 'setup',
			request: { method: 'GET' },
		});
		return { items: workflowData?.[0]?.map(({ json }) => json), ...response };
	};

	test.each([
		[[], false, 'p'],
		[[], true, 'p'],
		...EVENT_TYPES.flatMap(
			({ value }): Array<[string[], boolean, string]> => [
				[[value], false, value],
				[[value], true, value],
			],
		),
		[['other'], false, 'f'],
		[['other', 'p'], true, 'f'],
	] as Array<[string[], boolean, string]>)(
		'of %j comes when the Test URL is opened in a browser; Ignore Test Events: %s',
		async (eventTypes, ignoreTests, type) => {
			const { items = [], status, body } = await open({ eventTypes, ignoreTests });
			expect(status).toBe(200);
			expect(body).toContain('n8n has got a sample event');
			expect(items).toMatchObject([{ type, target: { id: '0' }, isTest: !ignoreTests }]);
			// The same event from Taguchi would have started the workflow, too.
			const { typeName: _name, ...sent } = items[0] ?? {};
			expect(typesOf((await receive(sent, { eventTypes, ignoreTests })).items)).toEqual([type]);
		},
	);

	test('starts no workflow that runs by itself', async () => {
		const { items, status } = await open({}, 'webhook');
		expect([status, items]).toEqual([405, undefined]);
	});
});

describe('Events', () => {
	const all = ['v', 'p', 's', 'brand-new'].map((type) => event(type));

	test('left empty, every event starts the workflow, unknown ones with a name of null', async () => {
		const { items = [] } = await receive(all);
		expect(typesOf(items)).toEqual(['v', 'p', 's', 'brand-new']);
		expect(items.at(-1)?.typeName).toBeNull();
	});

	test.each([
		[['p'], ['p']],
		[
			['p', 'v'],
			['v', 'p'],
		],
		[['other'], ['s', 'brand-new']],
		[
			['other', 'p'],
			['p', 's', 'brand-new'],
		],
	])('%j lets %j through', async (eventTypes, expected) => {
		const { items } = await receive(all, { eventTypes });
		expect(typesOf(items)).toEqual(expected);
	});

	test('nothing that is wanted starts nothing, and Taguchi is still answered well', async () => {
		const { items, status } = await receive(all, { eventTypes: ['o'] });
		expect(items).toBeUndefined();
		expect(status).toBe(200);
	});

	test('every documented type can be chosen', () => {
		const property = node.description.properties.find(({ name }) => name === 'eventTypes');
		const offered = property?.options?.map((option) => 'value' in option && option.value);
		expect(offered).toEqual(expect.arrayContaining(EVENT_TYPES.map(({ value }) => value)));
	});
});

test('Ignore Test Events drops what Taguchi marks as a test', async () => {
	const events = [event('p', { isTest: true }), event('v', { isTest: false }), event('o')];
	expect(typesOf((await receive(events)).items)).toEqual(['p', 'v', 'o']);
	expect(typesOf((await receive(events, { ignoreTests: true })).items)).toEqual(['v', 'o']);
});

describe('Shared Secret', () => {
	const secured = { authentication: 'secret' };
	const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });

	test.each<[string, Partial<WebhookCall['request']>]>([
		['as a bearer token', bearer(SECRET)],
		['in the URL', { query: { secret: SECRET } }],
	])('is accepted %s', async (_way, request) => {
		const { items, status } = await receive(event('p'), secured, request);
		expect([status, typesOf(items)]).toEqual([200, ['p']]);
	});

	const foreign = 'ein längeres Geheimnis – 秘密';
	test.each<[string, string, Partial<WebhookCall['request']>]>([
		['with a scheme in another case', SECRET, { headers: { authorization: `bEARER  ${SECRET}` } }],
		[
			'outside ASCII, as UTF-8 in a header',
			foreign,
			bearer(Buffer.from(foreign, 'utf8').toString('latin1')),
		],
		[
			'in Latin-1, as it is in a header',
			'ein längeres Geheimnis',
			bearer('ein längeres Geheimnis'),
		],
		['outside ASCII in the URL', foreign, { query: { secret: foreign } }],
		['that was pasted with a line break', `${SECRET}\r\n`, bearer(SECRET)],
	])('is accepted %s', async (_way, secret, request) => {
		const { items, status } = await receive(event('p'), secured, request, secret);
		expect([status, typesOf(items)]).toEqual([200, ['p']]);
	});

	test.each(['', ' ', '\u200b\n'])('an empty one (%j) lets nobody in', async (secret) => {
		for (const given of [{}, bearer(''), { query: { secret } }, { query: { secret: '' } }]) {
			const { items, status } = await receive(event('p'), secured, given, secret);
			expect([status, items]).toEqual([403, undefined]);
		}
	});

	test.each<[string, Partial<WebhookCall['request']>]>([
		['missing', {}],
		['wrong', bearer('something else')],
		['too short', bearer(SECRET.slice(0, -1))],
		['too long', { query: { secret: `${SECRET}!` } }],
		['empty', { query: { secret: '' } }],
		['of another kind', { headers: { authorization: `Basic ${SECRET}` } }],
	])('is refused when it is %s', async (_way, request) => {
		const { items, status, body } = await receive(event('p'), secured, request);
		expect([status, items]).toEqual([403, undefined]);
		expect(body).not.toContain(SECRET);
	});
});

const marked = (mark: string, body: Buffer) => Buffer.concat([Buffer.from(mark, 'hex'), body]);
const big = (text: string) => Buffer.from(text, 'utf16le').swap16();
const greeting = JSON.stringify(event('p', { data: { name: '𠮷田 é' } }));

test.each<[string, string, Buffer]>([
	['a byte order mark', 'text/plain', marked('efbbbf', Buffer.from(greeting))],
	['UTF-16, marked', 'text/plain', marked('fffe', Buffer.from(greeting, 'utf16le'))],
	['UTF-16, the other way round', 'text/plain', marked('feff', big(greeting))],
	['UTF-16, named', 'text/plain; charset="utf-16le"', Buffer.from(greeting, 'utf16le')],
])('an event with %s arrives as it is', async (_form, contentType, rawBody) => {
	const headers = { 'content-type': contentType };
	const { items, status } = await receive('', {}, { headers, rawBody });
	expect([status, items]).toMatchObject([200, [{ type: 'p', data: { name: '𠮷田 é' } }]]);
});

test.each([
	['multipart/form-data; boundary=x', '--x\r\n\r\n{}\r\n--x--'],
	['text/plain; charset=klingon', '{"type": "p"}'],
])('%s is refused, and is no fault of the workflow', async (contentType, rawBody) => {
	const headers = { 'content-type': contentType };
	const { items, status, error } = await receive('', {}, { headers, rawBody });
	expect([status, items, error]).toEqual([415, undefined, undefined]);
});

test.each(['', 'type=p', '<event/>', '{"type": "p"', '[1, 2]', '"p"', 'null', '[[]]'])(
	'a body that is no event is refused: %j',
	async (body) => {
		const request = { headers: { 'content-type': 'text/plain' } };
		const { items, status, error } = await receive(body, {}, request);
		expect([status, items, error]).toEqual([400, undefined, undefined]);
	},
);
