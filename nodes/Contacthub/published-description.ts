/**
 * Reads the OpenAPI description that Contacthub publishes beside its API. It is a file of somebody else's and decides where
 * requests with the token go, so it may only name what a row could have named itself: a path below the Base URL, with the
 * row's own method and the row's own placeholders.
 */
import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import type { Operation } from '../../core/rows/operation';
import type { Method, Route } from '../../core/rows/route';

/** Published routes by title, method and placeholders; undefined where several have the same. */
export type PublishedRoutes = ReadonlyMap<string, Route | undefined>;

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * A path that stays below the Base URL: parts that begin with a letter or digit, or are a placeholder. So there is no dot
 * segment, no empty part, no host, no query, no fragment, no backslash and nothing percent-encoded.
 */
const SAFE_PATH = /^(?:\/(?:[A-Za-z0-9][\w.~-]*|\{[A-Za-z]\w*\}))+$/;
/** The longest path and title that are looked at, in characters; those of the reference have less than 120. */
const LONGEST = 500;
/** How many texts and lists may be written as an alias: as keys of a map, each would be spelled out. Maps never are. */
const MOST_ALIASES = 20;

/**
 * Reads the routes of an OpenAPI or Swagger description; what is no safe path is left out.
 *
 * @param text YAML or JSON
 * @throws YAMLException when it is neither; TypeError when it holds too many aliases
 */
export function readRoutes(text: string): PublishedRoutes {
	const routes = new Map<string, Route | undefined>();
	for (const [path, operations] of Object.entries(entryOf(loadBounded(text), 'paths') ?? {})) {
		if (path.length > LONGEST || !SAFE_PATH.test(path)) continue;
		for (const method of METHODS) {
			const summary = entryOf(entryOf(operations, method.toLowerCase()), 'summary');
			if (typeof summary !== 'string' || summary.length > LONGEST) continue;
			const route = { method, path };
			const key = keyOf(summary, route);
			routes.set(key, routes.has(key) ? undefined : route);
		}
	}
	return routes;
}

/**
 * The published route of a row: the one with its title, its method and exactly its placeholders, by name. Two operations
 * share the title "Modify customer base property state"; the placeholders tell them apart.
 */
export const routeFor = (
	routes: PublishedRoutes,
	{ title, request }: Pick<Operation, 'title' | 'request'>,
): Route | undefined => (title === undefined ? undefined : routes.get(keyOf(title, request)));

function loadBounded(text: string): unknown {
	let aliases = 0;
	return load(text, {
		schema: FAILSAFE_SCHEMA,
		listener: (event, { kind, result }) => {
			if (event === 'open' || kind !== null) return;
			if (typeof result !== 'string' && !Array.isArray(result)) return;
			aliases += 1;
			if (aliases > MOST_ALIASES) throw new TypeError('The description has too many aliases');
		},
	});
}

const keyOf = (title: string, { method, path }: Route) =>
	[comparable(title), method, ...(path.match(/\{\w+\}/g) ?? []).sort()].join('\n');

/** Titles are compared without regard to case, spaces at the ends, and a full stop. */
const comparable = (title: string) =>
	title.trim().replace(/\s+/g, ' ').replace(/\.$/, '').toLowerCase();

/** Looks up one name instead of listing all, for an alias can stand for a huge map many times. */
const entryOf = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null
		? Object.getOwnPropertyDescriptor(value, name)?.value
		: undefined;
