import { z } from 'zod/v4';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_SECOND_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../accounts.mts';
import type { OperationHandler, Vendor, VendorRequest } from '../vendor.mts';
import { compare, customerQuery } from './customer-query.mts';
import { Customers, type Customer } from './customers.mts';
import { Events, type Event } from './events.mts';
import { ContacthubFailure, failure } from './failure.mts';
import { pick, valuesAt } from './json-object.mts';
import { pageOf } from './paging.mts';
import { person } from './people.mts';
import { UpdateStream, type Update } from './update-stream.mts';

/** Contacthub in the sandbox: what tests and the launcher see of it. */
export interface ContacthubSandbox {
	/** The base URL for credentials; paths such as /workspaces/... follow it. */
	readonly baseUrl: string;
	/** The stored customers, latest change last. */
	readonly customers: readonly Customer[];
	readonly events: readonly Event[];
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

/** Starts Contacthub with no data; `mountUrl` is where the server mounts it. */
export function createContacthub(mountUrl: () => string): {
	vendor: Vendor;
	sandbox: ContacthubSandbox;
} {
	let data = emptyWorkspace();

	const handlers: Record<string, OperationHandler> = {
		'customer.search': ({ query }) => {
			data.customers.checkNode(query.nodeId);
			return { status: 200, body: pageOf(searchCustomers(data.customers, query), query) };
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
			data.events.change(request.params.id, request.body);
			return { status: 202 };
		},
		'event.patch': (request) => {
			checkPayload(request);
			data.events.change(request.params.id, request.body);
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
		authenticate: async ({ authorization, params }) => {
			if (authorization !== `Bearer ${CONTACTHUB_TOKEN}`) {
				return failure(401, 'The client is not authorized to access the API');
			}
			if (![undefined, CONTACTHUB_WORKSPACE_ID].includes(params.workspaceId)) {
				return failure(403, `workspace not found: ${params.workspaceId}`);
			}
			return undefined;
		},
		failure,
		handlers: Object.fromEntries(
			Object.entries(handlers).map(([operationId, handler]) => [operationId, failing(handler)]),
		),
		reset: () => {
			data = emptyWorkspace();
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

function emptyWorkspace() {
	const stream = new UpdateStream();
	const customers = new Customers(stream, [CONTACTHUB_NODE_ID, CONTACTHUB_SECOND_NODE_ID]);
	return { stream, customers, events: new Events(stream, customers), people: 0 };
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
