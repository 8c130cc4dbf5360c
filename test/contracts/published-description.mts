/** The differences between rows and a published OpenAPI or Swagger description. */
import { load } from 'js-yaml';
import { z } from 'zod/v4';
import type { RowFacts } from './rows.mts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const parameter = z.object({ name: z.string(), in: z.string() });
const reference = z.object({ $ref: z.string() });
const parameters = z.array(z.union([parameter, reference])).default([]);
const operation = z.object({ summary: z.string().optional(), parameters });
const description = z.object({
	basePath: z.string().optional(),
	paths: z.record(
		z.string(),
		z.looseObject({
			parameters,
			...Object.fromEntries(METHODS.map((method) => [method, operation.optional()])),
		}),
	),
});

/** One operation of the description. */
export interface Published {
	method: string;
	path: string;
	summary: string | undefined;
	query: string[];
}

/**
 * Reads a description.
 * @param text YAML or JSON
 * @throws YAMLException or ZodError when it is no description
 */
export function readPublished(text: string): Published[] {
	const document: unknown = load(text);
	const { paths } = description.parse(document);
	return Object.entries(paths).flatMap(([path, item]) =>
		METHODS.flatMap((method) => {
			const found = operation.optional().parse(item[method]);
			if (!found) return [];
			const query = [...item.parameters, ...found.parameters]
				.map((one) => parameter.parse('$ref' in one ? resolved(document, one.$ref) : one))
				.filter((one) => one.in === 'query')
				.map(({ name }) => name);
			return [{ method: method.toUpperCase(), path, summary: found.summary, query }];
		}),
	);
}

/** The target of a reference inside the document, such as `#/parameters/page`. */
const resolved = (document: unknown, target: string): unknown =>
	target
		.replace(/^#\//, '')
		.split('/')
		.reduce<unknown>((inner, name) => new Map(Object.entries(Object(inner))).get(name), document);

/** Every difference in one line, rows first; nothing when both agree. */
export function differences(rows: readonly RowFacts[], published: readonly Published[]): string[] {
	const reached = new Set<Published>();
	const ofRows = rows.flatMap((row) => {
		const own = `${row.method} ${row.path}`;
		const same = published.find((one) => shapeOf(one) === shapeOf(row));
		if (same) {
			reached.add(same);
			return [...confirmed(row, same), ...ofTitle(row, same), ...ofQuery(row, same)];
		}
		const titled = published.filter((one) => isTitle(row.title, one.summary));
		for (const one of titled) reached.add(one);
		if (titled.length === 0) return [`${row.name}: ${own} is not published`];
		const there = titled.map(({ method, path }) => `${method} ${path}`).join(' or ');
		return [`${row.name}: ${own} is published as ${there}`];
	});
	const missing = published
		.filter((one) => !reached.has(one))
		.map(({ method, path, summary }) => `no row: ${method} ${path} (${summary ?? 'no summary'})`);
	return [...ofRows, ...missing];
}

/** Names in braces say nothing about where a request goes. */
const shapeOf = ({ method, path }: { method: string; path: string }) =>
	`${method} ${path.replace(/\{[^}]+\}/g, '{}')}`;

const isTitle = (title: string | undefined, summary: string | undefined) =>
	title !== undefined && title.toLowerCase() === summary?.trim().replace(/\.$/, '').toLowerCase();

const confirmed = ({ name, inferred, method, path }: RowFacts, _published: Published) =>
	inferred ? [`${name}: ${method} ${path} is confirmed; remove "inferred" from the row`] : [];

const ofTitle = ({ name, title }: RowFacts, { summary }: Published) =>
	title === undefined || isTitle(title, summary)
		? []
		: [`${name}: the title "${title}" is published as "${summary ?? ''}"`];

function ofQuery({ name, query, composesQuery }: RowFacts, published: Published): string[] {
	const unknown = query.filter((one) => !published.query.includes(one));
	const missing = composesQuery ? [] : published.query.filter((one) => !query.includes(one));
	return [
		...unknown.map((one) => `${name}: the query parameter "${one}" is not published`),
		...missing.map((one) => `${name}: the row lacks the published query parameter "${one}"`),
	];
}
