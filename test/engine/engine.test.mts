import { once } from 'node:events';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type {
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { CredentialStore } from './credential-store.mts';
import { listSearch, loadOptions, testCredential } from './editor.mts';
import { runNode } from './execute.mts';
import { createDurablePoller, createPoller } from './poll.mts';
import { callWebhook } from './webhook.mts';

const description: INodeTypeDescription = {
	displayName: 'Echo',
	name: 'echo',
	group: ['input'],
	version: 1,
	description: 'Sends each item to a server',
	defaults: { name: 'Echo' },
	inputs: ['main'],
	outputs: ['main'],
	credentials: [{ name: 'echoApi' }, { name: 'echoOAuth2Api' }],
	properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
};

/** Sends every item; answers each with two linked items, and with an error item when refused. */
const echo = (credential: string): INodeType => ({
	description,
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		const results = await Promise.all(
			items.map(async ({ json }, item) => {
				const url = this.getNodeParameter('url', item);
				try {
					const request = { method: 'POST' as const, url: String(url), body: json };
					const reply: IDataObject = await this.helpers.httpRequestWithAuthentication.call(
						this,
						credential,
						request,
					);
					return ['first', 'second'].map((half) => ({
						json: { ...reply, half },
						pairedItem: { item },
					}));
				} catch (error) {
					if (!this.continueOnFail()) throw error;
					return [{ json: { error: 'Refused' }, pairedItem: { item } }];
				}
			}),
		);
		return [results.flat()];
	},
	methods: {
		loadOptions: {
			async letters() {
				return [{ name: String(this.getCurrentNodeParameter('letter')), value: 'a' }];
			},
		},
		listSearch: {
			async pages(filter, paginationToken) {
				const { token } = await this.getCredentials<{ token: string }>('echoApi');
				return { results: [{ name: `${filter} ${token}`, value: String(paginationToken) }] };
			},
		},
		credentialTest: {
			async check(credential) {
				return credential.data?.token === 'secret'
					? { status: 'OK', message: 'Good' }
					: { status: 'Error', message: 'Bad' };
			},
		},
	},
});

class EchoApi implements ICredentialType {
	name = 'echoApi';

	displayName = 'Echo API';

	properties: ICredentialType['properties'] = [
		{ displayName: 'Token', name: 'token', type: 'string', default: '' },
		{ displayName: 'Server', name: 'server', type: 'hidden', default: '={{$self.token}}-server' },
	];

	authenticate: ICredentialType['authenticate'] = {
		type: 'generic',
		properties: { headers: { authorization: '=Bearer {{$credentials.token}}' } },
	};
}

class EchoOAuth2Api implements ICredentialType {
	name = 'echoOAuth2Api';

	displayName = 'Echo OAuth2 API';

	extends = ['oAuth2Api'];

	properties: ICredentialType['properties'] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'clientCredentials' },
	];
}

let server: Server;
let url: string;
let received: Array<{ headers: IncomingHttpHeaders; path: string; body: IDataObject }> = [];

beforeAll(async () => {
	server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const text = Buffer.concat(chunks).toString();
		if (request.url === '/token') {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ access_token: 'granted', token_type: 'bearer' }));
			return;
		}
		const body: IDataObject = text === '' ? {} : JSON.parse(text);
		received.push({ headers: request.headers, path: request.url ?? '', body });
		if (body.wait === true) await delay(5_000, undefined, { ref: false });
		response.statusCode = body.refuse === true ? 400 : 200;
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ got: body.id ?? null }));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	url = `http://127.0.0.1:${address.port}`;
});

beforeEach(() => {
	received = [];
});

afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const token = () => ({
	node: echo('echoApi'),
	parameters: { url: '={{ $json.base ?? "" }}' },
	credentials: { echoApi: { token: 'secret' } },
	credentialTypes: [new EchoApi()],
});

describe('runNode', () => {
	test('links outputs to inputs, evaluates expressions and authenticates every request', async () => {
		const run = await runNode({ ...token(), items: [1, 2].map((id) => ({ id, base: url })) });
		expect(run.status).toBe('success');
		expect(run.outputs).toEqual([
			[
				{ json: { got: 1, half: 'first' }, pairedItem: { item: 0 } },
				{ json: { got: 1, half: 'second' }, pairedItem: { item: 0 } },
				{ json: { got: 2, half: 'first' }, pairedItem: { item: 1 } },
				{ json: { got: 2, half: 'second' }, pairedItem: { item: 1 } },
			],
		]);
		expect(received.map(({ headers }) => headers.authorization)).toEqual([
			'Bearer secret',
			'Bearer secret',
		]);
		expect(run.requests.map(({ method, status }) => [method, status])).toEqual([
			['POST', 200],
			['POST', 200],
		]);
	});

	test('sends error items to the error branch with their link and their input', async () => {
		const run = await runNode({
			...token(),
			items: [
				{ id: 1, base: url },
				{ id: 2, base: url, refuse: true },
			],
			onError: 'continueErrorOutput',
		});
		expect(run.outputs).toMatchObject([
			[{ json: { got: 1 } }, { json: { got: 1 } }],
			[{ json: { id: 2, refuse: true, error: 'Refused' }, pairedItem: { item: 1 } }],
		]);
	});

	test('reports the error that stops the execution', async () => {
		const run = await runNode({ ...token(), items: [{ base: url, refuse: true }] });
		expect(run.status).toBe('error');
		expect(run.outputs).toEqual([]);
		expect(run.error).toMatchObject({ name: 'NodeApiError', httpCode: '400' });
	});

	test('cancels requests that are under way', async () => {
		const stop = new AbortController();
		const running = runNode({
			...token(),
			items: [{ base: url, wait: true }],
			signal: stop.signal,
		});
		while (received.length === 0) await delay(5);
		stop.abort();
		const run = await running;
		expect(run.status).toBe('canceled');
		expect(run.requests).toHaveLength(1);
		expect(run.requests[0]?.status).toBeUndefined();
	});

	test('fetches an OAuth2 token through the parent credential and keeps it in the store', async () => {
		const store = new CredentialStore([new EchoOAuth2Api()], {
			echoOAuth2Api: { clientId: 'id', clientSecret: 'key', accessTokenUrl: `${url}/token` },
		});
		const run = await runNode({
			node: echo('echoOAuth2Api'),
			parameters: { url },
			credentials: store,
			items: [{ id: 1 }],
		});
		expect(run.error).toBeUndefined();
		expect(received[0]?.headers.authorization).toBe('Bearer granted');
		expect(store.stored('echoOAuth2Api').oauthTokenData).toMatchObject({ access_token: 'granted' });
	});

	test('resolves the expressions and defaults of a credential type', async () => {
		const { credentials } = await runNode(token());
		const { credentialTypes, credentials: data } = token();
		const store = new CredentialStore(credentialTypes, data);
		expect(store.stored('echoApi')).toEqual({ token: 'secret' });
		expect(credentials.stored('echoApi')).toEqual({ token: 'secret' });
		const search = await listSearch({
			...token(),
			credentials: store,
			method: 'pages',
			filter: 'x',
			paginationToken: '2',
		});
		expect(search).toEqual({ results: [{ name: 'x secret', value: '2' }] });
	});
});

/** Counts its polls in static data; every second tick is silent, and a tick of seven throws. */
const counter: INodeType = {
	description: { ...description, inputs: [], polling: true, properties: [] },
	async poll(this: IPollFunctions) {
		const data = this.getWorkflowStaticData('node');
		const count = Number(data.count ?? 0) + 1;
		if (count === 7) throw new Error('Seven');
		data.count = count;
		return count % 2 === 0 ? null : [[{ json: { count } }]];
	},
};

const emitted = (count: number) => [[{ json: { count } }]];

describe('createPoller', () => {
	test('persists static data with what is emitted, as n8n does, and loses it by renaming', async () => {
		const poller = createPoller({ node: counter, parameters: {} });
		expect(await poller.poll()).toEqual(emitted(1));
		expect(await poller.poll()).toBeNull();
		expect(poller.staticData).toEqual({ 'node:Trigger': { count: 2 } });
		expect(poller.saved).toEqual({ 'node:Trigger': { count: 1 } });

		const restarted = createPoller({ node: counter, parameters: {}, staticData: poller.saved });
		expect(await restarted.poll()).toBeNull();
		poller.rename('Other');
		expect(await poller.poll()).toEqual(emitted(1));
		expect(poller.staticData).toEqual({ 'node:Trigger': { count: 2 }, 'node:Other': { count: 1 } });
	});

	test('throws what the node throws', async () => {
		const staticData = { 'node:Trigger': { count: 6 } };
		const poller = createPoller({ node: counter, parameters: {}, staticData });
		await expect(poller.poll()).rejects.toThrow('Seven');
	});
});

describe('createDurablePoller', () => {
	test('commits the cursor with the execution, alone on a silent tick, never in a crash', async () => {
		const poller = createDurablePoller({ node: counter, parameters: {} });
		expect(await poller.poll({ crash: true })).toEqual(emitted(1));
		expect(poller.cursor).toEqual({});
		expect(await poller.poll()).toEqual(emitted(1));
		expect(await poller.poll()).toBeNull();
		expect(poller.cursor).toEqual({ count: 2 });
		poller.rename('Other');
		expect(await poller.poll()).toEqual(emitted(3));
	});

	test('gives overlapping ticks a snapshot each', async () => {
		const poller = createDurablePoller({ node: counter, parameters: {}, cursor: { count: 4 } });
		expect(await Promise.all([poller.poll(), poller.poll()])).toEqual([emitted(5), emitted(5)]);
	});
});

describe('callWebhook', () => {
	const node: INodeType = {
		description: {
			...description,
			inputs: [],
			properties: [],
			webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'in' }],
		},
		async webhook(this: IWebhookFunctions) {
			const request = this.getRequestObject();
			if (this.getHeaderData()['x-secret'] !== 'secret') {
				this.getResponseObject().status(403).json({ message: 'No' });
				return { noWebhookResponse: true };
			}
			const json = {
				raw: request.rawBody.toString(),
				body: this.getBodyData(),
				...(this.getQueryData() as object),
			};
			return { workflowData: [[{ json }]] };
		},
	};

	test('hands over raw body, parsed body, headers and query', async () => {
		const answer = await callWebhook({
			node,
			parameters: {},
			request: {
				headers: { 'content-type': 'application/json', 'x-secret': 'secret' },
				rawBody: '{"id": 9007199254740993}',
				query: { a: '1' },
			},
		});
		expect(answer.error).toBeUndefined();
		expect(answer.workflowData).toEqual([
			[{ json: { raw: '{"id": 9007199254740993}', body: { id: 9007199254740992 }, a: '1' } }],
		]);
		expect(answer.response).toMatchObject({
			status: 200,
			body: '{"message":"Workflow was started"}',
		});
	});

	test('gives the node its own response', async () => {
		const answer = await callWebhook({ node, parameters: {}, request: { rawBody: '{}' } });
		expect(answer.workflowData).toBeUndefined();
		expect(answer.response).toMatchObject({ status: 403, body: '{"message":"No"}' });
	});
});

describe('editor', () => {
	test('loads options for the open form', async () => {
		const call = { ...token(), method: 'letters', parameters: { letter: 'A' } };
		expect(await loadOptions(call)).toEqual([{ name: 'A', value: 'a' }]);
	});

	test('tests a credential by the node that names itself as tester', async () => {
		const node = echo('echoApi');
		node.description = { ...description, credentials: [{ name: 'echoApi', testedBy: 'check' }] };
		const type = new EchoApi();
		expect(await testCredential({ type, data: { token: 'secret' }, node })).toMatchObject({
			status: 'OK',
		});
		expect(await testCredential({ type, data: { token: 'no' }, node })).toMatchObject({
			status: 'Error',
		});
	});

	test('tests a credential by its own request and its rules', async () => {
		const refused = {
			type: 'responseCode' as const,
			properties: { value: 400, message: 'Refused' },
		};
		const test = (body: IDataObject) => ({
			request: { baseURL: url, url: '/probe', method: 'POST' as const, body },
			rules: [refused],
		});
		const data = { token: 'secret' };
		const good = Object.assign(new EchoApi(), { test: test({}) });
		expect(await testCredential({ type: good, data })).toMatchObject({ status: 'OK' });
		expect(received[0]).toMatchObject({
			path: '/probe',
			headers: { authorization: 'Bearer secret' },
		});
		const bad = Object.assign(new EchoApi(), { test: test({ refuse: true }) });
		expect(await testCredential({ type: bad, data })).toEqual({
			status: 'Error',
			message: 'Refused',
		});
	});
});
