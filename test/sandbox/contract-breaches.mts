/** Requests that break a contract in one place each, made from one that keeps it. */
import {
	sample,
	type DocumentedOperation,
	type DocumentedRequest,
	type Parameter,
	type Schema,
} from './documented-requests.mts';

/** What is wrong, and the request. */
export type Breach = readonly [string, DocumentedRequest];

/** All ways in which a request can break the contract of its operation. */
export function* breachesOf(
	{ operation }: DocumentedOperation,
	request: DocumentedRequest,
): Generator<Breach> {
	for (const parameter of operation.parameters ?? []) {
		if (parameter.in === 'path') yield* ofPath(parameter, request);
		if (parameter.in === 'query') yield* ofQuery(parameter, request);
		if (parameter.in === 'header' && parameter.schema.type === 'boolean') {
			const headers = { ...request.headers, [parameter.name]: 'maybe' };
			yield [`header ${parameter.name} is no boolean`, { ...request, headers }];
		}
	}
	const query = [...request.query, ['notAParameter', '1'] as const];
	yield ['a query parameter that is not documented', { ...request, query }];
	yield ['a slash at the end', { ...request, template: `${request.template}/` }];
	yield [
		'a slash too many',
		{ ...request, template: request.template.replace(/\/(?=[^/]+$)/, '//') },
	];
	const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
	if (!content) {
		if (request.method !== 'GET') yield ['a body', { ...request, body: {} }];
		return;
	}
	yield ['no body', { ...request, body: undefined }];
	if (mediaType === 'application/json') {
		for (const type of ['text/plain', 'application/jsonx']) {
			const headers = { ...request.headers, 'content-type': type };
			yield [`a body declared as ${type}`, { ...request, headers }];
		}
	}
	const isForm = mediaType !== 'application/json';
	for (const [what, body] of ofValue(content.schema, request.body, 'body', isForm)) {
		yield [what, { ...request, body }];
	}
}

function* ofPath({ name, schema }: Parameter, request: DocumentedRequest): Generator<Breach> {
	const values = (value: string) => ({ ...request.values, [name]: value });
	yield [`path ${name} is empty`, { ...request, values: values('') }];
	yield [`path ${name} is not percent-encoded right`, { ...request, values: values('%E0%A4%A') }];
	if (schema.format || schema.enum || schema.type === 'integer') {
		yield [`path ${name} is of another form`, { ...request, values: values('not-one') }];
	}
}

function* ofQuery(
	{ name, required, schema }: Parameter,
	request: DocumentedRequest,
): Generator<Breach> {
	const others = request.query.filter(([one]) => one !== name);
	const changed = (...values: string[]) => ({
		...request,
		query: [...others, ...values.map((value) => [name, value] as const)],
	});
	const { type, items, maximum } = schema;
	const form = schema.format ?? items?.format;
	const isFree = type === 'string' && !form && !schema.enum;
	if (required) yield [`query ${name} is missing`, changed()];
	if (!isFree && (type !== 'array' || items?.enum || form)) {
		yield [`query ${name} is of another form`, changed('not one')];
		yield [`query ${name} is empty`, changed('')];
	}
	if (type !== 'array')
		yield [`query ${name} comes twice`, changed(sample(schema), sample(schema))];
	if (maximum !== undefined) yield [`query ${name} is too large`, changed(String(maximum + 1))];
}

/** Values of a schema that are wrong in one place. A form knows texts only. */
function* ofValue(
	schema: Schema,
	value: unknown,
	path: string,
	isForm = false,
): Generator<readonly [string, unknown]> {
	const { type, properties, items, additionalProperties } = schema;
	const takesNull = schema.nullable === true || schema.enum?.includes(null);
	// Without a type the contract takes anything.
	if (type !== undefined && !takesNull && !isForm) yield [`${path} is null`, null];
	if (type !== undefined && !isForm) yield [`${path} is of another type`, anotherThan(type)];
	if (type === 'string' && schema.enum) yield [`${path} is not one of the values`, 'NOT-ONE'];
	if (type === 'string' && schema.format && schema.format !== 'binary') {
		yield [`${path} is no ${schema.format}`, 'not of this form'];
	}
	if (schema.maxLength) yield [`${path} is too long`, 'x'.repeat(schema.maxLength + 1)];
	if (type === 'integer') yield [`${path} is a fraction`, 1.5];
	if (schema.minimum !== undefined) yield [`${path} is too small`, schema.minimum - 1];
	if (schema.maximum !== undefined) yield [`${path} is too large`, schema.maximum + 1];
	const [first]: unknown[] = Array.isArray(value) ? value : [];
	if (schema.minItems) yield [`${path} is empty`, []];
	if (schema.maxItems) {
		yield [`${path} has too many elements`, Array(schema.maxItems + 1).fill(first)];
	}
	if (items) for (const [what, one] of ofValue(items, first, `${path}[]`)) yield [what, [one]];
	const record: Record<string, unknown> = Object(value);
	if (properties && additionalProperties === undefined && !('contactlabProperties' in properties)) {
		yield [`${path} has a property that is not documented`, { ...record, notAProperty: '1' }];
	}
	for (const name of schema.required ?? []) {
		const { [name]: _, ...rest } = record;
		yield [`${path}.${name} is missing`, rest];
		if (!isForm) yield [`${path}.${name} is null`, { ...record, [name]: null }];
	}
	for (const [name, inner] of Object.entries(properties ?? {})) {
		for (const [what, one] of ofValue(inner, record[name], `${path}.${name}`, isForm)) {
			yield [what, { ...record, [name]: one }];
		}
	}
	if (typeof additionalProperties === 'object') {
		for (const [what, one] of ofValue(additionalProperties, undefined, `${path}.*`)) {
			yield [what, { ...record, any: one }];
		}
	}
}

function anotherThan(type: string): unknown {
	if (type === 'string') return 5;
	return type === 'array' ? { not: 'a list' } : 'text';
}
