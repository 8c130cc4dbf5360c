/** The vendors' documents as requests: each operation with its documented example, on records that the sandbox has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetch, FormData } from 'undici';
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

/** What `test/nodes/<Vendor>/documented.mts` says: where the sandbox has the vendor, and what its documented examples need to succeed. */
export interface DocumentedVendor {
	mount: string;
	/** The credential; absent where the vendor has no lasting one. */
	token?: string;
	known(sandbox: Sandbox): Promise<Known>;
}

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
export function form(fields: unknown): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields ?? {})) {
		if (name === 'file') data.append(name, new Blob([String(value)]), 'file.csv');
		else data.append(name, String(value));
	}
	return data;
}

/** Sends a request with a token; JSON unless the body is a form. */
export async function send(
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
