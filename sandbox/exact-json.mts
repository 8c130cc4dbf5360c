/** JSON whose integers keep every digit: an integer beyond 2^53 is a bigint in memory and the same digits on the wire. */

declare global {
	// In Node 24 and not yet in TypeScript's library.
	interface JSON {
		parse(
			text: string,
			reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
		): unknown;
		rawJSON(text: string): object;
	}
}

/**
 * Parses JSON text; integers that a double cannot hold become bigint, all else is as in `JSON.parse`.
 * @throws SyntaxError when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
	return JSON.parse(text, (_key: string, value: unknown, context: { source?: string }) =>
		typeof value === 'number' &&
		!Number.isSafeInteger(value) &&
		context.source !== undefined &&
		/^-?\d+$/.test(context.source)
			? BigInt(context.source)
			: value,
	);
}

/** Writes JSON text; a bigint becomes an integer with all its digits. */
export function stringifyExactJson(value: unknown): string {
	// Without a replacer, which sees every value, it takes a fraction of the time.
	if (!holdsBigint(value)) return JSON.stringify(value);
	// n8n teaches bigints to write themselves as texts, before a replacer sees them; so they are taken from their place.
	return JSON.stringify(value, function (this: Record<string, unknown>, key, entry: unknown) {
		const { [key]: original } = this;
		return typeof original === 'bigint' ? JSON.rawJSON(original.toString()) : entry;
	});
}

function holdsBigint(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
	return Object.values(value).some(holdsBigint);
}
