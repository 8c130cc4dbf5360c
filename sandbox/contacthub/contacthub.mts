import { z } from 'zod/v4';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_SECOND_NODE_ID,
	CONTACTHUB_SOURCE_TOKEN,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from './accounts.mts';
import type { OperationHandler, Vendor, VendorRequest } from '../vendor.mts';
import { BulkJobs, type BulkJob } from './bulk-jobs.mts';
import { compare, customerQuery } from './customer-query.mts';
import { ExtendedProperties, Sessions, Subscriptions } from './customer-records.mts';
import { Customers, type Customer } from './customers.mts';
import { Events, type Event } from './events.mts';
import { ContacthubFailure, failure } from './failure.mts';
import { jsonObject, pick, valuesAt } from './json-object.mts';
import { checkAggregateChange, Nodes } from './nodes.mts';
import { pageOf } from './paging.mts';
import { person } from './people.mts';
import { asInContract, documentAt } from './published-description.mts';
import { UpdateStream, type Update } from './update-stream.mts';

/** Contacthub in the sandbox: what tests and the launcher see of it. */
export interface ContacthubSandbox {
	/** The base URL for credentials; paths such as /workspaces/... follow it. */
	readonly baseUrl: string;
	/** The stored customers, latest change last. */
	readonly customers: readonly Customer[];
	readonly events: readonly Event[];
	readonly bulkJobs: readonly BulkJob[];
	/** The file that a bulk job was made of. */
	bulkFile(jobId: string): string | undefined;
	/** The update stream from its beginning. */
	readonly updates: readonly Update[];
	/**
	 * Adds made-up people to the first node, and so to the update stream. Each call adds new ones.
	 * @param options.seed other seeds (default 1) give other people.
	 */
	addPeople(count: number, options?: { seed?: number }): readonly Customer[];
}

/** The largest body of a customer or an event. */
const MAX_PAYLOAD_BYTES = 64 * 1024;
const SERVER_PATH = '/hub/v1';

/** How many people are to be added. */
const peopleSchema = z.strictObject({
	count: z.number().int().positive().max(100_000),
	seed: z.number().int().optional(),
});

/** Starts Contacthub with no data; `mountUrl` is where the server mounts it. */
export function createContacthub(
	mountUrl: () => string,
	offsetBefore: number,
): {
	vendor: Vendor;
	sandbox: ContacthubSandbox;
} {
	let data = emptyWorkspace(offsetBefore);

	const handlers: Record<string, OperationHandler> = {
		'customer.search': ({ query }) => {
			data.customers.checkNode(query.nodeId);
			return { status: 200, body: pageOf(data.search(query), query) };
		},
		'customer.get': ({ params }) => ({
			status: 200,
			body: data.customers.get(params.customerId),
		}),
		'customer.create': (request) => {
			checkPayload(request);
			return { status: 201, body: data.customers.create(request.body) };
		},
		'customer.patch': (request) => {
			checkPayload(request);
			const { params, query, body } = request;
			return { status: 200, body: data.customers.patch(params.customerId, body, query.mode) };
		},
		'customer.update': (request) => {
			checkPayload(request);
			const { params, query, body } = request;
			return { status: 200, body: data.customers.update(params.customerId, body, query.mode) };
		},
		'customerSubscription.create': ({ params, body }) => ({
			status: 201,
			body: data.subscriptions.create(params.customerId, body),
		}),
		'customerSubscription.get': ({ params }) => ({
			status: 200,
			body: data.subscriptions.get(params.customerId, params.propertyId),
		}),
		'customerSubscription.update': ({ params, body }) => ({
			status: 200,
			body: data.subscriptions.update(params.customerId, params.propertyId, body),
		}),
		'customerSubscription.delete': ({ params }) => {
			data.subscriptions.delete(params.customerId, params.propertyId);
			return { status: 200 };
		},
		'customerSession.getAll': ({ params }) => ({
			status: 200,
			body: { elements: data.sessions.all(params.customerId) },
		}),
		'customerSession.create': ({ params, body }) => ({
			status: 201,
			body: data.sessions.create(params.customerId, body),
		}),
		'customerSession.get': ({ params }) => ({
			status: 200,
			body: data.sessions.get(params.customerId, params.sessionId),
		}),
		'customerSession.delete': ({ params }) => {
			data.sessions.delete(params.customerId, params.sessionId);
			return { status: 200 };
		},
		'customerProperty.getExtended': () => ({ status: 200, body: data.extended.all }),
		'customerProperty.updateExtended': ({ body }) => ({
			status: 200,
			body: data.extended.replace(body),
		}),
		'node.getAll': ({ query }) => {
			const nodes = [
				...data.entryNodes.all.map((node) => ({ ...node, nodeType: 'ENTRY' })),
				...data.aggregateNodes.all.map((node) => ({ ...node, nodeType: 'AGGREGATE' })),
			].filter(({ nodeType }) => [undefined, nodeType].includes(query.nodeType));
			return { status: 200, body: pageOf(nodes, query) };
		},
		'entryNode.getAll': ({ query }) => ({
			status: 200,
			body: pageOf(data.entryNodes.all, query),
		}),
		'entryNode.get': ({ params }) => ({ status: 200, body: data.entryNodes.get(params.nodeId) }),
		'entryNode.create': ({ body }) => ({ status: 201, body: data.entryNodes.create(body) }),
		'entryNode.update': ({ params, body }) => ({
			status: 200,
			body: data.entryNodes.update(params.nodeId, body),
		}),
		'entryNode.empty': ({ params, query }) => {
			data.customers.checkNode(params.nodeId);
			data.events.forgetNode(params.nodeId);
			if (query.eventsOnly === 'true') return { status: 200 };
			for (const { id, nodeId } of [...data.customers.all.values()]) {
				if (nodeId === params.nodeId) data.customers.forget(id);
			}
			return { status: 200 };
		},
		'aggregateNode.getAll': ({ query }) => ({
			status: 200,
			body: pageOf(data.aggregateNodes.all, query),
		}),
		'aggregateNode.get': ({ params }) => ({
			status: 200,
			body: data.aggregateNodes.get(params.aggregateNodeId),
		}),
		'aggregateNode.create': ({ body }) => ({
			status: 201,
			body: data.aggregateNodes.create(body, { state: 'NEW' }),
		}),
		'aggregateNode.update': ({ params, body }) => {
			const kept = ['state', 'entryNodes', 'matchingProperties'];
			checkAggregateChange(data.aggregateNodes.get(params.aggregateNodeId), jsonObject.parse(body));
			return { status: 200, body: data.aggregateNodes.update(params.aggregateNodeId, body, kept) };
		},
		'aggregateNode.updateState': ({ params, body }) => {
			const node = data.aggregateNodes.get(params.aggregateNodeId);
			const { state } = jsonObject.parse(body);
			checkAggregateChange(node, { state });
			data.aggregateNodes.update(node.id, { ...node, state });
			return { status: 200, body: { state } };
		},
		'source.getAll': ({ query }) => ({ status: 200, body: pageOf(data.sources.all, query) }),
		'source.get': ({ params }) => ({ status: 200, body: data.sources.get(params.sourceId) }),
		'source.create': ({ body }) => ({
			status: 201,
			body: data.sources.create(body, { token: 'sandbox-source-token' }),
		}),
		'source.update': ({ params, body }) => ({
			status: 200,
			body: data.sources.update(params.sourceId, body, ['token']),
		}),
		'source.refreshToken': ({ params }) => {
			const source = data.sources.get(params.sourceId);
			return {
				status: 200,
				body: data.sources.update(source.id, { ...source, token: `${String(source.token)}-new` }),
			};
		},
		'bulkJob.getAll': ({ params, query }) => ({
			status: 200,
			body: pageOf(data.bulkJobs.search({ ...query, nodeId: params.nodeId }), query),
		}),
		'bulkJob.create': ({ params, form }) => ({
			status: 201,
			body: data.bulkJobs.create(params.nodeId, form),
		}),
		'bulkJob.get': ({ params }) => ({ status: 200, body: data.bulkJobs.get(params.jobId) }),
		'bulkJob.getResults': ({ params }) => ({
			status: 200,
			body: data.bulkJobs.resultsOf(params.jobId),
			contentType: 'text/csv',
		}),
		'dataProtection.exportCustomer': ({ params }) => ({
			status: 200,
			body: {
				customer: data.customers.get(params.customerId),
				events: data.events.search({ customerId: params.customerId ?? '' }),
			},
		}),
		'dataProtection.forgetCustomer': ({ params }) => {
			data.customers.forget(params.customerId);
			return { status: 200 };
		},
		'event.search': ({ query }) => ({
			status: 200,
			body: pageOf(data.events.search(query), query),
		}),
		'event.get': ({ params, query }) => {
			const event = data.events.get(params.id);
			const neighbours = query.nav === 'CUSTOMER' ? data.events.neighbours(event) : {};
			return { status: 200, body: { ...event, ...neighbours } };
		},
		'event.create': (request) => {
			checkPayload(request);
			return { status: 202, body: { id: data.events.create(request.body).id } };
		},
		'event.update': (request) => {
			checkPayload(request);
			data.events.replace(request.params.id, request.body);
			return { status: 202 };
		},
		'event.patch': (request) => {
			checkPayload(request);
			data.events.patch(request.params.id, request.body);
			return { status: 200 };
		},
		'update.getLastOffset': ({ query: { nodeId, entity } }) => ({
			status: 200,
			body: { lastOffset: data.stream.lastOffset({ nodeId, entity }) },
		}),
		'update.getStream': ({ query }) => ({
			status: 200,
			body: data.stream.read(streamQuery.parse(query)),
		}),
	};

	const vendor: Vendor = {
		name: 'contacthub',
		contract: 'contacthub.openapi.json',
		serverPath: SERVER_PATH,
		authenticate: async ({ operationId, authorization, params }) => {
			const token = authorization?.replace(/^Bearer /, '') ?? '';
			if (![CONTACTHUB_TOKEN, CONTACTHUB_SOURCE_TOKEN].includes(token)) {
				return failure(401, 'The client is not authorized to access the API');
			}
			// The update stream needs one of the roles ADMIN, USER and PLATFORM_UPDATES, which a source does not have.
			if (token === CONTACTHUB_SOURCE_TOKEN && operationId.startsWith('update.')) {
				return failure(403, 'Forbidden');
			}
			if (![undefined, CONTACTHUB_WORKSPACE_ID].includes(params.workspaceId)) {
				return failure(403, `workspace not found: ${params.workspaceId}`);
			}
			return undefined;
		},
		document: documentAt,
		asInContract,
		failure,
		handlers: Object.fromEntries(
			Object.entries(handlers).map(([operationId, handler]) => [operationId, failing(handler)]),
		),
		counts: () => ({
			customers: sandbox.customers.length,
			events: sandbox.events.length,
			updates: sandbox.updates.length,
		}),
		accounts: () => `Contacthub: ${sandbox.baseUrl}
  token      ${CONTACTHUB_TOKEN}
  workspace  ${CONTACTHUB_WORKSPACE_ID}
  nodes      ${CONTACTHUB_NODE_ID}
             ${CONTACTHUB_SECOND_NODE_ID}
  customers  ${sandbox.customers.length}`,
		actions: {
			'POST people': (body) => {
				const { count, seed } = peopleSchema.parse(body);
				return { added: sandbox.addPeople(count, { seed }).length };
			},
		},
		reset: () => {
			data = emptyWorkspace(offsetBefore);
		},
	};

	const sandbox: ContacthubSandbox = {
		get baseUrl() {
			return `${mountUrl()}${SERVER_PATH}`;
		},
		get customers() {
			return [...data.customers.all.values()];
		},
		get events() {
			return [...data.events.all.values()];
		},
		get bulkJobs() {
			return data.bulkJobs.all;
		},
		bulkFile: (jobId) => data.bulkJobs.files.get(jobId),
		get updates() {
			return data.stream.updates;
		},
		addPeople: (count, { seed = 1 } = {}) =>
			Array.from({ length: count }, () =>
				data.customers.create(person(++data.people, seed, CONTACTHUB_NODE_ID)),
			),
	};
	return { vendor, sandbox };
}

const streamQuery = z.object({
	offset: z.coerce.number().optional(),
	timestamp: z.coerce.number().optional(),
	size: z.coerce.number().optional(),
	nodeId: z.string().optional(),
	entity: z.string().optional(),
});

const propertyPaths = z.array(z.string()).catch([]);

function emptyWorkspace(offsetBefore: number) {
	const stream = new UpdateStream(offsetBefore);
	const entryNodes = new Nodes('node');
	entryNodes.create({ id: CONTACTHUB_NODE_ID, name: 'Online Shop' });
	entryNodes.create({ id: CONTACTHUB_SECOND_NODE_ID, name: 'Stores' });
	const aggregateNodes = new Nodes('aggregate node');
	const extended = new ExtendedProperties();
	const customers = new Customers(stream, {
		nodeIds: () => [...entryNodes.all, ...aggregateNodes.all].map(({ id }) => id),
		mandatoryIn: (nodeId) => {
			const node = entryNodes.all.find(({ id }) => id === nodeId);
			return node && propertyPaths.parse(node.mandatoryProperties);
		},
		extendedSchemas: () => extended.all,
	});
	const sources = new Nodes('source');
	sources.create({
		name: 'Website',
		provider: 'API',
		enabled: true,
		token: 'sandbox-source-token',
	});
	return {
		stream,
		customers,
		events: new Events(stream, customers),
		subscriptions: new Subscriptions(customers),
		sessions: new Sessions(customers),
		extended,
		entryNodes,
		aggregateNodes,
		sources,
		bulkJobs: new BulkJobs(customers),
		people: 0,
		search: rememberedSearch(stream, (query) => searchCustomers(customers, query)),
	};
}

/** Pages of one search come from one reading of the data, as long as nothing changes; several are read side by side. */
function rememberedSearch(
	stream: UpdateStream,
	search: (query: Record<string, string>) => object[],
): (query: Record<string, string>) => object[] {
	const remembered = new Map<string, object[]>();
	let updates = 0;
	return (query) => {
		if (updates !== stream.updates.length) remembered.clear();
		updates = stream.updates.length;
		const { page: _page, size: _size, ...filter } = query;
		const key = JSON.stringify(filter);
		const found = remembered.get(key) ?? search(query);
		remembered.set(key, found);
		return found;
	};
}

function checkPayload({ bodyBytes }: VendorRequest): void {
	if (bodyBytes > MAX_PAYLOAD_BYTES) {
		throw new ContacthubFailure(400, `The payload must not exceed ${MAX_PAYLOAD_BYTES} bytes`);
	}
}

function failing(handler: OperationHandler): OperationHandler {
	return (request) => {
		try {
			return handler(request);
		} catch (error) {
			if (error instanceof ContacthubFailure) return error.answer;
			if (error instanceof z.ZodError) return failure(400, z.prettifyError(error));
			throw error;
		}
	};
}

/** Filtered, sorted (`field` or `field,asc|desc`; by default the latest update first) and cut to `fields`. */
function searchCustomers(customers: Customers, query: Record<string, string>): object[] {
	const { nodeId, externalId, fields, sort } = query;
	const passes = query.query === undefined ? () => true : readQuery(query.query);
	const found = [...customers.all.values()]
		.reverse()
		.filter(
			(customer) =>
				customer.nodeId === nodeId &&
				(externalId === undefined || customer.externalId === externalId) &&
				passes(customer),
		);
	if (sort !== undefined) {
		const [field = '', direction = 'asc'] = sort.split(',');
		const sign = direction === 'desc' ? -1 : 1;
		const at = (customer: Customer) => valuesAt(customer, field)[0];
		found.sort((one, other) => sign * compare(at(one), at(other)) || 0);
	}
	if (fields === undefined) return found;
	return found.map((customer) => pick({ ...customer }, fields.split(',')));
}

function readQuery(text: string): (customer: object) => boolean {
	try {
		return customerQuery(text);
	} catch (error) {
		if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
		throw new ContacthubFailure(400, 'query is not a valid query document');
	}
}
