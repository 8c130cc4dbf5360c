import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { z } from 'zod/v4';
import {
	TAGUCHI_API_SECRET_KEY,
	TAGUCHI_API_TOKEN,
	TAGUCHI_ENDPOINTS,
	type TaguchiEndpoint,
	type TaguchiEndpointName,
} from './accounts.mts';
import type { OperationHandler, Vendor, VendorAnswer, VendorRequest } from '../vendor.mts';
import { refusalOf } from './authentication.mts';
import {
	Organization,
	type LoggedEvent,
	type Partition,
	type SentMessage,
	type Subscriber,
} from './organization.mts';
import { actionSchema, partitionSchema, type Target } from './schemas.mts';
import { ActionFailure, documentedText, status, type Status } from './status.mts';
import { sendEvent } from './webhook.mts';

/** Taguchi in the sandbox: what tests and the launcher see of it. */
export interface TaguchiSandbox {
	/** The Endpoint URL of an endpoint of accounts.mts, as Taguchi's settings show it. */
	endpointUrl(name: TaguchiEndpointName, environment?: 'prod' | 'test'): string;
	/** The key pair of the RS256 endpoint, made at start: PKCS #8 and SPKI, PEM. */
	readonly privateKeyPem: string;
	readonly publicKeyPem: string;
	/** The stored profiles, oldest first. */
	readonly subscribers: readonly Subscriber[];
	readonly events: readonly LoggedEvent[];
	/** The messages that were sent. */
	readonly messages: readonly SentMessage[];
	readonly partitions: readonly Partition[];
	/** Posts an event record to a webhook; see webhook.mts. */
	sendEvent: typeof sendEvent;
}

const endpoints = new Map<string, TaguchiEndpoint>(
	Object.values(TAGUCHI_ENDPOINTS).map((endpoint) => [endpoint.id, endpoint]),
);

/** Starts Taguchi with no data; `mountUrl` is where the server mounts it. */
export async function createTaguchi(
	mountUrl: () => string,
): Promise<{ vendor: Vendor; sandbox: TaguchiSandbox }> {
	const { privateKey: privateKeyPem, publicKey: publicKeyPem } = await promisify(generateKeyPair)(
		'rsa',
		{
			modulusLength: 2048,
			publicKeyEncoding: { type: 'spki', format: 'pem' },
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		},
	);
	let organization = new Organization();

	/** The test environment does the same on a copy, which nobody sees again. */
	const dataFor = ({ params }: VendorRequest) =>
		params.environment === 'test' ? organization.copy() : organization;

	const handlers: Record<string, OperationHandler> = {
		'subscriber.get': (request) => {
			const { identifier } = endpointOf(request);
			const found = dataFor(request).find(queryTarget(request), identifier, { hashes: false });
			return found.length > 0
				? { status: 200, body: found }
				: failure(404, documentedText.notFound);
		},
		'subscriber.batch': (request) => {
			const data = dataFor(request);
			const { identifier } = endpointOf(request);
			return eachElement(request, actionSchema, (action) => {
				if (Object.keys(action).length !== 1) {
					throw new ActionFailure(400, 'An action holds either profile, event or message');
				}
				const { profile, event, message } = action;
				if (profile) return status(200, documentedText[data.upsert(profile, identifier)]);
				if (event) {
					data.logEvent(event, identifier);
					return status(200, 'Event logged');
				}
				if (message) data.sendMessage(message, identifier);
				return status(200, documentedText.sent);
			});
		},
		'subscriber.anonymize': (request) => {
			dataFor(request).anonymize(queryTarget(request), endpointOf(request).identifier);
			return { status: 200, body: [status(200, documentedText.anonymized)] };
		},
		'partition.get': (request) => {
			const target = queryTarget(request);
			if ((target.id == null) === (target.ref == null)) {
				return failure(400, 'Either id or ref must be given');
			}
			const found = dataFor(request).findPartition(target);
			if (!found) return failure(404, null);
			const { isArchived: _writeOnly, ...partition } = found;
			return { status: 200, body: partition };
		},
		'partition.upsertMany': (request) => {
			const data = dataFor(request);
			return eachElement(request, partitionSchema, (partition) =>
				data.upsertPartition(partition) === 'created' ? status(201, null) : status(200, null),
			);
		},
	};

	const vendor: Vendor = {
		name: 'taguchi',
		contract: 'taguchi.openapi.json',
		serverPath: '',
		authenticate: async (request, record) => {
			const endpoint = endpoints.get(request.params['endpoint-id'] ?? '');
			if (!endpoint) return failure(404, 'No such endpoint');
			const refusal = await refusalOf(endpoint, request.authorization, publicKeyPem, record);
			if (refusal !== undefined) return failure(403, refusal);
			if (endpoint.authentication === 'none' && request.operationId !== 'subscriber.batch') {
				return failure(405, 'An endpoint without authentication takes POST /subscriber only');
			}
			if (!endpoint.activated && request.params.environment === 'prod') {
				return failure(403, 'The endpoint is not activated: only test requests are permitted');
			}
			const { accept = '*/*' } = request.headers;
			return /(application\/json|application\/\*|\*\/\*)/i.test(accept)
				? undefined
				: failure(406, 'Only JSON is supported');
		},
		failure: (code, description) => failure(code, description),
		handlers: Object.fromEntries(
			Object.entries(handlers).map(([operationId, handler]) => [operationId, failing(handler)]),
		),
		handledViolations: /^\/requestBody\/\d+/,
		counts: () => ({
			subscribers: sandbox.subscribers.length,
			partitions: sandbox.partitions.length,
			events: sandbox.events.length,
			messages: sandbox.messages.length,
		}),
		accounts: () => `Taguchi: Endpoint URL and credential
  API token "${TAGUCHI_API_TOKEN}"
    by email        ${sandbox.endpointUrl('token')}
    by ref          ${sandbox.endpointUrl('tokenByRef')}
    by phone        ${sandbox.endpointUrl('tokenByPhone')}
    by email+phone  ${sandbox.endpointUrl('tokenByEmailAndPhone')}
    by id           ${sandbox.endpointUrl('tokenById')}
  JWT HS256, API secret key "${TAGUCHI_API_SECRET_KEY}", sub "${TAGUCHI_ENDPOINTS.hs256.integrationToken}"
    by email        ${sandbox.endpointUrl('hs256')}
  JWT RS256, sub "${TAGUCHI_ENDPOINTS.rs256.integrationToken}" and this private key
    by email        ${sandbox.endpointUrl('rs256')}
${privateKeyPem.trim()}
  Without authentication
    by email        ${sandbox.endpointUrl('public')}`,
		reset: () => {
			organization = new Organization();
		},
	};

	const sandbox: TaguchiSandbox = {
		endpointUrl: (name, environment = 'prod') =>
			`${mountUrl()}/apiv5_auth/${environment}/${TAGUCHI_ENDPOINTS[name].id}/subscriber`,
		privateKeyPem,
		publicKeyPem,
		get subscribers() {
			return [...organization.subscribers.values()];
		},
		get events() {
			return organization.events;
		},
		get messages() {
			return organization.messages;
		},
		get partitions() {
			return [...organization.partitions.values()];
		},
		sendEvent,
	};
	return { vendor, sandbox };
}

function failure(code: number, description: string | null): VendorAnswer {
	return { status: code, body: [status(code, description)] };
}

/** A failure outside the elements of a batch is the failure of the request. */
function failing(handler: OperationHandler): OperationHandler {
	return (request) => {
		try {
			return handler(request);
		} catch (error) {
			if (!(error instanceof ActionFailure)) throw error;
			return failure(error.status.code, error.status.description);
		}
	};
}

function endpointOf({ params }: VendorRequest): TaguchiEndpoint {
	const endpoint = endpoints.get(params['endpoint-id'] ?? '');
	if (!endpoint) throw new ActionFailure(404, 'No such endpoint');
	return endpoint;
}

function queryTarget({ query: { id, ...others } }: VendorRequest): Target {
	if (id !== undefined && !/^-?\d+$/.test(id)) throw new ActionFailure(400, 'id is not an integer');
	return { ...others, id: id === undefined ? undefined : BigInt(id) };
}

/** Performs the elements of a body in their order; each succeeds or fails for itself. */
function eachElement<Schema extends z.ZodType>(
	{ body }: VendorRequest,
	schema: Schema,
	perform: (element: z.output<Schema>) => Status,
): VendorAnswer {
	const elements: unknown[] = Array.isArray(body) ? body : [];
	const results = elements.map((element) => {
		const parsed = schema.safeParse(element);
		if (!parsed.success) {
			const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
			return status(400, faults.join('; ').trim());
		}
		try {
			return perform(parsed.data);
		} catch (error) {
			if (!(error instanceof ActionFailure)) throw error;
			return error.status;
		}
	});
	return { status: 200, body: results };
}
