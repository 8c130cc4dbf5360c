import { STATUS_CODES } from 'node:http';
import { z } from 'zod/v4';
import { EMPORIX_CLIENT, EMPORIX_CUSTOMER_TOKEN, EMPORIX_TENANT } from './accounts.mts';
import type { OperationHandler, Vendor, VendorAnswer, VendorRequest } from '../vendor.mts';
import { EmporixFailure, failure } from './failure.mts';
import { pageOf, pick } from './lists.mts';
import type { ModifiedAtQuery } from './query.mts';
import { checkItemType, customerKey, Tenant } from './tenant.mts';
import { Tokens, type Grant } from './tokens.mts';

/** Emporix in the sandbox: its data, and the switches for what the vendor's documents leave open. */
export interface EmporixSandbox {
	/** The base URL for credentials. */
	readonly baseUrl: string;
	readonly tenant: Tenant;
	/** Whether a condition on metadata.modifiedAt in q is obeyed, ignored, refused (400), or matches nothing. */
	modifiedAtQuery: ModifiedAtQuery;
	/** What the index of a bulk answer counts from. */
	indexBase: 0 | 1;
	/** The largest page that is served, however many records are asked for. */
	largestPage: number;
	/** The clock of createdAt and modifiedAt. */
	now(): string;
	/** Makes every issued token invalid. */
	expireTokens(): void;
}

const settings = () => ({
	modifiedAtQuery: 'obeyed' as ModifiedAtQuery,
	indexBase: 1 as 0 | 1,
	largestPage: 100,
	now: () => new Date().toISOString(),
});

/** Starts Emporix with no data; `mountUrl` is where the server mounts it. */
export function createEmporix(mountUrl: () => string): { vendor: Vendor; sandbox: EmporixSandbox } {
	const now = () => sandbox.now();
	let tokens = new Tokens();
	let tenant = new Tenant(now);

	const sandbox: EmporixSandbox = {
		...settings(),
		get baseUrl() {
			return mountUrl();
		},
		get tenant() {
			return tenant;
		},
		expireTokens: () => tokens.expire(),
	};

	const page = (records: object[], request: VendorRequest) => pageOf(records, request, sandbox);
	const grantOf = (request: VendorRequest): Grant =>
		tokens.grantOf(request.authorization) ?? { scopes: [] };
	const one = (record: object, { query }: VendorRequest): VendorAnswer => ({
		status: 200,
		body: query.fields ? pick(record, query.fields) : record,
	});
	const visible = (request: VendorRequest) => {
		const { customerId } = grantOf(request);
		const wanted = customerId ?? request.query.customerId;
		return wanted === undefined ? tenant.segments.all : tenant.segmentsOf(wanted);
	};
	const customersOf = (request: VendorRequest) => {
		const { customerId } = grantOf(request);
		const { all } = tenant.of(request.params.segmentId).customers;
		return all.filter(({ customer }) => customerId === undefined || customer.id === customerId);
	};

	/** Answers every element of a bulk request by itself. */
	const bulk = (
		{ body }: VendorRequest,
		perform: (element: unknown) => { code: number; id?: string },
	): VendorAnswer => ({
		status: 207,
		body: z
			.array(z.unknown())
			.parse(body)
			.map((element, at) => ({
				index: at + sandbox.indexBase,
				...verdict(() => perform(element)),
			})),
	});

	const segmentWithId = z.looseObject({ id: z.string().optional() });
	const customerRef = z.looseObject({
		customerId: z.string(),
		legalEntityId: z.string().optional(),
	});
	const itemRef = z.looseObject({ id: z.string() });

	const handlers: Record<string, OperationHandler> = {
		'oauth.token': ({ body }) => ({
			status: 200,
			body: tokens.issue(z.record(z.string(), z.unknown()).parse(body)),
		}),
		'segment.create': ({ body }) => ({ status: 201, body: { id: tenant.create(body) } }),
		'segment.list': (request) => page(visible(request), request),
		'segment.search': (request) => page(visible(request), request),
		'segment.listOwn': (request) => page(visible(request), request),
		'segment.get': (request) => one(tenant.segments.get(request.params.segmentId ?? ''), request),
		'segment.upsert': ({ params: { segmentId = '' }, body }) => {
			const status = tenant.put(segmentId, body);
			return status === 201 ? { status, body: { id: segmentId } } : { status };
		},
		'segment.patch': ({ params: { segmentId = '' }, body }) => {
			tenant.patch(segmentId, body);
			return { status: 204 };
		},
		'segment.delete': ({ params: { segmentId = '' }, query }) => {
			tenant.delete(segmentId, query.forceDelete === 'true');
			return { status: 204 };
		},
		'segment.bulkCreate': (request) =>
			bulk(request, (element) => ({ id: tenant.create(element), code: 201 })),
		'segment.bulkUpsert': (request) =>
			bulk(request, (element) => {
				const { id = '', ...content } = segmentWithId.parse(element);
				return { id, code: tenant.put(id, content) };
			}),
		'segment.bulkDelete': (request) =>
			bulk(request, (element) => {
				tenant.delete(String(element), request.query.forceDelete === 'true');
				return { id: String(element), code: 204 };
			}),
		'segment.matchItems': ({ body }) => {
			const { items, segmentIds } = z
				.object({ items: z.array(itemRef), segmentIds: z.array(z.string()) })
				.parse(body);
			const matches = ({ id }: { id: string }) =>
				tenant.items.some(
					({ segmentId, type, item }) =>
						item.id === id &&
						type === 'PRODUCT' &&
						segmentIds.includes(segmentId) &&
						tenant.segments.get(segmentId).status === 'ACTIVE',
				);
			return { status: 200, body: items.filter(matches) };
		},
		'customerAssignment.list': (request) => page(customersOf(request), request),
		'customerAssignment.search': (request) => page(customersOf(request), request),
		...bothKinds('get', (request) =>
			one(tenant.of(request.params.segmentId).customers.get(keyOf(request)), request),
		),
		...bothKinds('upsert', ({ params: { segmentId, customerId = '', legalEntityId }, body }) => ({
			status: tenant.assignCustomer(segmentId, customerId, legalEntityId, body),
		})),
		...bothKinds('delete', (request) => {
			tenant.of(request.params.segmentId).customers.delete(keyOf(request));
			return { status: 204 };
		}),
		'customerAssignment.bulkUpsert': (request) =>
			bulk(request, (element) => {
				const { customerId, legalEntityId, ...content } = customerRef.parse(element);
				const { segmentId } = request.params;
				return { code: tenant.assignCustomer(segmentId, customerId, legalEntityId, content) };
			}),
		'customerAssignment.bulkDelete': (request) =>
			bulk(request, (element) => {
				const { customerId, legalEntityId } = customerRef.parse(element);
				const { customers } = tenant.of(request.params.segmentId);
				customers.delete(customerKey(customerId, legalEntityId));
				return { code: 204 };
			}),
		'itemAssignment.listAcrossSegments': (request) => page(tenant.items, request),
		'itemAssignment.list': (request) =>
			page(tenant.of(request.params.segmentId).items.all, request),
		'itemAssignment.search': (request) =>
			page(tenant.of(request.params.segmentId).items.all, request),
		'itemAssignment.get': (request) => {
			const { segmentId, type, itemId } = request.params;
			checkItemType(type);
			return one(tenant.of(segmentId).items.get(`${type}/${itemId}`), request);
		},
		'itemAssignment.upsert': ({ params: { segmentId, type = '', itemId = '' }, body }) => ({
			status: tenant.assignItem(segmentId, type, itemId, body),
		}),
		'itemAssignment.delete': ({ params: { segmentId, type, itemId } }) => {
			checkItemType(type);
			tenant.of(segmentId).items.delete(`${type}/${itemId}`);
			return { status: 204 };
		},
		'itemAssignment.bulkUpsert': (request) =>
			bulk(request, (element) => {
				const { id, ...content } = itemRef.parse(element);
				const { segmentId, type = '' } = request.params;
				return { code: tenant.assignItem(segmentId, type, id, content) };
			}),
		'itemAssignment.bulkDelete': (request) =>
			bulk(request, (element) => {
				const { segmentId, type } = request.params;
				checkItemType(type);
				tenant.of(segmentId).items.delete(`${type}/${String(element)}`);
				return { code: 204 };
			}),
		'groupAssignment.list': (request) =>
			page(tenant.of(request.params.segmentId).groups.all, request),
		'groupAssignment.search': (request) =>
			page(tenant.of(request.params.segmentId).groups.all, request),
		'groupAssignment.get': (request) =>
			one(tenant.of(request.params.segmentId).groups.get(request.params.groupId ?? ''), request),
		'groupAssignment.upsert': ({ params: { segmentId, groupId = '' }, body }) => ({
			status: tenant.assignGroup(segmentId, groupId, body),
		}),
		'groupAssignment.delete': ({ params: { segmentId, groupId = '' } }) => {
			tenant.of(segmentId).groups.delete(groupId);
			return { status: 204 };
		},
	};

	const vendor: Vendor = {
		name: 'emporix',
		contract: 'emporix.openapi.json',
		additions: 'emporix-additions.openapi.json',
		secretBodies: ['oauth.token'],
		serverPath: '',
		authenticate: async (request) => {
			const { operationId, params, headers } = request;
			if (operationId === 'oauth.token') return undefined;
			const grant = tokens.grantOf(request.authorization);
			if (!grant || headers['emporix-tenant'] !== EMPORIX_TENANT) {
				return failure(401, 'Invalid access token');
			}
			const language = headers['content-language'];
			if (language !== undefined && !/^(\*|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$/.test(language)) {
				return failure(400, 'Content-Language must be one language, or *');
			}
			const suffices = scopesOf(operationId).some((scope) => grant.scopes.includes(scope));
			return suffices && params.tenant === EMPORIX_TENANT
				? undefined
				: failure(403, 'The access to the requested resource has been forbidden by the server.');
		},
		failure,
		handlers: Object.fromEntries(
			Object.entries(handlers).map(([operationId, handler]) => [operationId, failing(handler)]),
		),
		counts: () => ({ segments: tenant.segments.all.length }),
		accounts: () => `Emporix: ${sandbox.baseUrl}
  tenant     ${EMPORIX_TENANT}
  client     ${EMPORIX_CLIENT.id}, secret ${EMPORIX_CLIENT.secret}
  customer   ${EMPORIX_CUSTOMER_TOKEN}`,
		reset: () => {
			Object.assign(sandbox, settings());
			tokens = new Tokens();
			tenant = new Tenant(now);
		},
	};
	return { vendor, sandbox };
}

/** The B2C and B2B forms of an operation differ by the legal entity in the path. */
const bothKinds = (name: string, handler: OperationHandler) => ({
	[`customerAssignment.${name}B2c`]: handler,
	[`customerAssignment.${name}B2b`]: handler,
});

const keyOf = ({ params: { customerId = '', legalEntityId } }: VendorRequest) =>
	customerKey(customerId, legalEntityId);

const READING = /\.(list|listAcrossSegments|listOwn|search|get|getB2c|getB2b|getCategoryTrees)$/;
/** Reading operations that a customer's own token may not use. */
const NOT_OWN = /^(customerAssignment\.(search|get.*)|groupAssignment\..*)$/;
/** Operations that only a customer's own token may use. */
const OWN_ONLY = ['segment.listOwn', 'itemAssignment.getCategoryTrees'];

/** The scopes of an operation; one of them is enough. */
function scopesOf(operationId: string): string[] {
	if (!READING.test(operationId)) return ['customersegment.segment_manage'];
	if (OWN_ONLY.includes(operationId)) return ['customersegment.segment_read_own'];
	return [
		'customersegment.segment_read',
		...(NOT_OWN.test(operationId) ? [] : ['customersegment.segment_read_own']),
	];
}

/** One element's verdict; the examples pair 204 with "OK". */
function verdict(perform: () => { code: number; id?: string }): object {
	try {
		const { code, id } = perform();
		return {
			...(id !== undefined && { id }),
			code,
			status: code === 204 ? 'OK' : STATUS_CODES[code],
		};
	} catch (error) {
		if (!(error instanceof EmporixFailure)) throw error;
		return { code: error.code, status: STATUS_CODES[error.code], message: error.message };
	}
}

function failing(handler: OperationHandler): OperationHandler {
	return (request) => {
		try {
			return handler(request);
		} catch (error) {
			if (error instanceof EmporixFailure) return error.answer;
			if (error instanceof z.ZodError) return failure(400, z.prettifyError(error));
			throw error;
		}
	};
}
