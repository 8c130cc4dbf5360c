/** What one node of this package puts out, the next one maps by itself: names, addresses, phone numbers, never an ID. */
import type { IDataObject } from 'n8n-workflow';
import { useRecordingServer } from '../engine/recording-server.mts';
import { everyRow, runRow } from './every-row.mts';

const server = useRecordingServer();
const byName = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };

/** One record was accepted, in each vendor's words. */
const ACCEPTED: Readonly<Record<string, unknown>> = {
	Taguchi: [{ code: 200, name: 'Success' }],
	HORISEN: { created: 1, updated: 0, invalid: 0, errors: [] },
	Contacthub: { id: 'c1' },
};

/** What a node writes of an item whose columns it maps by name. */
async function written(title: string, item: IDataObject) {
	const given = everyRow.find((one) => one.title === title);
	if (!given) throw new Error(`There is no row "${title}"`);
	server().answer(() => ({ body: ACCEPTED[given.account.vendor.name] }));
	const values = { profile: byName, properties: byName, contact: byName };
	const { error, hints } = await runRow(given, server().url, { values, items: [item] });
	const [sent] = server().received;
	const body = sent ? JSON.parse(sent.body) : undefined;
	const [first] = Array.isArray(body) ? body : [body];
	return {
		error: error?.message,
		person: first?.profile ?? first,
		hints: hints.map(({ message }) => message),
	};
}

const ID = '854f0791-c120-4e4a-9264-6dd197cb922c';
const base = {
	firstName: 'Ann',
	lastName: 'Bee',
	dob: '1980-03-20',
	contacts: { email: 'ann@example.com', mobilePhone: '+41790000001', phone: '+41440000001' },
	address: { street: 'Main Street 1', city: 'Bern', zip: '3000', country: 'CH' },
};
const contacthub = { id: ID, nodeId: 'n1', externalId: 'shop-1', base, enabled: true };
const horisen = {
	uuid: ID,
	list_uuid: 'l1',
	first_name: 'Ann',
	last_name: 'Bee',
	mobile: '+41790000001',
	email: 'ann@example.com',
	opt_status: 'in',
};
const emporix = {
	customer: { id: '98029737', firstName: 'Ann', lastName: 'Bee', email: 'ann@example.com' },
	metadata: { version: 1 },
};

/** What the nodes and triggers put out, by who puts it out. */
const ITEMS: Readonly<Record<string, IDataObject>> = {
	'a Contacthub customer': contacthub,
	'a simplified Contacthub customer': {
		id: ID,
		externalId: 'shop-1',
		firstName: 'Ann',
		lastName: 'Bee',
		email: 'ann@example.com',
		mobilePhone: '+41790000001',
		enabled: true,
	},
	'an item of the Contacthub Trigger': { key: 'k', operation: 'UPDATE', data: contacthub },
	'a HORISEN contact': horisen,
	'an item of the HORISEN Trigger': { key: 'k', events: ['updated'], contact: horisen },
	'a Taguchi subscriber': {
		id: '9007199254740993',
		ref: 'shop-1',
		firstname: 'Ann',
		lastname: 'Bee',
		email: 'ann@example.com',
		phone: '+41790000001',
	},
	'a customer of an Emporix segment': emporix,
	'an item of the Emporix Trigger': { key: 'k', event: 'created', data: emporix },
};

describe.each(Object.entries(ITEMS))('%s', (_from, item) => {
	test('becomes a subscriber in Taguchi, and no other one', async () => {
		const { error, person } = await written('Taguchi subscriber.upsert', item);
		expect(error).toBeUndefined();
		expect(person).toMatchObject({ email: 'ann@example.com', firstname: 'Ann', lastname: 'Bee' });
		expect(person).not.toHaveProperty('id');
		if (JSON.stringify(item).includes('+41790000001')) expect(person.phone).toBe('+41790000001');
	});

	test('becomes a contact in HORISEN', async () => {
		const { error, person } = await written('HORISEN contact.import', item);
		expect(error).toBeUndefined();
		expect(person).toMatchObject({ email: 'ann@example.com', first_name: 'Ann', last_name: 'Bee' });
		expect(person).not.toHaveProperty('uuid');
	});

	test('becomes a customer in Contacthub', async () => {
		const { error, person } = await written('Contacthub customer.create', item);
		expect(error).toBeUndefined();
		expect(person.base).toMatchObject({
			firstName: 'Ann',
			lastName: 'Bee',
			contacts: { email: 'ann@example.com' },
		});
		expect(person).not.toHaveProperty('id');
	});
});

test('an address goes along', async () => {
	expect((await written('Taguchi subscriber.upsert', contacthub)).person).toMatchObject({
		dob: '1980-03-20',
		address: 'Main Street 1',
		suburb: 'Bern',
		postcode: '3000',
		country: 'CH',
	});
	expect((await written('HORISEN contact.import', contacthub)).person).toMatchObject({
		birthday: '1980-03-20',
		mobile: '+41790000001',
		phone: '+41440000001',
		address: 'Main Street 1',
		city: 'Bern',
		zip: '3000',
		country: 'CH',
	});
});

describe('an ID of somebody else', () => {
	test.each<[string, IDataObject]>([
		['a row of a data table', { id: 1, createdAt: '2026-01-01', updatedAt: '2026-01-01' }],
		['a contact of a CRM', { id: '151', ID: 'x', Id: 7 }],
		['an order of a shop', { id: 450789469, customer: { id: 5 } }],
	])('is no Taguchi ID: %s', async (_what, columns) => {
		const item = { email: 'ann@example.com', ...columns };
		const { person, hints } = await written('Taguchi subscriber.upsert', item);
		expect(person).toEqual({ email: 'ann@example.com' });
		expect(hints).toEqual([
			expect.stringMatching(/used these columns: email\. It left out.* id,?/),
		]);
	});

	test.each(['taguchiId', 'taguchi_id', 'Taguchi ID', 'TAGUCHIID '])(
		'becomes one where the column is called %j',
		async (column) => {
			const { person } = await written('Taguchi subscriber.upsert', { [column]: '121293458' });
			expect(person).toEqual({ id: 121293458 });
		},
	);
});

describe('Contacthub', () => {
	const write = (item: IDataObject) => written('Contacthub customer.create', item);

	test('sends no password and no user name that nobody mapped', async () => {
		const item = { email: 'a@example.com', password: 'hunter2', username: 'ann', Password: 'x' };
		const { person, hints } = await write(item);
		expect(person).toEqual({ nodeId: 'id-1', base: { contacts: { email: 'a@example.com' } } });
		expect(hints.join()).toMatch(/left out.*password, username, Password/);
		expect(hints.join()).not.toContain('hunter2');
	});

	test('sends a list that stands in a column', async () => {
		const subscriptions = [{ id: 'news', subscribed: true }];
		expect((await write({ subscriptions })).person.base).toEqual({ subscriptions });
	});
});
