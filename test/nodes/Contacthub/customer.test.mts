import type { IDataObject } from 'n8n-workflow';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import { CONTACTHUB_NODE_ID } from '../../../sandbox/contacthub/accounts.mts';
import { listSearch, loadOptions, resourceMapping } from '../../engine/editor.mts';
import {
	byId,
	credentialTypes,
	credentialsFor,
	jsonOf,
	mappedByName,
	runContacthub,
	useSandbox,
} from './run.mts';

const sandbox = useSandbox();
const nodeId = byId(CONTACTHUB_NODE_ID);

const editor = (method: string, parameters: IDataObject = {}) => ({
	node: new Contacthub(),
	method,
	parameters,
	credentials: credentialsFor(sandbox()),
	credentialTypes,
});
const write = (
	operation: string,
	parameters: IDataObject,
	items: IDataObject[] = [{}],
	resource = 'customer',
) => runContacthub(sandbox(), { resource, operation, parameters, items });
const create = (item: IDataObject, properties: IDataObject = mappedByName) =>
	write('create', { nodeId, input: 'fields', properties, simplify: false }, [item]);
const getAll = (parameters: IDataObject) =>
	runContacthub(sandbox(), {
		resource: 'customer',
		operation: 'getAll',
		parameters: { nodeId, ...parameters },
	});
const violations = () => sandbox().requests.flatMap((request) => request.violations);

describe('writing customers', () => {
	test("the editor lists base, consents, tags and the workspace's own properties with their types", async () => {
		const { fields } = await resourceMapping(editor('getCustomerProperties'));
		const typeOf = Object.fromEntries(fields.map(({ id, type }) => [id, type]));
		const labelOf = Object.fromEntries(fields.map(({ id, displayName }) => [id, displayName]));

		expect(typeOf).toMatchObject({
			'base.contacts.email': 'string',
			'consents.marketing.automatic.email.status': 'options',
			'tags.manual': 'string',
			'extended.points': 'number',
			'extended.vip': 'options',
			'extended.topics': 'array',
			'extended.color': 'string',
		});
		expect(labelOf['consents.marketing.automatic.email.objection']).toBe(
			'Consent: Marketing by Email Objected',
		);
		expect(labelOf['extended.color']).toBe('Favorite Color');
		expect(typeOf).not.toHaveProperty('extended.old');
	});

	test('a mapping by name takes paths, nested records, last names of the base, and own properties', async () => {
		const { fields: schema } = await resourceMapping(editor('getCustomerProperties'));
		const { done } = await create(
			{
				email: 'juergen@example.com',
				base: { firstName: 'Jürgen' },
				'base.lastName': 'Groß',
				'consents.marketing.automatic.email.status': 'true',
				tags: { manual: ['a', 'b'] },
				'extended.points': '12',
				vip: true,
				extended: { topics: ['x'] },
				unknown: 'stays out',
			},
			{ ...mappedByName, schema },
		);

		expect(violations()).toEqual([]);
		expect(done[0]?.json).toMatchObject({
			base: { firstName: 'Jürgen', lastName: 'Groß', contacts: { email: 'juergen@example.com' } },
			consents: { marketing: { automatic: { email: { status: true } } } },
			tags: { manual: ['a', 'b'] },
			extended: { points: 12, vip: true, topics: ['x'] },
		});
		expect(JSON.stringify(done[0]?.json)).not.toContain('stays out');
	});

	test('the incoming item stays as it is', async () => {
		const { fields: schema } = await resourceMapping(editor('getCustomerProperties'));
		const item = { externalId: '1', points: 5, extended: { topics: ['x'] } };
		const before = JSON.stringify(item);
		const { done } = await create(item, { ...mappedByName, schema });
		expect(done[0]?.json.extended).toEqual({ topics: ['x'], points: 5 });
		expect(JSON.stringify(item)).toBe(before);
	});

	test('a mapping by hand sends what is mapped, and clears what is empty only on demand', async () => {
		const properties = {
			mappingMode: 'defineBelow',
			value: { externalId: '1', 'base.firstName': '', 'extended.points': 3 },
			matchingColumns: [],
			schema: [{ id: 'extended.points', displayName: 'Points', type: 'number', removed: false }],
		};
		await create({ externalId: '1', firstName: 'Ada' });
		await create({}, properties);
		expect(sandbox().contacthub.customers[0]).toMatchObject({
			base: { firstName: 'Ada' },
			extended: { points: 3 },
		});
		await write('create', { nodeId, input: 'fields', properties, emptyValues: 'clear' });
		expect(sandbox().contacthub.customers[0]?.base).toMatchObject({ firstName: null });
	});

	test('JSON is the other way in', async () => {
		const { error } = await write('create', {
			nodeId,
			input: 'json',
			customer: '{"externalId": "7", "base": {"likes": [{"id": "1", "name": "tea"}]}}',
		});
		expect(error).toBeUndefined();
		expect(sandbox().contacthub.customers[0]).toMatchObject({
			externalId: '7',
			base: { likes: [{ name: 'tea' }] },
		});
	});

	test.each(['update', 'replace'])(
		'%s merges subscriptions, or replaces them in Strict mode',
		async (operation) => {
			const subscriptions = [
				{ id: 'news', subscribed: true },
				{ id: 'offers', subscribed: true },
			];
			const { done } = await create({ externalId: '1', base: { subscriptions } });
			const parameters = {
				customerId: byId(String(done[0]?.json.id)),
				nodeId,
				input: 'fields',
				properties: mappedByName,
			};
			const change = [{ externalId: '1', subscriptions: [{ id: 'news', subscribed: false }] }];
			const stored = () => sandbox().contacthub.customers[0]?.base?.subscriptions;

			await write(operation, parameters, change);
			expect(stored()).toEqual([
				{ id: 'news', subscribed: false },
				{ id: 'offers', subscribed: true },
			]);
			await write(operation, { ...parameters, additionalFields: { mode: 'STRICT' } }, change);
			expect(stored()).toEqual([{ id: 'news', subscribed: false }]);
			expect(sandbox().requests.map(({ query }) => query.mode)).toEqual([
				undefined,
				undefined,
				'STRICT',
			]);
			expect(violations()).toEqual([]);
		},
	);

	test('a conflict with another customer is explained in the vendor’s words', async () => {
		await create({ externalId: '1' });
		const { done } = await create({ externalId: '2' });
		const { error } = await write(
			'update',
			{ customerId: byId(String(done[0]?.json.id)), input: 'fields', properties: mappedByName },
			[{ externalId: '1' }],
		);
		expect(error?.message).toMatch(/conflict.*Conflict with existing customer/);
	});
});

describe('finding customers', () => {
	const filter = (property: string, operator: string, value?: string, type = 'text') => ({
		property,
		operator,
		type,
		...(value !== undefined && { value }),
	});
	const found = async (entry: IDataObject[], match = 'and') => {
		const { done, error } = await getAll({ filters: { entry }, match, returnAll: true });
		expect(error).toBeUndefined();
		return jsonOf(done).map(({ externalId }) => externalId);
	};

	beforeEach(async () => {
		for (const number of [1, 2, 3, 4]) {
			await create({
				externalId: `${number}`,
				base: { firstName: `F${number % 2}`, dob: `198${number}-01-01` },
				extended: { points: number * 10 },
			});
		}
	});

	test.each<[string, IDataObject[], string, string[]]>([
		['equals', [filter('base.firstName', 'EQUALS', 'F1')], 'and', ['3', '1']],
		['numbers', [filter('extended.points', 'GTE', '30', 'number')], 'and', ['4', '3']],
		['truth values', [filter('enabled', 'EQUALS', 'Yes', 'boolean')], 'and', ['4', '3', '2', '1']],
		['one of', [filter('externalId', 'IN', '1, 4')], 'and', ['4', '1']],
		['between', [filter('base.dob', 'BETWEEN', '1982-01-01,1983-12-31')], 'and', ['3', '2']],
		['empty', [filter('base.contacts.email', 'IS_NULL')], 'and', ['4', '3', '2', '1']],
		[
			'all of several',
			[filter('base.firstName', 'EQUALS', 'F0'), filter('externalId', 'NOT_EQUALS', '2')],
			'and',
			['4'],
		],
		[
			'any of several',
			[filter('externalId', 'EQUALS', '1'), filter('externalId', 'EQUALS', '2')],
			'or',
			['2', '1'],
		],
	])('filters: %s', async (_name, entry, match, expected) => {
		expect(await found(entry, match)).toEqual(expected);
	});

	test('a query of the user’s own is sent as it is', async () => {
		const query = JSON.stringify({
			name: '',
			query: {
				type: 'simple',
				are: {
					condition: { type: 'atomic', attribute: 'externalId', operator: 'EQUALS', value: '3' },
				},
			},
		});
		const { done } = await getAll({ additionalFields: { query }, returnAll: true });
		expect(jsonOf(done)).toEqual([expect.objectContaining({ externalId: '3' })]);
	});

	test.each<[string, IDataObject, RegExp]>([
		[
			'filters beside a query',
			{
				filters: { entry: [filter('externalId', 'EQUALS', '1')] },
				additionalFields: { query: '{"query": {"type": "simple"}}' },
			},
			/both set/,
		],
		[
			'a query that is no JSON',
			{ additionalFields: { query: 'externalId = 1' } },
			/needs a JSON object/,
		],
		[
			'one value for Is Between',
			{ filters: { entry: [filter('base.dob', 'BETWEEN', '1')] } },
			/two values/,
		],
		[
			'a word as a number',
			{ filters: { entry: [filter('extended.points', 'GT', 'many', 'number')] } },
			/needs a number/,
		],
		[
			'two numbers for one',
			{ filters: { entry: [filter('extended.points', 'EQUALS', '1,2', 'number')] } },
			/needs a number/,
		],
		[
			'a word as a truth value',
			{ filters: { entry: [filter('enabled', 'EQUALS', 'perhaps', 'boolean')] } },
			/needs true or false/,
		],
	])('refuses %s before anything is sent', async (_name, parameters, message) => {
		sandbox().requests.length = 0;
		const { error } = await getAll(parameters);
		expect(error?.message).toMatch(message);
		expect(sandbox().requests).toEqual([]);
	});

	test('the editor lists properties to filter by', async () => {
		const names = (await loadOptions(editor('getFilterProperties'))).map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['Email', 'Favorite Color', 'Registered At']));
	});

	test('the editor lists customers of the node, and searches them', async () => {
		const all = await listSearch(editor('searchCustomers', { nodeId }));
		const some = await listSearch({ ...editor('searchCustomers'), filter: '3' });
		expect(all.results).toHaveLength(4);
		expect(some.results).toEqual([
			{ name: 'F1 · 3', value: sandbox().contacthub.customers[2]?.id },
		]);
	});

	test('the editor lists nodes, sources and workspaces', async () => {
		const names = async (method: string) =>
			(await listSearch(editor(method))).results.map(({ name }) => name);
		expect(await names('searchNodes')).toEqual(['Online Shop', 'Stores']);
		expect(await names('searchEntryNodes')).toEqual(['Online Shop', 'Stores']);
		expect(await names('searchAggregateNodes')).toEqual([]);
		expect(await names('searchSources')).toEqual(['Website']);
		expect(await names('searchWorkspaces')).toHaveLength(1);
	});
});

describe('beyond the 10,000 matches of one search', () => {
	const everybody = 25_000;

	test('Return All gives every customer once', async () => {
		sandbox().contacthub.addPeople(everybody);
		const { done, error } = await getAll({ returnAll: true });
		expect(error).toBeUndefined();
		const ids = jsonOf(done).map(({ id }) => id);
		expect(ids).toHaveLength(everybody);
		expect(new Set(ids).size).toBe(everybody);
		expect(violations()).toEqual([]);
	});

	test('filters and a limit stay in force', async () => {
		sandbox().contacthub.addPeople(10_600);
		const entry = [
			{ property: 'externalId', operator: 'NOT_EQUALS', type: 'text', value: 'P-000001' },
		];
		const { done } = await getAll({ filters: { entry }, returnAll: true });
		const limited = await getAll({ returnAll: false, limit: 10_500 });
		expect(jsonOf(done).map(({ externalId }) => externalId)).not.toContain('P-000001');
		expect(done).toHaveLength(10_599);
		expect(limited.done).toHaveLength(10_500);
	});

	test('an order of the user’s own cannot be sliced, and the message says so', async () => {
		sandbox().contacthub.addPeople(10_001);
		const { error } = await getAll({
			returnAll: true,
			additionalFields: { sort: 'base.lastName' },
		});
		expect(error?.message).toBe(
			'The search matches 10001 records, but only the first 10000 can be read',
		);
	});
});
