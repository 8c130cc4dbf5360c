/** HORISEN Business Messenger in the sandbox: tokens, contacts, members, imports, pages. */
import { fetch } from 'undici';
import {
	HORISEN_CLIENT_ID,
	HORISEN_CLIENT_SECRET,
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../sandbox/horisen/accounts.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function call(method: string, path: string, body?: unknown, token = HORISEN_TOKEN) {
	const url = `${sandbox.horisen.baseUrl}/services/${HORISEN_SERVICE_UUID}/cds${path}`;
	const response = await fetch(url, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function askForToken(form: Record<string, string>, headers: Record<string, string> = {}) {
	const response = await fetch(sandbox.horisen.accessTokenUrl, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
		body: new URLSearchParams(form).toString(),
	});
	return { status: response.status, body: Object(await response.json()) };
}
const client = { client_id: HORISEN_CLIENT_ID, client_secret: HORISEN_CLIENT_SECRET };

describe('the token endpoint', () => {
	test('gives a client a token, which passes until it expires', async () => {
		const { status, body } = await askForToken({ grant_type: 'client_credentials', ...client });
		expect(status).toBe(200);
		expect(body).toEqual({
			access_token: expect.any(String),
			token_type: 'Bearer',
			expires_in: 3_600,
		});
		expect((await call('GET', '/lists', undefined, body.access_token)).status).toBe(200);
		sandbox.horisen.expireTokensAfter(1);
		expect((await call('GET', '/lists', undefined, body.access_token)).status).toBe(200);
		expect((await call('GET', '/lists', undefined, body.access_token)).status).toBe(401);
	});

	test('knows the client in the form alone, as the document has it', async () => {
		const basic = Buffer.from(`${HORISEN_CLIENT_ID}:${HORISEN_CLIENT_SECRET}`).toString('base64');
		const { status } = await askForToken(
			{ grant_type: 'client_credentials' },
			{ authorization: `Basic ${basic}` },
		);
		expect(status).toBe(401);
	});

	test('gives a token for a code once, and renews it once', async () => {
		const code = sandbox.horisen.authorize();
		const first = await askForToken({ grant_type: 'authorization_code', code, ...client });
		expect(first.status).toBe(200);
		const again = await askForToken({ grant_type: 'authorization_code', code, ...client });
		expect(again).toEqual({ status: 400, body: { error: 'invalid_grant' } });
		const { refresh_token } = first.body;
		const renew = { grant_type: 'refresh_token', refresh_token, ...client };
		expect((await askForToken(renew)).status).toBe(200);
		expect((await askForToken(renew)).status).toBe(400);
	});

	test('refuses a client that it does not know, and keeps no secret', async () => {
		const { status } = await askForToken({
			grant_type: 'client_credentials',
			...client,
			client_secret: 'a-wrong-secret',
		});
		expect(status).toBe(401);
		expect(JSON.stringify(sandbox.requests)).not.toContain('a-wrong-secret');
	});
});

test('a service that is not the account is refused', async () => {
	const url = `${sandbox.horisen.baseUrl}/services/${HORISEN_LIST_UUID}/cds/lists`;
	const response = await fetch(url, { headers: { authorization: `Bearer ${HORISEN_TOKEN}` } });
	expect(response.status).toBe(403);
});

test('a contact is created, changed, opted in and deleted', async () => {
	const { status, body } = await call('POST', '/contacts', {
		list_uuid: HORISEN_LIST_UUID,
		mobile: '+41765554366',
	});
	expect(status).toBe(201);
	const path = `/contacts/${body.uuid}`;
	await call('PUT', path, { list_uuid: HORISEN_LIST_UUID, first_name: 'Ann' });
	await call('PATCH', path, { opt_status: 'in' });
	expect((await call('GET', path)).body).toMatchObject({
		mobile: '+41765554366',
		first_name: 'Ann',
		opt_status: 'in',
	});
	expect((await call('DELETE', `${path}?gdpr=no`)).status).toBe(204);
	expect((await call('GET', path)).status).toBe(404);
	expect((await call('GET', '/contacts')).body.data).toEqual([]);
	expect((await call('GET', '/contacts?fields=show_deleted')).body.data).toHaveLength(1);
});

test.each([
	['an unknown field', { shoe_size: '43' }, 'shoe_size'],
	['a number that is none', { mobile: '12' }, 'mobile'],
	['a list that is none', { list_uuid: HORISEN_SERVICE_UUID }, 'list_uuid'],
])('%s is refused by name', async (_case, fields, name) => {
	const { status, body } = await call('POST', '/contacts', {
		list_uuid: HORISEN_LIST_UUID,
		...fields,
	});
	expect(status).toBe(400);
	expect(body.items).toEqual([{ name, message: expect.any(String) }]);
});

test('a custom field is a field of contacts from then on', async () => {
	await call('POST', '/custom_fields', {
		display_name: 'Level',
		field_name: 'level',
		field_type: 'text',
		mandatory: 'no',
		identifier: 'no',
		order_num: 1,
	});
	const { status } = await call('POST', '/contacts', {
		list_uuid: HORISEN_LIST_UUID,
		level: 'gold',
	});
	expect(status).toBe(201);
	const fields: Array<{ field_name: string }> = (await call('GET', '/fields?include_all=1')).body;
	expect(fields.map(({ field_name }) => field_name)).toContain('level');
	expect((await call('GET', '/fields')).body).not.toContain('level');
});

test('pages link to each other', async () => {
	for (let number = 0; number < 25; number++) sandbox.horisen.putContact({});
	const { body } = await call('GET', '/contacts?page_size=10&page_number=2');
	expect(body.data).toHaveLength(10);
	expect(body.meta.pagination).toEqual({
		total: 25,
		count: 10,
		perPage: 10,
		currentPage: 2,
		totalPages: 3,
		links: {
			first: '?page_size=10&page_number=1',
			last: '?page_size=10&page_number=3',
			prev: '?page_size=10&page_number=1',
			next: '?page_size=10&page_number=3',
		},
	});
});

test('contacts are filtered by when they changed, and sorted', async () => {
	const at = (day: number) => `2026-03-0${day}T09:00:00+00:00`;
	for (const day of [2, 1, 3]) sandbox.horisen.putContact({ updated_dt: at(day) });
	const after = encodeURIComponent(at(1));
	const { body } = await call('GET', `/contacts?gt(updated_dt)=${after}&sort=-updated_dt`);
	const contacts: Array<{ updated_dt: string }> = body.data;
	expect(contacts.map(({ updated_dt }) => updated_dt)).toEqual([at(3), at(2)]);
});

test('members of subscription options are found', async () => {
	const { uuid } = sandbox.horisen.putContact({});
	sandbox.horisen.putContact({});
	const { uuid: option_uuid } = sandbox.horisen.addNamed('subscriptionOption', { name: 'Weekly' });
	const member = { option_uuid, contact_uuid: uuid, status: 'subscribed' };
	expect((await call('POST', '/subscriptions/members', member)).status).toBe(201);
	const found = await call('GET', `/contacts?subscription_uuids=${option_uuid}`);
	expect(found.body.data).toHaveLength(1);
	await call('POST', '/subscriptions/members', { ...member, status: 'unsubscribed' });
	expect(sandbox.horisen.subscriptionMembers).toHaveLength(1);
	expect((await call('GET', `/contacts?subscription_uuids=${option_uuid}`)).body.data).toEqual([]);
});

test.each([
	['update', { updated: 1 }, 'Anna'],
	['skip', { skipped: 1 }, 'Ann'],
	['optin', { optedin: 1 }, 'Ann'],
	['delete', { deleted: 1 }, undefined],
])('an import with %s resolves duplicates', async (policy, counts, name) => {
	sandbox.horisen.putContact({ mobile: '+41765554366', first_name: 'Ann' });
	const query = `list_uuid=${HORISEN_LIST_UUID}&identifier=mobile&resolve_duplicate=${policy}`;
	const { body } = await call('POST', `/imports?${query}`, [
		{ mobile: '+41765554366', first_name: 'Anna' },
		{ mobile: '+41765554367' },
		{ mobile: '12' },
		{ first_name: 'Nobody' },
	]);
	expect(body).toMatchObject({ created: 1, invalid: 2, ...counts });
	expect(body.errors).toEqual([
		{ contact: { mobile: '12' }, errors: [expect.objectContaining({ name: 'mobile' })] },
		{ contact: { first_name: 'Nobody' }, errors: [expect.objectContaining({ name: 'mobile' })] },
	]);
	const stored = sandbox.horisen.contacts.find(({ mobile }) => mobile === '+41765554366');
	expect(stored?.first_name).toBe(name);
});

describe('an import', () => {
	const number = '+41765554366';
	const imported = (query: string, records: object[]) =>
		call('POST', `/imports?list_uuid=${HORISEN_LIST_UUID}&${query}`, records);
	const byMobile = 'identifier=mobile&resolve_duplicate=update';

	test('opts new contacts in to SMS, unless its channels say otherwise', async () => {
		await imported(byMobile, [{ mobile: number }]);
		await imported(`${byMobile}&insert_opt_channels=whatsapp`, [{ mobile: '+41765554367' }]);
		expect(sandbox.horisen.contacts.map(({ opt_status }) => opt_status)).toEqual(['in', undefined]);
	});

	test.each(['opt_status', 'list_uuid', 'channel_telegram_identifier', 'password'])(
		'refuses the contact that names %s, which no import does',
		async (name) => {
			const { body } = await imported(byMobile, [{ mobile: number, [name]: 'in' }]);
			expect(body).toMatchObject({ created: 0, invalid: 1, errors: [{ errors: [{ name }] }] });
		},
	);

	test('knows the fields of the account only', async () => {
		expect(await imported('identifier=nick&resolve_duplicate=update', [])).toMatchObject({
			status: 400,
		});
		expect(await imported(`${byMobile}&unset_invalid_fields=nick`, [])).toMatchObject({
			status: 400,
		});
		const unset = `${byMobile}&unset_invalid_fields=email`;
		expect(await imported(unset, [{ mobile: number, email: 'none' }])).toMatchObject({
			body: { created: 1, invalid: 0 },
		});
	});

	test('gives memberships to who is new, and to duplicates with Subscribe', async () => {
		const { uuid } = sandbox.horisen.addNamed('subscriptionOption', { name: 'Weekly' });
		sandbox.horisen.putContact({ mobile: number });
		expect(await imported(`${byMobile}&option_uuids=${HORISEN_SERVICE_UUID}`, [])).toMatchObject({
			status: 400,
		});
		const query = `identifier=mobile&resolve_duplicate=subscribe&option_uuids=${uuid}`;
		await imported(query, [{ mobile: number }, { mobile: '+41765554367' }]);
		expect(sandbox.horisen.subscriptionMembers).toHaveLength(1);
		await imported(`${query}&update_option_uuids=${uuid}`, [{ mobile: number }]);
		expect(sandbox.horisen.subscriptionMembers).toHaveLength(2);
	});
});

test('a member is a contact of the account, of something of the account', async () => {
	const { uuid } = sandbox.horisen.putContact({});
	const member = { contact_uuid: uuid, status: 'subscribed' };
	const of = (interest_uuid: unknown) =>
		call('POST', '/interests/members', { ...member, interest_uuid });
	expect((await of(HORISEN_SERVICE_UUID)).status).toBe(400);
	const interest = sandbox.horisen.addNamed('interest', { name: 'Shoes' });
	expect((await of(interest.uuid)).status).toBe(201);
	sandbox.horisen.deleteContact(String(uuid));
	expect((await of(interest.uuid)).status).toBe(400);
});
