/** The sandbox's JSON for Node 20, which has no JSON.rawJSON and no source of a number: what holds long integers is read and written part by part. */

const TOKEN = /\s*("(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+)/y;

/**
 * Parses JSON text; integers that a double cannot hold become bigint, all else is as in `JSON.parse`.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
	const plain: unknown = JSON.parse(text);
	if (!/\d{16}/.test(text)) return plain;
	const tokens = tokensOf(text);
	return readValue(tokens, tokens.next().value ?? '');
}

/** The tokens of a text that is known to be JSON. */
function* tokensOf(text: string): Generator<string, undefined> {
	const token = new RegExp(TOKEN);
	for (let found = token.exec(text); found?.[1] !== undefined; found = token.exec(text)) {
		yield found[1];
	}
}

function readValue(tokens: Generator<string, undefined>, token: string): unknown {
	if (token === '[') {
		const list: unknown[] = [];
		for (const next of rest(tokens, ']')) list.push(readValue(tokens, next));
		return list;
	}
	if (token === '{') {
		const entries: Array<[string, unknown]> = [];
		for (const name of rest(tokens, '}')) {
			tokens.next();
			entries.push([JSON.parse(name), readValue(tokens, tokens.next().value ?? '')]);
		}
		return Object.fromEntries(entries);
	}
	const isLong = /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
	return isLong ? BigInt(token) : JSON.parse(token);
}

/** The first token of each part, until the bracket closes. */
function* rest(tokens: Generator<string, undefined>, end: string): Generator<string> {
	for (let next = tokens.next(); next.value !== undefined; next = tokens.next()) {
		if (next.value === end) return;
		if (next.value !== ',') yield next.value;
	}
}

/** Writes JSON text; a bigint becomes an integer with all its digits. */
export function stringifyExactJson(value: unknown): string {
	let holdsBigints = false;
	const text = JSON.stringify(value, (_name, part: unknown) => {
		holdsBigints ||= typeof part === 'bigint';
		return typeof part === 'bigint' ? 0 : part;
	});
	return holdsBigints ? write(value) : text;
}

function write(value: unknown): string {
	if (typeof value === 'bigint') return value.toString();
	if (Array.isArray(value)) return `[${value.map((part) => write(part ?? null)).join()}]`;
	const plain: unknown = hasToJson(value) ? value.toJSON() : value;
	if (typeof plain !== 'object' || plain === null) return JSON.stringify(plain);
	const parts = Object.entries(plain).filter(([, part]) => part !== undefined);
	return `{${parts.map(([name, part]) => `${JSON.stringify(name)}:${write(part)}`).join()}}`;
}

const hasToJson = (value: unknown): value is { toJSON(): unknown } =>
	typeof value === 'object' && value !== null && 'toJSON' in value;
