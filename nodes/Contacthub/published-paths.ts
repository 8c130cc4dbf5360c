/**
 * Method and path of operations whose own are inferred, from the OpenAPI description that Contacthub publishes beside its
 * API. The titles in the reference are the `summary` values there.
 */
import { load } from 'js-yaml';
import { POST, PUT, PATCH, GET, DELETE } from '../../core/route';
import type { Operation } from '../../core/operation';
import type { Route } from '../../core/route';
import type { Connection, RequestContext } from '../../core/connection';

/** Where the description lies, below the Base URL. */
export const DESCRIPTION_PATH = '/docs/swagger.yml';
/** How long the description may take, in ms; the operation waits for it. */
const TIMEOUT_MS = 5_000;

/** Published routes by summary; several operations may share one. */
export type PublishedRoutes = ReadonlyMap<string, readonly Route[]>;

const METHODS = new Map([
	['get', GET],
	['post', POST],
	['put', PUT],
	['patch', PATCH],
	['delete', DELETE],
]);

/** One look-up for each address in the life of the process; one that found nothing counts too. */
const lookUps = new Map<string, Promise<PublishedRoutes>>();

/** The published route of a row, with the row's own names in the path; undefined where none, or more than one, fits. */
export async function publishedRoute(
	context: RequestContext,
	{ baseUrl }: Connection,
	{ title, request }: Operation,
): Promise<Route | undefined> {
	if (title === undefined) return undefined;
	const lookUp = lookUps.get(baseUrl) ?? fetchRoutes(context, baseUrl);
	lookUps.set(baseUrl, lookUp);
	return matchingRoute((await lookUp).get(comparable(title)) ?? [], request);
}

/** The description is public, so it is asked for without the token. Whatever goes wrong means: nothing published. */
async function fetchRoutes(context: RequestContext, baseUrl: string): Promise<PublishedRoutes> {
	try {
		const text: unknown = await context.helpers.httpRequest({
			url: `${baseUrl}${DESCRIPTION_PATH}`,
			encoding: 'text',
			timeout: TIMEOUT_MS,
		});
		return readRoutes(String(text));
	} catch {
		return new Map();
	}
}

/**
 * Reads the routes of an OpenAPI or Swagger description.
 *
 * @param text YAML or JSON
 * @throws YAMLException when it is neither
 */
export function readRoutes(text: string): PublishedRoutes {
	const routes = new Map<string, Route[]>();
	for (const [path, operations] of entriesOf(entryOf(load(text), 'paths'))) {
		// Appended to the Base URL, anything else could name another host, and the token would go there.
		if (!path.startsWith('/')) continue;
		for (const [name, operation] of entriesOf(operations)) {
			const route = METHODS.get(name.toLowerCase());
			const summary = entryOf(operation, 'summary');
			if (!route || typeof summary !== 'string') continue;
			const key = comparable(summary);
			routes.set(key, [...(routes.get(key) ?? []), route(path)]);
		}
	}
	return routes;
}

/**
 * The route that stands for a row among those with its title, its placeholders renamed to the row's. Two operations share
 * the title "Modify customer base property state"; the names in the path tell them apart.
 */
export function matchingRoute(candidates: readonly Route[], own: Route): Route | undefined {
	const names = namesIn(own.path);
	const same = candidates.filter(
		({ path }) => [...namesIn(path)].sort().join() === [...names].sort().join(),
	);
	const [route, ...others] = same.length > 0 ? same : candidates;
	if (!route || others.length > 0) return undefined;
	const published = namesIn(route.path);
	if (published.length !== names.length) return undefined;
	const renamed = names.filter((name) => !published.includes(name));
	const path = route.path.replace(/\{([^}]+)\}/g, (whole, name: string) =>
		names.includes(name) ? whole : `{${renamed.shift() ?? name}}`,
	);
	return { ...route, path };
}

const namesIn = (path: string) => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);

/** Titles are compared without regard to case, spaces at the ends, and a full stop. */
export const comparable = (title: string) =>
	title.trim().replace(/\s+/g, ' ').replace(/\.$/, '').toLowerCase();

const entriesOf = (value: unknown): Array<[string, unknown]> =>
	typeof value === 'object' && value !== null ? Object.entries(value) : [];

const entryOf = (value: unknown, name: string): unknown => new Map(entriesOf(value)).get(name);
