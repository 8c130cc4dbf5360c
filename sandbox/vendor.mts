import addFormats from 'ajv-formats';
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenAPIBackend, type Operation } from 'openapi-backend';
import { CONTRACTS_FOLDER } from './contracts.mts';
import { parseExactJson } from './exact-json.mts';
import { makeBodiesStrict } from './strict-bodies.mts';

/** A request that belongs to a documented operation. */
export interface VendorRequest {
	operationId: string;
	method: string;
	params: Record<string, string>;
	query: Record<string, string>;
	/** The parsed body, integers exact; undefined when there is none or it is not JSON. */
	body: unknown;
	/** The size of the raw body in bytes. */
	bodyBytes: number;
	authorization: string | undefined;
	/** The fields of a multipart form, files as text; undefined for any other body. */
	form?: unknown;
	/** All headers, names in lower case. */
	headers: Record<string, string>;
}

/** An answer: `body` is sent as JSON unless `contentType` says otherwise; without `body` nothing is sent. */
export interface VendorAnswer {
	status: number;
	body?: unknown;
	contentType?: string;
	headers?: Record<string, string>;
}

/** What in a request breaks the contract: a JSON pointer, and what must be. */
export interface Violation {
	path: string;
	message: string;
}

export type OperationHandler = (request: VendorRequest) => VendorAnswer;

/** One vendor in the sandbox; vendors.mts lists them. */
export interface Vendor {
	name: string;
	/** The contract's file name in test/contracts. */
	contract: string;
	/** The file with operations that the contract does not hold. */
	additions?: string;
	/** Operations whose bodies hold secrets, which are never recorded. */
	secretBodies?: readonly string[];
	/** The path that the vendor's server URL ends with, between the mount and the contract's paths. */
	serverPath: string;
	/** The answer that refuses the request, or undefined when it may pass; `record` notes what is allowed but ill advised. */
	authenticate(
		request: VendorRequest,
		record: (violation: string) => void,
	): Promise<VendorAnswer | undefined>;
	/** A document that the vendor publishes beside its API, at a path below the mount. */
	document?(path: string): VendorAnswer | undefined;
	/** The call as the contract knows it, where the vendor also answers at other paths. */
	asInContract?(call: IncomingCall): IncomingCall;
	/** The vendor's own form of a failure; `violations` are what in the request breaks the contract. */
	failure(status: number, description: string, violations?: Violation[]): VendorAnswer;
	/** Operations with behaviour, by operationId; every other operation answers its documented example. */
	handlers: Record<string, OperationHandler>;
	/** A violation at a body path that matches is recorded and left to the handler, which answers it by element. */
	handledViolations?: RegExp;
	/** How much is stored, for people who look. */
	counts(): Record<string, number>;
	/** The accounts, for people who try them. */
	accounts(): string;
	/** What people can do below /sandbox/<name>/, by method and name. */
	actions?: Record<string, (body: unknown) => unknown>;
	/** Forgets all data. */
	reset(): void;
}

/** A request as it came in, before anything is known about it. */
export interface IncomingCall {
	method: string;
	/** Path within the vendor's mount, without the query. */
	path: string;
	query: URLSearchParams;
	headers: Record<string, string>;
	body: Buffer;
}

/** How many calls a vendor keeps in mind. */
const MOST_ROUTED = 1_000;

/** A vendor's contract, ready to route and to check requests. */
export class MountedVendor {
	readonly vendor: Vendor;
	private readonly backend: OpenAPIBackend;
	/** The operations of calls by method and path; the router would compile the contract's paths anew for every request. */
	private readonly routed = new Map<string, string>();

	private constructor(vendor: Vendor, backend: OpenAPIBackend) {
		this.vendor = vendor;
		this.backend = backend;
	}

	/** @throws when the contract cannot be read. */
	static async mount(vendor: Vendor): Promise<MountedVendor> {
		const definition = JSON.parse(await readFile(join(CONTRACTS_FOLDER, vendor.contract), 'utf8'));
		if (vendor.additions) {
			const additions = JSON.parse(
				await readFile(join(CONTRACTS_FOLDER, vendor.additions), 'utf8'),
			);
			Object.assign(definition.paths, additions.paths);
		}
		makeBodiesStrict(definition);
		const backend = new OpenAPIBackend({
			definition,
			apiRoot: vendor.serverPath || '/',
			quick: true,
			// Whether the schemas are schemas is a test's business; asked for each, it takes longer than all requests.
			ajvOpts: { allErrors: true, meta: false, validateSchema: false },
			customizeAjv: (ajv) => {
				addFormats.default(ajv, ['date', 'date-time', 'email', 'uri', 'url', 'uuid', 'int64']);
				// Formats of the contracts that no standard defines.
				return ajv.addFormat('e164', /^\+[1-9]\d{6,14}$/).addFormat('string', true);
			},
		});
		await backend.init();
		// The router would gather the contract's operations anew for every request.
		const operations = backend.router.getOperations();
		backend.router.getOperations = () => operations;
		return new MountedVendor(vendor, backend);
	}

	/** The operationId of the call, or the answer when no operation has this path (404) or method (405). */
	route(sent: IncomingCall): { operationId: string } | { refusal: VendorAnswer } {
		const document = this.vendor.document?.(sent.path);
		if (document) return { refusal: document };
		if (!isLiteral(sent.path)) {
			return { refusal: this.vendor.failure(404, `Nothing is documented at ${sent.path}`) };
		}
		const call = this.vendor.asInContract?.(sent) ?? sent;
		try {
			return { operationId: this.operationOf(call) };
		} catch (error) {
			const methodIsWrong = error instanceof Error && error.message.startsWith('405');
			return {
				refusal: methodIsWrong
					? this.vendor.failure(405, `${call.method} is not supported here`)
					: this.vendor.failure(404, `Nothing is documented at ${call.path}`),
			};
		}
	}

	/** @throws what the router throws where there is none */
	private operationOf(call: IncomingCall): string {
		const key = `${call.method} ${call.path}`;
		const known = this.routed.get(key);
		if (known !== undefined) return known;
		const { operationId = '' } = this.backend.router.matchOperation(backendRequest(call), true);
		if (this.routed.size >= MOST_ROUTED) this.routed.clear();
		this.routed.set(key, operationId);
		return operationId;
	}

	/** Authenticates, checks and performs an operation; what breaks the contract is told to `record`. */
	async perform(
		operationId: string,
		incomingCall: IncomingCall,
		record: (violation: string) => void,
	): Promise<VendorAnswer> {
		const operation = this.backend.getOperation(operationId);
		if (!operation) throw new Error(`The contract has no operation ${operationId}`);
		const call = this.vendor.asInContract?.(incomingCall) ?? incomingCall;
		const { body, files } = await readBody(call);
		const incoming = { ...backendRequest(call), body };
		const request: VendorRequest = {
			operationId,
			method: call.method,
			params: decoded(this.backend.router.parseRequest(incoming, operation).params),
			query: Object.fromEntries(call.query),
			body: parsedBody(call),
			bodyBytes: call.body.length,
			authorization: call.headers.authorization,
			headers: call.headers,
			form: typeof incoming.body === 'object' ? incoming.body : undefined,
		};
		const refusal = await this.vendor.authenticate(request, record);
		if (refusal) return refusal;

		const errors = this.backend.validateRequest(incoming, operation).errors ?? [];
		const violations = errors.map(({ instancePath, message, params }): Violation => {
			const unknown: unknown = params?.additionalProperty;
			return {
				path: instancePath,
				message: `${message}${unknown === undefined ? '' : `: ${unknown}`}`,
			};
		});
		const mediaTypes = Object.keys(
			operation.requestBody && 'content' in operation.requestBody
				? operation.requestBody.content
				: {},
		);
		const [sent = ''] = (call.headers['content-type'] ?? '').toLowerCase().split(';', 1);
		if (call.body.length > 0 && !mediaTypes.includes(sent.trim())) {
			const message =
				mediaTypes.length > 0
					? `Content-Type must be ${mediaTypes.join(' or ')}`
					: 'No body is documented';
			violations.push({ path: '', message });
		}
		for (const name of filesOf(operation)) {
			if (call.body.length > 0 && !files.has(name)) {
				violations.push({ path: `/requestBody/${name}`, message: 'must be a file' });
			}
		}
		if (sent.trim() === 'application/json' && !isUtf8(call.body)) {
			violations.push({ path: '', message: 'JSON must be UTF-8' });
		}
		for (const { path, message } of violations) record(`${path} ${message}`.trim());
		const handled = this.vendor.handledViolations;
		const refused = violations.filter(({ path }) => !handled?.test(path));
		if (refused.length > 0) {
			const text = refused.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
			return this.vendor.failure(400, text, refused);
		}
		const handler = this.vendor.handlers[operationId];
		return handler ? handler(request) : this.documentedAnswer(operationId, operation);
	}

	/** The documented example with its documented success status. */
	private documentedAnswer(operationId: string, operation: Operation): VendorAnswer {
		const status = Object.keys(operation.responses ?? {}).find((code) => code.startsWith('2'));
		const response = operation.responses?.[status ?? ''];
		const content = response && 'content' in response ? response.content : undefined;
		const contentType = Object.keys(content ?? {})[0];
		if (contentType === undefined) return { status: Number(status) };
		const { mock } = this.backend.mockResponseForOperation(operationId, { code: Number(status) });
		return { status: Number(status), body: mock, contentType };
	}
}

/** Whether every part of a path is there and stands for itself; the router would forgive a slash too many. */
const isLiteral = (path: string): boolean =>
	path
		.split('/')
		.slice(1)
		.every((part) => {
			try {
				return !['', '.', '..'].includes(decodeURIComponent(part));
			} catch {
				return false;
			}
		});

function backendRequest({ method, path, query, headers }: IncomingCall) {
	return { method: method.toLowerCase(), path: `${path}?${query}`, headers };
}

/** JSON goes to the validator as text, a form as an object of its fields; `files` are the names of those that are files. */
async function readBody({
	body,
	headers,
}: IncomingCall): Promise<{ body: unknown; files: ReadonlySet<string> }> {
	const contentType = headers['content-type'] ?? '';
	const files = new Set<string>();
	if (!/^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(contentType)) {
		return { body: body.toString('utf8'), files };
	}
	const form = await new Response(new Uint8Array(body), {
		headers: { 'content-type': contentType },
	})
		.formData()
		.catch(() => new FormData());
	const fields: Array<Promise<[string, string]>> = [];
	form.forEach((value, name) => {
		if (typeof value !== 'string') files.add(name);
		fields.push(
			Promise.resolve(typeof value === 'string' ? value : value.text()).then((text) => [
				name,
				text,
			]),
		);
	});
	return { body: Object.fromEntries(await Promise.all(fields)), files };
}

/** The fields of an operation's form that are files. */
function filesOf({ requestBody }: Operation): string[] {
	const content = requestBody && 'content' in requestBody ? requestBody.content : {};
	const schema = content['multipart/form-data']?.schema;
	const properties = schema && 'properties' in schema ? (schema.properties ?? {}) : {};
	return Object.entries(properties)
		.filter(([, property]) => 'format' in property && property.format === 'binary')
		.map(([name]) => name);
}

function parsedBody({ body, headers }: IncomingCall): unknown {
	const text = body.toString('utf8');
	if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	try {
		return parseExactJson(text);
	} catch {
		return undefined;
	}
}

function decoded(params: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]),
	);
}
