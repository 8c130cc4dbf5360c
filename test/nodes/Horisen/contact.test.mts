/** What people do with contacts: map them, search them, opt them in. */
import type { IDataObject } from 'n8n-workflow';
import { Horisen } from '../../../nodes/Horisen/Horisen.node.ts';
import { HORISEN_LIST_UUID } from '../../../sandbox/horisen/accounts.mts';
import type { NamedKind } from '../../../sandbox/horisen/horisen.mts';
import { listSearch, loadOptions, resourceMapping } from '../../engine/editor.mts';
import {
	credentialsFor,
	mappedByHand,
	mappedByName,
	people,
	runHorisen,
	useSandbox,
} from './run.mts';

const sandbox = useSandbox();
const list = { __rl: true, mode: 'id', value: HORISEN_LIST_UUID };
const inEditor = (method: string) => ({
	node: new Horisen(),
	method,
	parameters: { authentication: 'horisenTokenApi' },
	credentials: credentialsFor(sandbox(), 'horisenTokenApi'),
});
const search = async (parameters: IDataObject) => {
	const run = await runHorisen(sandbox(), {
		resource: 'contact',
		operation: 'getAll',
		parameters: { returnAll: true, simplify: true, ...parameters },
	});
	expect(run.error).toBeUndefined();
	return run.done.map(({ json }) => json);
};

describe('the mapper', () => {
	test('lists the fields of the account, its own ones among them', async () => {
		sandbox().horisen.addCustomField('loyalty_level', { display_name: 'Loyalty Level' });
		sandbox().horisen.addCustomField('points', { field_type: 'integer', mandatory: 'yes' });
		const { fields } = await resourceMapping(inEditor('getCreatedFields'));
		const byId = new Map(fields.map((field) => [field.id, field]));
		expect(byId.get('loyalty_level')).toMatchObject({
			displayName: 'Loyalty Level',
			type: 'string',
			removed: true,
		});
		expect(byId.get('points')).toMatchObject({ type: 'number', removed: false });
		expect(byId.get('opt_status')?.options?.map(({ value }) => value)).toEqual([
			'in',
			'out',
			'none',
		]);
		expect(byId.get('mobile')).toMatchObject({ removed: false });
		const imported = await resourceMapping(inEditor('getImportedFields'));
		expect(imported.fields.map(({ id }) => id)).not.toContain('opt_status');
		expect(imported.fields.map(({ id }) => id)).toContain('loyalty_level');
	});

	test('maps by name: standard fields always, own fields as the editor listed them', async () => {
		sandbox().horisen.addCustomField('loyalty_level');
		const { fields } = await resourceMapping(inEditor('getCreatedFields'));
		const run = await runHorisen(sandbox(), {
			resource: 'contact',
			operation: 'create',
			parameters: { list_uuid: list, contact: mappedByName(JSON.parse(JSON.stringify(fields))) },
			items: [
				{
					mobile: '+41765554366',
					opt_status: 'in',
					loyalty_level: 'gold',
					shoe_size: 43,
					email: '',
				},
			],
		});
		expect(run.error).toBeUndefined();
		expect(JSON.parse(sandbox().requests.at(-1)?.body ?? '')).toEqual({
			list_uuid: HORISEN_LIST_UUID,
			mobile: '+41765554366',
			opt_status: 'in',
			loyalty_level: 'gold',
		});
	});

	test('clears empty values where that is wanted', async () => {
		sandbox().horisen.addCustomField('loyalty_level');
		const { uuid } = sandbox().horisen.putContact({ mobile: '+41765554366', city: 'Bern' });
		const run = await runHorisen(sandbox(), {
			resource: 'contact',
			operation: 'update',
			parameters: {
				contactId: String(uuid),
				list_uuid: list,
				emptyValues: 'clear',
				contact: mappedByHand({ city: '', loyalty_level: '' }),
			},
		});
		expect(run.error).toBeUndefined();
		expect(sandbox().horisen.contacts[0]).toMatchObject({ city: null, loyalty_level: null });
	});

	test('says so when the fields cannot be read', async () => {
		sandbox().misbehave({ kind: 'status', status: 403, operationId: 'field.getMany' });
		await expect(resourceMapping(inEditor('getCreatedFields'))).rejects.toThrow(
			'HORISEN refused the credential (403)',
		);
	});
});

test('the identifier of an import is chosen among the fields', async () => {
	sandbox().horisen.addCustomField('customer_number', { display_name: 'Customer Number' });
	const options = await loadOptions(inEditor('getIdentifiers'));
	expect(options).toContainEqual({ name: 'Customer Number', value: 'customer_number' });
	expect(options).toContainEqual({ name: 'Mobile', value: 'mobile' });
});

describe('locators', () => {
	test.each([
		['searchLists', 'list'],
		['searchGroups', 'group'],
		['searchSubscriptions', 'subscription'],
		['searchSubscriptionOptions', 'subscriptionOption'],
		['searchTouchpoints', 'touchpoint'],
		['searchInterests', 'interest'],
		['searchSegmentationSets', 'segmentationSet'],
		['searchSegmentationGroups', 'segmentationGroup'],
	] as const)('%s lists by name', async (method, kind) => {
		const { uuid } = sandbox().horisen.addNamed(kind, { name: 'Zürich' });
		sandbox().horisen.addNamed(kind, { name: 'Basel' });
		const found = await listSearch({ ...inEditor(method), filter: 'zür' });
		expect(found.results).toEqual([{ name: 'Zürich', value: uuid }]);
	});

	test('go on where a page ends', async () => {
		for (let number = 0; number < 150; number++) {
			sandbox().horisen.addNamed('group', { name: `Group ${number}` });
		}
		const first = await listSearch(inEditor('searchGroups'));
		const { paginationToken } = first;
		const second = await listSearch({ ...inEditor('searchGroups'), paginationToken });
		expect([...first.results, ...second.results]).toHaveLength(150);
		expect(second.paginationToken).toBeUndefined();
	});

	test('go on where HORISEN serves smaller pages than it was asked for', async () => {
		const page = (number: number) => ({
			data: [{ uuid: `uuid ${number}`, name: `Group ${number}` }],
			meta: { pagination: { total: 2 } },
		});
		for (const number of [1, 2]) {
			const body = JSON.stringify(page(number));
			sandbox().misbehave({ kind: 'status', status: 200, operationId: 'group.getMany', body });
		}
		const { paginationToken } = await listSearch(inEditor('searchGroups'));
		expect(paginationToken).toBeDefined();
		const second = await listSearch({ ...inEditor('searchGroups'), paginationToken });
		expect(second).toEqual({ results: [{ name: 'Group 2', value: 'uuid 2' }] });
	});
});

describe('Get Many', () => {
	const names = (records: IDataObject[]) => records.map(({ first_name }) => first_name).sort();

	test('reads every page', async () => {
		people(250).forEach((person) => sandbox().horisen.putContact(person));
		const found = await search({});
		expect(found).toHaveLength(250);
		expect(sandbox().requests).toHaveLength(3);
		expect(await search({ returnAll: false, limit: 30 })).toHaveLength(30);
	});

	test('finds what changed after a moment, in an order', async () => {
		['2026-03-01', '2026-03-02', '2026-03-03'].forEach((day, index) =>
			sandbox().horisen.putContact({
				first_name: `Person ${index}`,
				updated_dt: `${day}T09:00:00+00:00`,
			}),
		);
		const found = await search({
			additionalFields: { updatedAfter: '2026-03-01T09:00:00Z', sort: '-updated_dt' },
		});
		expect(found.map(({ first_name }) => first_name)).toEqual(['Person 2', 'Person 1']);
		expect(sandbox().requests[0]?.query).toMatchObject({
			'gt(updated_dt)': '2026-03-01T09:00:00.000Z',
		});
	});

	test('builds a segmentation from groups of rules', async () => {
		const { horisen } = sandbox();
		horisen.putContact({ first_name: 'John', country: 'CH', city: 'Bern' });
		horisen.putContact({ first_name: 'Mary', country: 'CH', city: 'Basel' });
		horisen.putContact({ first_name: 'Zoë', country: 'DE', city: 'Köln' });
		const rule = (field: string, value: string, operator: string) => ({
			field,
			condition: 'eq',
			value,
			operator,
		});
		const found = await search({
			segmentation: 'rules',
			groups: {
				entry: [
					{
						operator: 'AND',
						rules: { entry: [rule('country', 'CH', 'AND'), rule('city', 'Bern', 'AND')] },
					},
					{ operator: 'OR', rules: { entry: [rule('first_name', 'zoë', 'AND')] } },
				],
			},
		});
		expect(names(found)).toEqual(['John', 'Zoë']);
		expect(JSON.parse(sandbox().requests[0]?.query.query ?? '')).toEqual({
			segmentation: [
				{
					operator: 'AND',
					rules: [
						{ field: 'country', condition: 'eq', value: 'CH', operator: 'AND' },
						{ field: 'city', condition: 'eq', value: 'Bern', operator: 'AND' },
					],
				},
				{
					operator: 'OR',
					rules: [{ field: 'first_name', condition: 'eq', value: 'zoë', operator: 'AND' }],
				},
			],
		});
	});

	test('takes a segmentation as JSON', async () => {
		sandbox().horisen.putContact({ first_name: 'John' });
		sandbox().horisen.putContact({ first_name: 'Mary' });
		const query =
			'{"segmentation":[{"operator":"AND","rules":[{"field":"first_name","condition":"eq","value":"john","operator":"AND"}]}]}';
		expect(names(await search({ segmentation: 'json', query }))).toEqual(['John']);
		expect(sandbox().requests[0]?.query.query).toBe(query);
	});

	test('asks for nothing in a segmentation that is switched off', async () => {
		await search({ segmentation: 'none', query: '{"segmentation": []}' });
		expect(sandbox().requests[0]?.query).not.toHaveProperty('query');
	});
});

test('a contact is opted in for SMS campaigns', async () => {
	const { uuid } = sandbox().horisen.putContact({ mobile: '+41765554366' });
	await runHorisen(sandbox(), {
		resource: 'contact',
		operation: 'updateOptStatus',
		parameters: { contactId: String(uuid), opt_status: 'in' },
	});
	expect(sandbox().horisen.contacts[0]).toMatchObject({ opt_status: 'in' });
});

test('what HORISEN says of a refused contact reaches the item', async () => {
	const run = await runHorisen(sandbox(), {
		resource: 'contact',
		operation: 'create',
		parameters: { list_uuid: list, contact: mappedByName() },
		items: [{ mobile: '12' }],
		onError: 'continueErrorOutput',
	});
	expect(run.failed[0]?.json.error).toBe(
		'HORISEN did not accept the request (400): The contact is not valid; mobile is no number in E.164 form',
	);
});

test('lists go out with commas', async () => {
	await runHorisen(sandbox(), {
		resource: 'contact',
		operation: 'getAll',
		parameters: {
			returnAll: true,
			additionalFields: {
				list_uuids: `${HORISEN_LIST_UUID}, 3f0c1b3e-7d53-4d39-8d52-31b8b6a9d001`,
				fields: ['lists', 'channels'],
				required: ['mobile', 'email'],
			},
		},
	});
	expect(sandbox().requests[0]).toMatchObject({
		query: {
			list_uuids: `${HORISEN_LIST_UUID},3f0c1b3e-7d53-4d39-8d52-31b8b6a9d001`,
			fields: 'lists,channels',
			required: 'mobile,email',
		},
		violations: [],
	});
});

describe('what the account has is chosen by its name', () => {
	const named = (kind: NamedKind, name: string) =>
		String(sandbox().horisen.addNamed(kind, { name }).uuid);

	test.each<[string, NamedKind]>([
		['getLists', 'list'],
		['getSubscriptionOptions', 'subscriptionOption'],
		['getInterests', 'interest'],
		['getTouchpoints', 'touchpoint'],
	])('%s lists all of them, in order', async (method, kind) => {
		const [zebras, apes] = [named(kind, 'Zebras'), named(kind, 'Apes')];
		const options = await loadOptions(inEditor(method));
		const own = options.filter(({ name }) => ['Zebras', 'Apes'].includes(name));
		expect(own).toEqual([
			{ name: 'Apes', value: apes },
			{ name: 'Zebras', value: zebras },
		]);
	});

	test('several, beside IDs that are written, go out once each with commas', async () => {
		const [one, two] = [named('list', 'One'), named('list', 'Two')];
		await search({
			additionalFields: { lists: [one, two], list_uuids: `${two}, ${HORISEN_LIST_UUID}` },
		});
		expect(sandbox().requests[0]?.query.list_uuids).toBe(`${one},${two},${HORISEN_LIST_UUID}`);
	});

	test('an import gives memberships that were chosen', async () => {
		const option = named('subscriptionOption', 'Weekly');
		await runHorisen(sandbox(), {
			resource: 'contact',
			operation: 'import',
			parameters: {
				list_uuid: list,
				contact: mappedByName(),
				additionalFields: { subscriptionOptions: [option] },
			},
			items: [{ mobile: '+41765554366' }],
		});
		expect(sandbox().horisen.subscriptionMembers).toMatchObject([{ option_uuid: option }]);
	});

	test.each([
		['anna@example.com', { email: 'anna@example.com' }],
		['+41765554366', { mobile: '+41765554366' }],
		['Weber', { last_name: 'Weber' }],
		[undefined, { sort: '-updated_dt' }],
	])('a contact is found by %s', async (filter, query) => {
		const contact = { first_name: 'Anna', last_name: 'Weber', mobile: '+41765554366' };
		const { uuid } = sandbox().horisen.putContact({ ...contact, email: 'anna@example.com' });
		const { results } = await listSearch({ ...inEditor('searchContacts'), filter });
		expect(results).toEqual([
			{ name: 'Anna Weber · +41765554366 · anna@example.com', value: uuid },
		]);
		expect(sandbox().requests[0]?.query).toMatchObject(query);
	});

	test('the field of a rule is one of the account', async () => {
		sandbox().horisen.addCustomField('level', { display_name: 'Loyalty Level' });
		const { results } = await listSearch({ ...inEditor('searchFields'), filter: 'loyal' });
		expect(results).toEqual([{ name: 'Loyalty Level', value: 'level' }]);
	});

	test('a workflow that stored a contact or a field as text goes on', async () => {
		const { uuid } = sandbox().horisen.putContact({ first_name: 'Anna' });
		const run = await runHorisen(sandbox(), {
			resource: 'contact',
			operation: 'get',
			parameters: { contactId: String(uuid) },
		});
		expect(run.done[0]?.json).toMatchObject({ uuid, first_name: 'Anna' });
		const rules = {
			entry: [{ field: 'first_name', condition: 'eq', value: 'anna', operator: 'AND' }],
		};
		const found = await search({
			segmentation: 'rules',
			groups: { entry: [{ operator: 'AND', rules }] },
		});
		expect(found).toMatchObject([{ uuid }]);
	});
});

test('contacts are counted without being read', async () => {
	for (const mobile of ['+41765554366', '+41765554367']) {
		sandbox().horisen.putContact({ mobile, gender: 'female' });
	}
	sandbox().horisen.putContact({ gender: 'male' });
	const run = await runHorisen(sandbox(), {
		resource: 'contact',
		operation: 'count',
		parameters: { additionalFields: { gender: 'female' } },
	});
	expect(run.done.map(({ json }) => json)).toEqual([{ total: 2 }]);
	expect(sandbox().requests.map(({ query }) => query)).toEqual([
		{ gender: 'female', fields: 'count_only' },
	]);
});
