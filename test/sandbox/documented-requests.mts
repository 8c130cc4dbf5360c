/** The vendors' documents as requests: each operation with its documented example, on records that the sandbox has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetch, FormData } from 'undici';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../sandbox/contacthub/accounts.mts';
import {
	EMPORIX_CLIENT,
	EMPORIX_CUSTOMER_TOKEN,
	EMPORIX_TENANT,
} from '../../sandbox/emporix/accounts.mts';
import {
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../sandbox/horisen/accounts.mts';
import { TAGUCHI_API_TOKEN, TAGUCHI_ENDPOINTS } from '../../sandbox/taguchi/accounts.mts';
import type { Sandbox } from '../../sandbox/server.mts';

/** The part of a JSON schema that the contracts use. */
export interface Schema {
	type?: string;
	format?: string;
	enum?: ReadonlyArray<string | null>;
	nullable?: boolean;
	minimum?: number;
	maximum?: number;
	minItems?: number;
	maxItems?: number;
	maxLength?: number;
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: readonly string[];
	additionalProperties?: boolean | Schema;
}
export interface Parameter {
	name: string;
	in: string;
	required?: boolean;
	schema: Schema;
}
export interface Operation {
	operationId: string;
	parameters?: Parameter[];
	requestBody?: { content: Record<string, { schema: Schema; example: Record<string, unknown> }> };
	responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}
interface Contract {
	paths: Record<string, Record<string, Operation>>;
}

/** What a documented example cannot know: records that exist in the sandbox. */
export interface Known {
	/** The credential, where the vendor has no lasting one; and those of single operations. */
	token?: string;
	tokens?: Record<string, string>;
	headers?: Record<string, string>;
	values: Record<string, string>;
	query?: Record<string, Record<string, string>>;
	bodies?: Record<string, (example: Record<string, unknown>) => unknown>;
}

/** A vendor of the sandbox, with its contract and what its documented examples need to succeed. */
export const documentedVendors = [
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
			const [event] = sandbox.contacthub.events;
			const made = async (path: string, body: unknown): Promise<string> => {
				const { text } = await send('POST', `${workspace}${path}`, CONTACTHUB_TOKEN, body);
				return JSON.parse(text).id;
			};
			const customer = `/customers/${customerId}`;
			await made(`${customer}/subscriptions`, { id: 'sample', subscribed: true });
			const sessionId = await made(`${customer}/sessions`, { value: 'sample' });
			const aggregateNodeId = await made('/configuration/nodes/aggregates', { name: 'Everybody' });
			const sourceId = await made('/configuration/sources', { name: 'Shop', provider: 'API' });
			const jobs = `/nodes/${CONTACTHUB_NODE_ID}/bulk-jobs`;
			const jobId = await made(jobs, form({ file: 'externalId\r\n1\r\n', operation: 'UPSERT' }));
			// A job is done after somebody has looked at it three times.
			for (let look = 0; look < 3; look++) {
				await send('GET', `${workspace}${jobs}/${jobId}`, CONTACTHUB_TOKEN);
			}
			// The example's picture is not a URL, which its own format asks for; nor are its own properties those of the workspace.
			const asCustomer = ({ base, extended: _, ...example }: Record<string, unknown>) => ({
				...example,
				base: { ...Object(base), pictureUrl: 'https://example.com/picture.png' },
			});
			const onNode = (example: Record<string, unknown>) => ({
				...asCustomer(example),
				nodeId: CONTACTHUB_NODE_ID,
			});
			const { intId, sourceInfo, registeredAt, deleted } = person ?? {};
			const immutable = { id: customerId, intId, sourceInfo, registeredAt, deleted };
			const asEvent = ({ bringBackProperties: _, ...example }: Record<string, unknown>) => ({
				...example,
				id: event?.id,
				customerId,
				type: event?.type,
				registeredAt: event?.registeredAt,
			});
			const withoutIndex = (example: Record<string, unknown>) =>
				Object.fromEntries(
					Object.entries(example).map(([name, schema]) => {
						const { indexed: _, ...properties } = Object(Object(schema).contactlabProperties);
						return [name, { ...Object(schema), contactlabProperties: properties }];
					}),
				);
			return {
				values: {
					workspaceId: CONTACTHUB_WORKSPACE_ID,
					nodeId: CONTACTHUB_NODE_ID,
					customerId,
					id: event?.id ?? '',
					jobId,
					sessionId,
					aggregateNodeId,
					sourceId,
				},
				bodies: {
					'customer.create': onNode,
					'customer.update': (example) => ({ ...onNode(example), ...immutable }),
					'customer.patch': asCustomer,
					'customerProperty.updateExtended': withoutIndex,
					'customerSubscription.update': (example) => ({ ...example, id: 'sample' }),
					'entryNode.update': (example) => ({ ...example, id: CONTACTHUB_NODE_ID }),
					'source.update': (example) => ({ ...example, id: sourceId }),
					// The text says what of an aggregate node never changes.
					'aggregateNode.update': ({ entryNodes: _, matchingProperties: __, ...example }) =>
						example,
					// The example holds both ways to name a customer, and the text allows one of them.
					'event.create': ({ bringBackProperties: _, ...example }) => ({ ...example, customerId }),
					'event.update': asEvent,
					'event.patch': ({ context: _, ...example }) => ({ ...asEvent(example), context: 'WEB' }),
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
			const member = (example: Record<string, unknown>) =>
				Object.fromEntries(
					Object.entries(example).map(([name, value]) => [
						name,
						name === 'status' ? 'subscribed' : name.endsWith('_uuid') ? uuid : value,
					]),
				);
			return {
				values: {
					serviceUuid: HORISEN_SERVICE_UUID,
					list_uuid: HORISEN_LIST_UUID,
					identifier: 'mobile',
					customFieldsId: 'level',
				},
				bodies: {
					'contact.create': contact,
					'contact.update': contact,
					'subscriptionMember.upsert': member,
					'touchpointMember.upsert': member,
					'interestMember.upsert': member,
				},
			};
		},
	},
	{
		name: 'emporix',
		mount: '/emporix',
		async known(sandbox: Sandbox): Promise<Known> {
			const { id: client_id, secret: client_secret } = EMPORIX_CLIENT;
			const response = await fetch(`${sandbox.emporix.baseUrl}/oauth/token`, {
				method: 'POST',
				body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),
			});
			const { access_token } = Object(await response.json());
			const token = String(access_token);
			const headers = { 'emporix-tenant': EMPORIX_TENANT };
			const segments = `${sandbox.emporix.baseUrl}/customer-segment/${EMPORIX_TENANT}/segments`;
			const put = async (path: string, body: object) =>
				await send('PUT', `${segments}${path}`, token, body, headers);
			await put('/sample', { name: { en: 'Sample' }, siteCode: 'main' });
			for (const path of ['customers/sample', 'customers/sample/sample', 'items/PRODUCT/sample']) {
				await put(`/sample/${path}`, {});
			}
			return {
				token,
				headers,
				values: { tenant: EMPORIX_TENANT, type: 'PRODUCT' },
				query: { 'segment.delete': { forceDelete: 'true' } },
				// For a customer's own token alone.
				tokens: { 'itemAssignment.getCategoryTrees': EMPORIX_CUSTOMER_TOKEN },
			};
		},
	},
];

/** One operation of a contract. */
export interface DocumentedOperation {
	id: string;
	method: string;
	path: string;
	operation: Operation;
}

/** The operations of a vendor's contract. */
export function operationsOf(vendor: string): DocumentedOperation[] {
	const file = join(import.meta.dirname, `../contracts/${vendor}.openapi.json`);
	const { paths }: Contract = JSON.parse(readFileSync(file, 'utf8'));
	return Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => ({
			id: operation.operationId,
			method: method.toUpperCase(),
			path,
			operation,
		})),
	);
}

/** A request as it can be changed before it is sent. */
export interface DocumentedRequest {
	method: string;
	/** The path parameters, percent-encoded, and the template that they fill. */
	template: string;
	values: Record<string, string>;
	query: ReadonlyArray<readonly [string, string]>;
	/** Sent as JSON or as a form, as the contract says; absent where nothing is sent. */
	body?: unknown;
	mediaType?: string;
	token: string;
	headers: Record<string, string>;
}

/** The documented example of an operation, on records that the sandbox has. */
export function documentedRequest(
	{ id, method, path, operation }: DocumentedOperation,
	known: Known,
	token = '',
): DocumentedRequest {
	const { values, query = {}, bodies = {}, tokens = {}, headers = {} } = known;
	const parameters = operation.parameters ?? [];
	const ofPath = parameters.filter((one) => one.in === 'path');
	const required = parameters
		.filter((one) => one.in === 'query' && one.required)
		.map(({ name, schema }) => [name, values[name] ?? sample(schema)] as const);
	const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
	return {
		method,
		template: path,
		values: Object.fromEntries(
			ofPath.map(({ name, schema }) => [
				name,
				encodeURIComponent(
					schema.type === 'integer' ? sample(schema) : (values[name] ?? sample(schema)),
				),
			]),
		),
		query: Object.entries({ ...Object.fromEntries(required), ...query[id] }),
		...(content && { body: (bodies[id] ?? ((example) => example))(content.example), mediaType }),
		token: tokens[id] ?? known.token ?? token,
		headers,
	};
}

/** Sends a documented request to a vendor's mount. */
export async function sendDocumented(mountUrl: string, request: DocumentedRequest) {
	const { method, template, values, query, body, mediaType, token, headers } = request;
	const path = template.replace(/\{(.+?)\}/g, (_, name: string) => values[name] ?? '');
	const search = query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
	return await send(
		method,
		`${mountUrl}${path}${search && '?'}${search}`,
		token,
		mediaType === 'multipart/form-data' ? form(body) : body,
		headers,
	);
}

/** A value that fits a parameter. */
export function sample({ type, format, enum: values }: Schema): string {
	if (values?.[0]) return values[0];
	if (format === 'uuid') return '497f6eca-6276-4993-bfeb-53cbbbba6f08';
	return type === 'integer' ? '1' : 'sample';
}

/** A form of fields; those named `file` are files. */
function form(fields: unknown): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields ?? {})) {
		if (name === 'file') data.append(name, new Blob([String(value)]), 'file.csv');
		else data.append(name, String(value));
	}
	return data;
}

async function send(
	method: string,
	url: string,
	token: string,
	body?: unknown,
	headers: Record<string, string> = {},
) {
	const isForm = body instanceof FormData;
	const response = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${token}`,
			...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
			...headers,
		},
		body: isForm ? body : body === undefined ? null : JSON.stringify(body),
	});
	return { status: response.status, text: await response.text() };
}
