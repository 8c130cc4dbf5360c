import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetch, FormData } from 'undici';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
	TAGUCHI_API_TOKEN,
	TAGUCHI_ENDPOINTS,
} from '../../sandbox/accounts.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';

interface Schema {
	type?: string;
	format?: string;
	enum?: string[];
}
interface Operation {
	operationId: string;
	parameters?: Array<{ name: string; in: string; required?: boolean; schema: Schema }>;
	requestBody?: { content: Record<string, { example: Record<string, unknown> }> };
	responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}
interface Contract {
	paths: Record<string, Record<string, Operation>>;
}

/** What a documented example cannot know: records that exist in the sandbox. */
interface Known {
	values: Record<string, string>;
	query?: Record<string, Record<string, string>>;
	bodies?: Record<string, (example: Record<string, unknown>) => unknown>;
}

const vendors = [
	{
		name: 'taguchi',
		mount: '/taguchi',
		token: TAGUCHI_API_TOKEN,
		async known(sandbox: Sandbox): Promise<Known> {
			await send('POST', sandbox.taguchi.endpointUrl('token'), TAGUCHI_API_TOKEN, [
				{ profile: { email: 'example@taguchi.com.au' } },
			]);
			const partitions = sandbox.taguchi.endpointUrl('token').replace(/subscriber$/, 'partition');
			await send('POST', partitions, TAGUCHI_API_TOKEN, [{ ref: '112' }]);
			return {
				values: { environment: 'prod', 'endpoint-id': TAGUCHI_ENDPOINTS.token.id },
				query: {
					'subscriber.get': { email: 'example@taguchi.com.au' },
					'subscriber.anonymize': { email: 'example@taguchi.com.au' },
					'partition.get': { ref: '112' },
				},
			};
		},
	},
	{
		name: 'contacthub',
		mount: '/contacthub/hub/v1',
		token: CONTACTHUB_TOKEN,
		async known(sandbox: Sandbox): Promise<Known> {
			const [person] = sandbox.contacthub.addPeople(1);
			const customerId = person?.id ?? '';
			const workspace = `${sandbox.contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}`;
			await send('POST', `${workspace}/events`, CONTACTHUB_TOKEN, {
				customerId,
				type: 'viewedPage',
				context: 'WEB',
				properties: {},
			});
			const made = async (path: string, body: unknown): Promise<string> => {
				const { text } = await send('POST', `${workspace}${path}`, CONTACTHUB_TOKEN, body);
				return JSON.parse(text).id;
			};
			const customer = `/customers/${customerId}`;
			await made(`${customer}/subscriptions`, { id: 'sample', subscribed: true });
			await made(`${customer}/sessions`, { value: 'sample' });
			const jobs = `/nodes/${CONTACTHUB_NODE_ID}/bulk-jobs`;
			const jobId = await made(jobs, form({ file: 'externalId\r\n1\r\n', operation: 'UPSERT' }));
			// A job is done after somebody has looked at it three times.
			for (let look = 0; look < 3; look++) {
				await send('GET', `${workspace}${jobs}/${jobId}`, CONTACTHUB_TOKEN);
			}
			// The example's picture is not a URL, which its own format asks for.
			const withPicture = ({ base, ...example }: Record<string, unknown>) => ({
				...example,
				base: { ...Object(base), pictureUrl: 'https://example.com/picture.png' },
			});
			const onNode = (example: Record<string, unknown>) => ({
				...withPicture(example),
				nodeId: CONTACTHUB_NODE_ID,
			});
			return {
				values: {
					workspaceId: CONTACTHUB_WORKSPACE_ID,
					nodeId: CONTACTHUB_NODE_ID,
					customerId,
					id: sandbox.contacthub.events[0]?.id ?? '',
					jobId,
					aggregateNodeId: await made('/configuration/nodes/aggregates', { name: 'Everybody' }),
					sourceId: await made('/configuration/sources', { name: 'Shop', provider: 'API' }),
				},
				bodies: {
					'customer.create': onNode,
					'customer.update': onNode,
					'customer.patch': withPicture,
					// The example holds both ways to name a customer, and the text allows one of them.
					'event.create': ({ bringBackProperties: _, ...example }) => ({ ...example, customerId }),
				},
			};
		},
	},
	{
		name: 'horisen',
		mount: '/horisen/news/v1',
		token: HORISEN_TOKEN,
		async known({ horisen }: Sandbox): Promise<Known> {
			const uuid = sample({ format: 'uuid' });
			horisen.putContact({ uuid });
			horisen.addCustomField('level');
			const kinds = [
				'list',
				'segmentationSet',
				'segmentationGroup',
				'subscription',
				'subscriptionOption',
				'group',
				'touchpoint',
				'interest',
			] as const;
			for (const kind of kinds) horisen.addNamed(kind, { uuid, name: 'Example' });
			// The examples hold "string" where the sandbox wants a list, a number and an address.
			const contact = (example: Record<string, unknown>) => ({
				...example,
				list_uuid: HORISEN_LIST_UUID,
				mobile: '+41765554366',
				email: 'john@example.com',
			});
			return {
				values: {
					serviceUuid: HORISEN_SERVICE_UUID,
					list_uuid: HORISEN_LIST_UUID,
					identifier: 'mobile',
					customFieldsId: 'level',
				},
				bodies: { 'contact.create': contact, 'contact.update': contact },
			};
		},
	},
];

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe.each(vendors)('$name: every documented operation', ({ name, mount, token, known }) => {
	const contract = readContract(name);
	const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			id: operation.operationId,
			method: method.toUpperCase(),
			path,
			operation,
		})),
	);

	test.each(operations)('$id answers as documented', async ({ id, method, path, operation }) => {
		const { values, query = {}, bodies = {} } = await known(sandbox);
		const parameters = operation.parameters ?? [];
		const filled = path.replace(/\{(.+?)\}/g, (_, parameter: string) => {
			const schema = parameters.find((one) => one.name === parameter)?.schema ?? {};
			return encodeURIComponent(
				schema.type === 'integer' ? sample(schema) : (values[parameter] ?? sample(schema)),
			);
		});
		const required = parameters
			.filter((parameter) => parameter.in === 'query' && parameter.required)
			.map((parameter) => [parameter.name, values[parameter.name] ?? sample(parameter.schema)]);
		const search = new URLSearchParams({ ...Object.fromEntries(required), ...query[id] });
		const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
		const body = content && (bodies[id] ?? ((example) => example))(content.example);

		const answer = await send(
			method,
			`${sandbox.url}${mount}${filled}?${search}`,
			token,
			mediaType === 'multipart/form-data' ? form(body) : body,
		);

		const recorded = sandbox.requests.at(-1);
		expect(recorded).toMatchObject({ vendor: name, operationId: id, violations: [] });
		const [status, response] =
			Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? [];
		expect(answer.status).toBe(Number(status));
		const example = response?.content?.['application/json']?.example;
		if (example !== undefined) {
			const got: unknown = JSON.parse(answer.text);
			expect(Array.isArray(got)).toBe(Array.isArray(example));
			expect(typeof got).toBe(typeof example);
		}
	});
});

function readContract(name: string): Contract {
	const file = join(import.meta.dirname, `../contracts/${name}.openapi.json`);
	return JSON.parse(readFileSync(file, 'utf8'));
}

function sample({ type, format, enum: values }: Schema): string {
	if (values?.[0] !== undefined) return values[0];
	if (format === 'uuid') return '497f6eca-6276-4993-bfeb-53cbbbba6f08';
	return type === 'integer' ? '1' : 'sample';
}

function form(fields: unknown): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields ?? {})) data.append(name, String(value));
	return data;
}

async function send(method: string, url: string, token: string, body?: unknown) {
	const isForm = body instanceof FormData;
	const response = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${token}`,
			...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
		},
		body: isForm ? body : body === undefined ? null : JSON.stringify(body),
	});
	return { status: response.status, text: await response.text() };
}
