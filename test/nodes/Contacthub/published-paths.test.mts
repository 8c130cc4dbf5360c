import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';
import { GET } from '../../../core/rows/route.ts';
import { PublishedPaths } from '../../../nodes/Contacthub/published-paths.ts';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_WORKSPACE_ID,
} from '../../../sandbox/contacthub/accounts.mts';
import type { Misbehaviour, Sandbox } from '../../../sandbox/server.mts';
import { startSandbox } from '../../../sandbox/server.mts';
import { runNode } from '../../engine/execute.mts';
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

	test('goes to a path with an ID in it', async () => {
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
			`POST ${workspace}/data-protection/customers/${customerId}`,
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
			`PUT ${workspace}/configuration/properties/base/email/state`,
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
		['loses its connection', { kind: 'reset-before' }],
	])('keeps to the inferred path where the description %s', async (_name, rule) => {
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
	});

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

describe('the look-up', () => {
	/** A vendor that answers as told, and counts. */
	async function vendor(answer: (response: ServerResponse, asked: number) => void) {
		let asked = 0;
		const server = createServer((_request, response) => answer(response, ++asked));
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		servers.push(server);
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		return { baseUrl: `http://127.0.0.1:${port}`, asked: () => asked };
	}
	const servers: Server[] = [];
	afterEach(async () => {
		for (const server of servers.splice(0)) {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		}
	});

	const row = { title: 'List nodes', request: GET('/own') };
	const description = 'paths: { /published: { get: { summary: List nodes } } }';
	const good = (response: ServerResponse) => response.end(description);

	/** Looks a route up through n8n's own request helper. */
	const lookUp = async (paths: PublishedPaths, baseUrl: string) =>
		await inNode(async (context) => await paths.routeOf(context, { baseUrl }, row));

	test('that found nothing is made again after ten minutes, not before', async () => {
		let now = 0;
		const paths = new PublishedPaths(() => now);
		const { baseUrl, asked } = await vendor((response, count) => {
			if (count > 1) good(response);
			else response.writeHead(503).end();
		});
		expect(await lookUp(paths, baseUrl)).toBeUndefined();
		now = 10 * 60_000 - 1;
		expect(await lookUp(paths, baseUrl)).toBeUndefined();
		expect(asked()).toBe(1);
		now = 10 * 60_000;
		expect(await lookUp(paths, baseUrl)).toEqual(GET('/published'));
		now = Number.MAX_SAFE_INTEGER;
		expect(await lookUp(paths, baseUrl)).toEqual(GET('/published'));
		expect(asked()).toBe(2);
	});

	test('is made once while it runs, whoever asks', async () => {
		const paths = new PublishedPaths();
		const { baseUrl, asked } = await vendor(good);
		await Promise.all([lookUp(paths, baseUrl), lookUp(paths, baseUrl)]);
		expect(asked()).toBe(1);
	});

	test('forgets the oldest address where there are many', async () => {
		const paths = new PublishedPaths(Date.now, { mostAddresses: 2 });
		const { baseUrl, asked } = await vendor(good);
		for (const path of ['/a', '/b', '/c', '/c', '/b']) await lookUp(paths, `${baseUrl}${path}`);
		expect(asked()).toBe(3);
		await lookUp(paths, `${baseUrl}/a`);
		expect(asked()).toBe(4);
	});

	test('does not wait for a description that never comes', async () => {
		const paths = new PublishedPaths(Date.now, { timeoutMs: 100 });
		const { baseUrl } = await vendor(() => undefined);
		expect(await lookUp(paths, baseUrl)).toBeUndefined();
	});

	test('nor for one that trickles', async () => {
		const paths = new PublishedPaths(Date.now, { timeoutMs: 100 });
		const trickles = new AbortController();
		const { baseUrl } = await vendor((response) => {
			response.write(description);
			const timer = setInterval(() => response.write('\n'), 10);
			trickles.signal.addEventListener('abort', () => clearInterval(timer));
		});
		expect(await lookUp(paths, baseUrl)).toBeUndefined();
		trickles.abort();
	});

	test.each([
		['endless', (response: ServerResponse) => endless(response)],
		['one that unpacks to more than it may be', (response: ServerResponse) => bomb(response)],
	])('takes no description that is too large: %s', async (_kind, answer) => {
		const paths = new PublishedPaths(Date.now, { timeoutMs: 3_600_000 });
		const { baseUrl } = await vendor(answer);
		expect(await lookUp(paths, baseUrl)).toBeUndefined();
	});

	test('follows nobody to another place', async () => {
		const elsewhere = await vendor(good);
		const { baseUrl } = await vendor((response) =>
			response.writeHead(302, { location: `${elsewhere.baseUrl}/docs/swagger.yml` }).end(),
		);
		expect(await lookUp(new PublishedPaths(), baseUrl)).toBeUndefined();
		expect(elsewhere.asked()).toBe(0);
	});
});

/** Comment lines without an end, before a good description could come. */
function endless(response: ServerResponse) {
	const more = () => {
		while (!response.destroyed && response.write(`# ${'x'.repeat(65_536)}\n`));
		if (!response.destroyed) response.once('drain', more);
	};
	more();
}

/** A good description behind 10 MB of spaces, packed to a few kB. */
function bomb(response: ServerResponse) {
	const text = `paths: { /published: { get: { summary: List nodes } } }\n${'\n'.repeat(10_000_000)}`;
	response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
}

/** Runs something with the context of a node in n8n's engine. */
async function inNode<T>(work: (context: IExecuteFunctions) => Promise<T>): Promise<T> {
	let result: Promise<T> | undefined;
	const node: INodeType = {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['transform'],
			version: 1,
			description: 'Runs a test’s function',
			defaults: { name: 'Probe' },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			result = work(this);
			await result;
			return [[]];
		},
	};
	const { error } = await runNode({ node, parameters: {} });
	if (error || !result) throw error ?? new Error('The probe did not run');
	return await result;
}
