/** What must hold whatever a value is. */
import type { Operation } from '../../core/rows/operation.ts';
import type { SentRequest } from '../engine/requests.mts';
import type { Received } from '../engine/recording-server.mts';
import type { EveryRow } from '../nodes/every-row.mts';
import { everyRow } from '../nodes/every-row.mts';
import type { Place } from './places.mts';

/** Words of engines and runtimes, which no person should have to read. */
const RAW =
	/Cannot (?:convert|read|set|mix|access)|call stack|URI malformed|is not (?:a function|iterable|an object|defined|valid JSON)|undefined \(|of undefined|of null|Invalid (?:character|array|time value)|BigInt|circular|toPrimitive|fault of its own|ERR_[A-Z]/;

/** Sentences of rows about values that do not fit together; they name what is missing instead of one input. */
const OF_ROWS = [
	'Nothing identifies the partition',
	'Values to Send holds nothing that identifies the person',
	'Values to Send does not hold the identifier that Identify By names',
	'The item changes nothing',
	'Filters and Query (JSON) are both set',
	'The item has no file in the binary field',
	'actions; Taguchi takes at most',
	'The column "value',
	'The name of a column',
];

/** The paths that a row may reach, by method: its own, and those of its resource where it is made of several requests. */
const routesOf = (
	base: string,
	{ request, batch, renew, procedure }: Operation,
	siblings: readonly Operation[],
) =>
	[
		request,
		...(batch?.request ? [batch.request] : []),
		...(renew ? [renew.request] : []),
		...(procedure ? siblings.map((one) => one.request) : []),
	].map(({ method, path }) => {
		const filled = path.replace(/\{\/[^}]+\}/g, '(?:/[^/]+)?').replace(/\{[^}]+\}/g, '[^/]+');
		return { method, pattern: new RegExp(`^${base}${filled}$`) };
	});

/** What stands before every path of an account. */
function baseOf({ account }: EveryRow): string {
	const addresses = Object.values(account.data('http://localhost/base')).map(String);
	const address = addresses.find((one) => one.startsWith('http')) ?? '';
	return new URL(address).pathname.replace(/\/subscriber$/, '');
}

const known = new Map<string, ReturnType<typeof routesOf>>();

function allowedFor({ given }: Place) {
	const found = known.get(given.title);
	if (found) return found;
	const siblings = everyRow.filter(({ account }) => account === given.account);
	const made = routesOf(
		baseOf(given),
		given.row,
		siblings.map(({ row }) => row),
	);
	known.set(given.title, made);
	return made;
}

/** What a request did wrong; undefined when nothing. */
export function requestFault(place: Place, { method, url, body }: Received): string | undefined {
	const path = url.split('?')[0] ?? '';
	if (path.endsWith('/swagger.yml')) return undefined;
	if (new URL(url, 'http://localhost').pathname !== path) return `another path: ${method} ${path}`;
	const allowed = allowedFor(place).some((one) => one.method === method && one.pattern.test(path));
	if (!allowed) return `another path: ${method} ${path}`;
	return /\[object [A-Z]|Invalid Date/.test(body)
		? `text of an object: ${body.slice(0, 300)}`
		: undefined;
}

/** What a request did wrong that never reached the server of the test. */
export const originFault = ({ host }: SentRequest, own: string): string | undefined =>
	own.endsWith(`//${host}`) ? undefined : `another origin: ${host}`;

/** What a refusal says wrong; undefined when it names an input of the form. */
export function refusalFault(place: Place, message: string): string | undefined {
	// The vendor's answer is no refusal of a value.
	const { name } = place.given.account.vendor;
	if (new RegExp(`^${name} (?:answered|did not accept)`).test(message)) return undefined;
	if (RAW.test(message)) return `raw words: ${message.slice(0, 300)}`;
	const isNamed = place.labels.has(/^"([^"]+)"/.exec(message)?.[1] ?? '');
	if (isNamed || OF_ROWS.some((words) => message.includes(words))) return undefined;
	return `no name: ${message.slice(0, 300)}`;
}
