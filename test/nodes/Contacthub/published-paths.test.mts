import { readRoutes } from '../../../nodes/Contacthub/published-paths.ts';
import { CONTACTHUB_NODE_ID, CONTACTHUB_WORKSPACE_ID } from '../../../sandbox/accounts.mts';
import type { Misbehaviour, Sandbox } from '../../../sandbox/server.mts';
import { startSandbox } from '../../../sandbox/server.mts';
import { byId, runContacthub } from './run.mts';

let sandbox: Sandbox;
// The look-up happens once for an address, so each test has a server of its own.
beforeEach(async () => {
	sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const workspace = `/contacthub/hub/v1/workspaces/${CONTACTHUB_WORKSPACE_ID}`;
const description = '/contacthub/hub/v1/docs/swagger.yml';
const paths = () => sandbox.requests.map(({ method, path }) => `${method} ${path}`);
const listNodes = () => runContacthub(sandbox, { resource: 'node', operation: 'getAll' });

describe('an inferred operation', () => {
	test('goes where the vendor publishes it, and asks for that once', async () => {
		const { done } = await listNodes();
		await listNodes();

		expect(done.map(({ json }) => json.id)).toContain(CONTACTHUB_NODE_ID);
		expect(paths()).toEqual([
			`GET ${description}`,
			`GET ${workspace}/nodes`,
			`GET ${workspace}/nodes`,
		]);
	});

	test('takes over a published method, and names in the path that differ', async () => {
		const [customer] = sandbox.contacthub.addPeople(1);
		const customerId = customer?.id ?? '';
		await runContacthub(sandbox, {
			resource: 'dataProtection',
			operation: 'forgetCustomer',
			parameters: { customerId: byId(customerId) },
		});
		const { done } = await runContacthub(sandbox, {
			resource: 'aggregateNode',
			operation: 'create',
			parameters: { name: 'Everybody' },
		});
		const aggregateNodeId = String(done[0]?.json.id);
		await runContacthub(sandbox, {
			resource: 'aggregateNode',
			operation: 'get',
			parameters: { aggregateNodeId: byId(aggregateNodeId) },
		});

		expect(sandbox.contacthub.customers).toEqual([]);
		expect(paths()).toEqual([
			`GET ${description}`,
			`DELETE ${workspace}/data-protection/customers/${customerId}`,
			`POST ${workspace}/configuration/nodes/aggregates`,
			`GET ${workspace}/configuration/nodes/aggregate/${aggregateNodeId}`,
		]);
	});

	test('is told from another with the same title by the name in its path', async () => {
		await runContacthub(sandbox, {
			resource: 'customerProperty',
			operation: 'updateBaseState',
			parameters: { baseProperty: 'email' },
		});
		expect(paths()).toEqual([
			`GET ${description}`,
			`PATCH ${workspace}/configuration/properties/base/email/enabled`,
		]);
	});

	test('whose title is lost goes to the inferred path without a look-up', async () => {
		await runContacthub(sandbox, { resource: 'sendSource', operation: 'getAll' });
		expect(paths()).toEqual(['GET /contacthub/hub/v1/send-sources']);
	});

	test.each<[string, Misbehaviour]>([
		['is missing', { kind: 'status', status: 404 }],
		['is a web page', { kind: 'html', status: 200 }],
		['is broken', { kind: 'status', status: 200, body: 'paths: {\n  a: [b: }' }],
		['is not a description', { kind: 'status', status: 200, body: '- 1\n- 2' }],
		['never comes', { kind: 'delay', ms: 60_000 }],
		['loses its connection', { kind: 'reset-before' }],
	])(
		'keeps to the inferred path where the description %s',
		async (_name, rule) => {
			sandbox.misbehave(rule);
			const { done, error } = await listNodes();
			await listNodes();

			expect(error).toBeUndefined();
			expect(done).not.toEqual([]);
			expect(paths()).toEqual([
				`GET ${description}`,
				`GET ${workspace}/configuration/nodes`,
				`GET ${workspace}/configuration/nodes`,
			]);
		},
		15_000,
	);

	test.each([404, 405])(
		'says on %d that its path is not confirmed, and the way by hand',
		async (status) => {
			sandbox.misbehave({ kind: 'status', status: 404 });
			sandbox.misbehave({ kind: 'status', status });
			const { error } = await listNodes();

			expect(error?.description).toContain('The path of this operation is not confirmed');
			expect(error?.description).toContain('GET /workspaces/{workspaceId}/configuration/nodes');
			expect(error?.description).toContain('HTTP Request node');
		},
	);

	test('does not say so where the vendor published the path', async () => {
		sandbox.misbehave({ operationId: 'node.getAll', kind: 'status', status: 404 });
		const { error } = await listNodes();
		expect(error?.message).toContain('found nothing');
		expect(error?.description).not.toContain('not confirmed');
	});
});

test('a confirmed operation never asks for the description', async () => {
	await runContacthub(sandbox, { resource: 'entryNode', operation: 'getAll' });
	expect(paths()).toEqual([`GET ${workspace}/configuration/nodes/entries`]);
});

test('a path that could name another host is no path', () => {
	expect(readRoutes('paths: { .example.com/a: { get: { summary: A } } }')).toEqual(new Map());
});

test('descriptions are read as YAML and as JSON, quoted or not', () => {
	const yaml = `
paths:
  /a/{id}:
    parameters: [{ name: id, in: path }]
    get: { summary: "Get  a thing." }
    post:
      summary: >-
        Write a
        thing
`;
	const json = JSON.stringify({ paths: { '/a/{id}': { get: { summary: 'Get a thing' } } } });
	expect(readRoutes(yaml)).toEqual(
		new Map([
			['get a thing', [{ method: 'GET', path: '/a/{id}' }]],
			['write a thing', [{ method: 'POST', path: '/a/{id}' }]],
		]),
	);
	expect(readRoutes(json).get('get a thing')).toEqual([{ method: 'GET', path: '/a/{id}' }]);
});
