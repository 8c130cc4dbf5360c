/**
 * JSON that keeps 64-bit integers exact. JavaScript numbers end at 2^53; Taguchi's event ids do not.
 */

/** V8's JSON with source text access (Node 21 and later); TypeScript 5.9 has no types for it yet. */
interface SourceTextJson {
	parse(
		text: string,
		reviver: (key: string, value: unknown, context?: { source?: string }) => unknown,
	): unknown;
	rawJSON(text: string): unknown;
}
const json: JSON & Partial<SourceTextJson> = JSON;

/** Sixteen digits in a row may be an integer beyond 2^53; without them the fast parser is exact. */
const MAY_HOLD_A_LONG_INTEGER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/**
 * Parses JSON. Integers that a JavaScript number cannot hold become strings of their digits.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseExact(text: string): unknown {
	if (!MAY_HOLD_A_LONG_INTEGER.test(text)) return JSON.parse(text);
	const revive = (_key: string, value: unknown, context?: { source?: string }) => {
		if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
		const source = context?.source ?? '';
		return INTEGER.test(source) ? source : value;
	};
	return json.parse(text, revive);
}

/** Writes JSON. A bigint becomes a JSON integer with all its digits; `undefined` properties are left out. */
export function stringifyExact(value: unknown): string {
	return JSON.stringify(value, function (this: Record<string, unknown>, key, part: unknown) {
		// The original, because some libraries teach bigint a toJSON that makes it text.
		const original = this[key];
		if (typeof original !== 'bigint') return part;
		return json.rawJSON?.(original.toString()) ?? Number(original);
	});
}
