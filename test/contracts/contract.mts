/** A vendor's contract as facts: what each operation takes, one line a name or value, so that two readings can be compared. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Schema {
	type?: string;
	format?: string;
	enum?: unknown[];
	/** Values that the document describes without excluding others. */
	'x-values'?: unknown[];
	readOnly?: boolean;
	properties?: Record<string, Schema>;
	additionalProperties?: boolean | Schema;
	items?: Schema;
}

interface Parameter {
	name: string;
	in: string;
	schema?: Schema;
}

interface Answer {
	content?: Record<string, { example?: unknown }>;
}

interface OpenApiOperation {
	operationId: string;
	summary: string;
	parameters?: Parameter[];
	requestBody?: { content: Record<string, { schema: Schema }> };
	responses: Record<string, Answer>;
	'x-provenance'?: string;
	'x-response-shape'?: string;
	'x-items-path'?: string;
}

/** One documented operation. */
export interface Documented {
	id: string;
	method: string;
	path: string;
	title: string;
	/** Whether method and path are inferred, for the vendor's page lost them. */
	inferred: boolean;
	parameters: Parameter[];
	/** The schema of the body, a list's elements standing for the list. */
	body?: Schema;
	/** What the answer is: `object`, `page`, `array`, `multi-status`, `empty`, `binary`. */
	shape?: string;
	/** The property with the list of records, where it is not the answer itself. */
	listAt?: string;
	/** The documented answers of success, with their examples. */
	answers: Array<{ status: number; example: unknown }>;
}

/** The operations of a vendor's contract, those added later included. */
export function readContract(vendor: string): Documented[] {
	const files = globSync(`${vendor}{,-additions}.openapi.json`, { cwd: import.meta.dirname });
	return files.flatMap((file) => {
		const { paths }: { paths: Record<string, Record<string, OpenApiOperation>> } = JSON.parse(
			readFileSync(join(import.meta.dirname, file), 'utf8'),
		);
		return Object.entries(paths).flatMap(([path, methods]) =>
			Object.entries(methods).map(([method, operation]) => documented(method, path, operation)),
		);
	});
}

function documented(method: string, path: string, operation: OpenApiOperation): Documented {
	const [content] = Object.values(operation.requestBody?.content ?? {});
	return {
		id: operation.operationId,
		method: method.toUpperCase(),
		path,
		title: operation.summary,
		inferred: operation['x-provenance'] === 'inferred',
		parameters: operation.parameters ?? [],
		body: content && elementOf(content.schema),
		shape: operation['x-response-shape'],
		listAt: operation['x-items-path'],
		answers: Object.entries(operation.responses)
			.filter(([status]) => status.startsWith('2'))
			.map(([status, { content = {} }]) => ({
				status: Number(status),
				example: Object.values(content)[0]?.example,
			})),
	};
}

export const elementOf = (schema: Schema): Schema =>
	schema.items ? elementOf(schema.items) : schema;

/** The values that a schema names. */
export const valuesOf = ({ enum: only, 'x-values': known = [] }: Schema): unknown[] =>
	(only ?? known).filter((value) => value !== null);

const free = ({ properties, additionalProperties }: Schema): boolean =>
	!properties && typeof additionalProperties !== 'object';

/** All that may be sent to an operation: the names of parameters and body properties, and the values of those with a list of values. */
export function factsOf({ parameters, body }: Documented): string[] {
	const inBody = body ? factsIn(body, 'body') : [];
	return [
		...parameters.flatMap(({ name, in: place, schema = {} }) => {
			const key = `${place} ${place === 'header' ? name.toLowerCase() : name}`;
			return [key, ...valuesOf(elementOf(schema)).map((value) => `${key} = ${String(value)}`)];
		}),
		...inBody,
	];
}

function factsIn(schema: Schema, key: string): string[] {
	if (schema.readOnly) return [];
	const inner = elementOf(schema);
	const { additionalProperties: others } = inner;
	return [
		...valuesOf(inner).map((value) => `${key} = ${String(value)}`),
		...Object.entries(inner.properties ?? {}).flatMap(([name, property]) =>
			property.readOnly ? [] : [inside(key, name), ...factsIn(property, inside(key, name))],
		),
		...(typeof others === 'object' ? factsIn(others, inside(key, '*')) : []),
	];
}

const inside = (key: string, name: string) => (key === 'body' ? `body ${name}` : `${key}.${name}`);

/** What one request says, as facts of the operation it goes to; names inside free-form values are the account's own. */
export function factsSent(
	operation: Documented,
	sent: {
		path: Readonly<Record<string, string>>;
		query: ReadonlyArray<[string, string]>;
		headers: Readonly<Record<string, string>>;
		body: unknown;
	},
): string[] {
	const schemaOf = (place: string, name: string) =>
		operation.parameters.find(
			(one) => one.in === place && one.name.toLowerCase() === name.toLowerCase(),
		)?.schema ?? {};
	const ofParameter =
		(place: string) =>
		([name, value]: readonly [string, string]) => {
			const schema = schemaOf(place, name);
			const key = `${place} ${name}`;
			const parts = schema.items ? value.split(',') : [value];
			return [
				key,
				...parts
					.filter(() => valuesOf(elementOf(schema)).length > 0)
					.map((part) => `${key} = ${part}`),
			];
		};
	return [
		...Object.entries(sent.path).flatMap(ofParameter('path')),
		...sent.query.flatMap(ofParameter('query')),
		...Object.entries(sent.headers).flatMap(([name, value]) =>
			ofParameter('header')([name.toLowerCase(), value]),
		),
		...(sent.body === undefined ? [] : sentIn(operation.body ?? {}, sent.body, 'body')),
	];
}

function sentIn(schema: Schema, value: unknown, key: string): string[] {
	const known = elementOf(schema);
	if (Array.isArray(value)) return value.flatMap((element: unknown) => sentIn(known, element, key));
	if (typeof value !== 'object' || value === null) {
		return valuesOf(known).length > 0 && value !== null ? [`${key} = ${String(value)}`] : [];
	}
	if (free(known))
		return key === 'body' && !known.type ? Object.keys(value).map((name) => inside(key, name)) : [];
	return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
		const own = known.properties?.[name];
		if (own) return [inside(key, name), ...sentIn(own, inner, inside(key, name))];
		const { additionalProperties: others } = known;
		return typeof others === 'object'
			? sentIn(others, inner, inside(key, '*'))
			: [inside(key, name)];
	});
}
