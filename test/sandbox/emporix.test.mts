import { fetch } from 'undici';
import {
	EMPORIX_CLIENT,
	EMPORIX_CUSTOMER_TOKEN,
	EMPORIX_READING_CLIENT,
	EMPORIX_TENANT,
} from '../../sandbox/emporix/accounts.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const gold = { name: { en: 'Gold' }, siteCode: 'main', status: 'ACTIVE' };

async function token(form: Record<string, string> = {}) {
	const response = await fetch(`${sandbox.emporix.baseUrl}/oauth/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: EMPORIX_CLIENT.id,
			client_secret: EMPORIX_CLIENT.secret,
			...form,
		}),
	});
	const { access_token = '', scope } = Object(await response.json());
	return { status: response.status, token: String(access_token), scope };
}

async function call(
	method: string,
	path: string,
	{
		body,
		headers = {},
		...by
	}: { body?: unknown; headers?: Record<string, string>; token?: string } = {},
) {
	const accessToken = by.token ?? (await token()).token;
	const response = await fetch(
		`${sandbox.emporix.baseUrl}/customer-segment/${EMPORIX_TENANT}/segments${path}`,
		{
			method,
			headers: {
				authorization: `Bearer ${accessToken}`,
				'emporix-tenant': EMPORIX_TENANT,
				...(body !== undefined && { 'content-type': 'application/json' }),
				...headers,
			},
			body: body === undefined ? null : JSON.stringify(body),
		},
	);
	const text = await response.text();
	const json: unknown = text === '' ? undefined : JSON.parse(text);
	return { status: response.status, headers: response.headers, json };
}

describe('tokens', () => {
	test('name the tenant and the scopes that the client has', async () => {
		const scope = `tenant=${EMPORIX_TENANT} customersegment.segment_read customersegment.segment_manage`;
		expect(await token({ scope })).toMatchObject({
			status: 200,
			scope: `tenant=${EMPORIX_TENANT} customersegment.segment_manage customersegment.segment_read`,
		});
		const reader = { client_id: EMPORIX_READING_CLIENT.id, scope };
		expect((await token(reader)).scope).toBe(
			`tenant=${EMPORIX_TENANT} customersegment.segment_read`,
		);
	});

	test.each<Record<string, string>>([{ client_secret: 'wrong' }, { scope: 'tenant=othertenant' }])(
		'refuses %j',
		async (form) => {
			expect(await token(form)).toMatchObject({ status: 401 });
		},
	);

	test('no recorded request holds a secret', async () => {
		await token();
		expect(JSON.stringify(sandbox.requests)).not.toContain(EMPORIX_CLIENT.secret);
	});

	test('need the tenant in a header, are checked for scopes, and expire', async () => {
		const { token: valid } = await token();
		expect(await call('GET', '', { token: valid })).toMatchObject({ status: 200 });
		expect(
			await call('GET', '', { token: valid, headers: { 'emporix-tenant': '' } }),
		).toMatchObject({
			status: 401,
		});
		const reader = await token({ client_id: EMPORIX_READING_CLIENT.id });
		expect(await call('PUT', '/GOLD', { token: reader.token, body: gold })).toMatchObject({
			status: 403,
		});
		sandbox.emporix.expireTokens();
		expect(await call('GET', '', { token: valid })).toMatchObject({
			status: 401,
			json: { fault: { faultstring: 'Invalid access token' } },
		});
	});

	test('of a customer read the own only', async () => {
		await call('PUT', '/GOLD', { body: gold });
		expect(await call('GET', '', { token: EMPORIX_CUSTOMER_TOKEN })).toMatchObject({
			status: 200,
			json: [],
		});
		expect(await call('GET', '/GOLD/groups', { token: EMPORIX_CUSTOMER_TOKEN })).toMatchObject({
			status: 403,
		});
	});
});

test('a write creates, then updates, and a version that is not current conflicts', async () => {
	expect(await call('PUT', '/GOLD', { body: gold })).toMatchObject({
		status: 201,
		json: { id: 'GOLD' },
	});
	expect(await call('PUT', '/GOLD', { body: { ...gold, metadata: { version: 1 } } })).toMatchObject(
		{ status: 204 },
	);
	expect(await call('PUT', '/GOLD', { body: { ...gold, metadata: { version: 1 } } })).toMatchObject(
		{
			status: 409,
			json: { message: 'The resource you are attempting to access has changed.' },
		},
	);
	expect(await call('POST', '', { body: { ...gold, id: 'GOLD' } })).toMatchObject({ status: 409 });
	expect((await call('GET', '/GOLD')).json).toMatchObject({ metadata: { version: 2 } });
});

test('a list tells its total only when asked', async () => {
	for (let number = 0; number < 20; number++) sandbox.emporix.tenant.put(`S${number}`, gold);
	const silent = await call('GET', '?pageSize=5&pageNumber=2&sort=id:DESC&fields=id');
	expect(silent.headers.get('x-total-count')).toBeNull();
	expect(silent.json).toEqual(['S4', 'S3', 'S2', 'S19', 'S18'].map((id) => ({ id })));
	const asked = await call('GET', '?q=id:(S1,S2)', { headers: { 'x-total-count': 'true' } });
	expect(asked.headers.get('x-total-count')).toBe('2');
});

test('a bulk request answers 207 with a verdict for each element', async () => {
	await call('PUT', '/GOLD', { body: gold });
	sandbox.emporix.tenant.unknownCustomers.add('ghost');
	const body = [{ customerId: 'c1' }, { customerId: 'ghost' }];
	expect(await call('PUT', '/GOLD/customers/bulk', { body })).toMatchObject({
		status: 207,
		json: [
			{ index: 1, code: 201, status: 'Created' },
			{ index: 2, code: 400, status: 'Bad Request', message: 'There is no customer ghost.' },
		],
	});
	const many = Array.from({ length: 201 }, () => ({ customerId: 'c1' }));
	expect(await call('PUT', '/GOLD/customers/bulk', { body: many })).toMatchObject({ status: 400 });
});

test('a segment that is not empty is deleted by force only', async () => {
	await call('PUT', '/GOLD', { body: gold });
	await call('PUT', '/GOLD/items/PRODUCT/p1', { body: {} });
	expect(await call('DELETE', '/GOLD')).toMatchObject({ status: 400 });
	expect(await call('DELETE', '/GOLD?forceDelete=true')).toMatchObject({ status: 204 });
	expect(await call('GET', '/GOLD')).toMatchObject({ status: 404 });
});

describe.each([
	['siteCode:main', ['A', 'B']],
	['siteCode:main status:ACTIVE', ['A']],
	['name.en:"Golden Segment"', ['A']],
	['name:~(Silver)', ['B']],
	['id:~[AB]', ['A', 'B']],
	['mixins.a.level:>2', ['B']],
	['mixins.a.level:(>=1 AND <=2)', ['A']],
	['mixins.a:exists', ['A', 'B']],
	['mixins.a:missing', ['C']],
	['description.en:null', ['A', 'B', 'C']],
	['metadata.createdAt:>="1970-01-01T00:00:00Z"', ['A', 'B', 'C']],
	['metadata.createdAt:(>="1970-01-01T00:00:00Z" AND <"1980-01-01T00:00:00Z")', []],
])('q %s', (q, ids) => {
	beforeEach(() => {
		const { tenant } = sandbox.emporix;
		const metadata = { mixins: { a: 'https://example.com/a.json' } };
		tenant.put('A', {
			...gold,
			name: { en: 'Golden Segment' },
			mixins: { a: { level: 2 } },
			metadata,
		});
		tenant.put('B', {
			...gold,
			name: { en: 'Silver' },
			status: 'INACTIVE',
			mixins: { a: { level: 3 } },
			metadata,
		});
		tenant.put('C', { ...gold, siteCode: 'other' });
	});

	test('finds the same by GET and by POST', async () => {
		const found = ({ json }: { json: unknown }) =>
			(Array.isArray(json) ? json : []).map((segment: unknown) => Object(segment).id);
		expect(found(await call('GET', `?q=${encodeURIComponent(q)}`))).toEqual(ids);
		expect(found(await call('POST', '/search', { body: { q } }))).toEqual(ids);
	});
});

describe('what the documents say in words', () => {
	const statusOf = async (...request: Parameters<typeof call>) => (await call(...request)).status;

	test('texts come by language, and Content-Language is one language or *', async () => {
		const { token: by } = await token();
		const created = (name: unknown, language = '*') =>
			statusOf('POST', '', {
				token: by,
				headers: { 'content-language': language },
				body: { ...gold, name },
			});
		expect(await created({ en: 'Gold', 'pt-BR': 'Ouro' })).toBe(201);
		expect(await created({})).toBe(400);
		expect(await created({ 'not a language': 'Gold' })).toBe(400);
		expect(await created({ en: 'Gold' }, 'en, de')).toBe(400);
	});

	test('attributes name their schema', async () => {
		const { token: by } = await token();
		const body = { ...gold, mixins: { a: { level: 1 } } };
		expect(await statusOf('PUT', '/A', { token: by, body })).toBe(400);
		const metadata = { mixins: { a: 'no address' } };
		expect(await statusOf('PUT', '/A', { token: by, body: { ...body, metadata } })).toBe(400);
	});

	test('items are products and categories, and match active segments only', async () => {
		const { token: by } = await token();
		sandbox.emporix.tenant.put('A', { ...gold, status: 'INACTIVE' });
		expect(await statusOf('PUT', '/A/items/product/1', { token: by, body: {} })).toBe(400);
		expect(await statusOf('PUT', '/A/items/PRODUCT/1', { token: by, body: {} })).toBe(201);
		const body = { siteCode: 'main', items: [{ id: '1' }], segmentIds: ['A'] };
		expect(await call('POST', '/match', { token: by, body })).toMatchObject({
			json: [],
		});
	});

	test.each([
		'pageSize=0',
		'pageSize=1.5',
		'pageSize=all',
		'pageNumber=0&pageSize=1',
		'pageNumber=2',
		'sort=siteCode:UP',
		'sort=a b',
		'sort=siteCode:ASC:1',
	])('a list is not asked for with %s', async (query) => {
		const { token: by } = await token();
		expect(await statusOf('GET', `?${query}`, { token: by })).toBe(400);
	});
});
