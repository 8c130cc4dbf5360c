/** From a row's path and the values of an item to the address that is called. */
import type { Connection } from './connection';
import { hasHalfCharacter, segmentRefusal } from '../values/path-segment';
import type { Route } from '../rows/route';

/** `{name}` and `{/name}` in a route's path. */
const PLACEHOLDER = /\{(\/?)([^}]+)\}/g;

type Values = Readonly<Record<string, unknown>>;

/**
 * The full address of a call; every value is percent-encoded. `{/name}` is a part that is left out without its value (RFC 6570).
 *
 * @returns undefined where the values would lead to another path than the route's
 */
export function urlOf(
	{ baseUrl, path: fixed }: Pick<Connection, 'baseUrl' | 'path'>,
	{ route, path, query }: { route: Route; path?: Values; query?: Values },
): string | undefined {
	const filled = fill(route.path, { ...fixed, ...path });
	const search = searchOf(query);
	if (filled === undefined || search === undefined) return undefined;
	const address = `${baseUrl}${filled}`;
	return isReadAsWritten(address) ? `${address}${search}` : undefined;
}

/** The last address that was read as it is written; the requests of a run mostly have the same. */
let lastRead = '';

/** Whether the client that sends it will read the address so: nothing may be resolved, cut off or moved to another host. */
function isReadAsWritten(address: string): boolean {
	if (address === lastRead) return true;
	if (!URL.canParse(address) || new URL(address).href !== address) return false;
	lastRead = address;
	return true;
}

/** The path with its values; undefined where one of them may not stand there. */
function fill(path: string, values: Values): string | undefined {
	let fits = true;
	const filled = path.replace(PLACEHOLDER, (_whole, slash: string, name: string) => {
		const value = values[name];
		if (slash !== '' && (value === undefined || value === null)) return '';
		fits &&= segmentRefusal(value) === undefined;
		return fits ? `${slash}${encodeURIComponent(String(value))}` : '';
	});
	return fits ? filled : undefined;
}

/** The query with its question mark; undefined where a value cannot be written. */
function searchOf(query: Values = {}): string | undefined {
	const pairs = Object.entries(query).flatMap(([name, value]) =>
		(Array.isArray(value) ? value : [value])
			.filter((part) => part !== undefined && part !== null)
			.map((part) => [name, String(part)] as const),
	);
	if (pairs.some(([, part]) => hasHalfCharacter(part))) return undefined;
	const encoded = pairs.map((pair) => pair.map(encodeURIComponent).join('='));
	return encoded.length > 0 ? `?${encoded.join('&')}` : '';
}
