/**
 * JSON that keeps 64-bit integers exact. JavaScript numbers end at 2^53; Taguchi's event ids do not. Node 20 can neither
 * tell a number's digits nor write digits as they are (JSON.rawJSON): so the text itself is read and mended, on every Node alike.
 */

/** Sixteen digits where a number begins may be an integer beyond 2^53; without them the fast parser is exact. */
const MAY_HOLD_A_LONG_INTEGER = /(?:^|[:[,\s-])[1-9]\d{15}/;
/** A whole number: not part of another number, and not (against JSON's grammar) the name of a property. */
const LONG_INTEGER = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE]|\s*:)/g;
/** Stands before the digits of a bigint while JSON is written. Hardly any text holds it; if one does, more of them stand there. */
const MARK = '¤';

/**
 * Parses JSON. Integers that a JavaScript number cannot hold become strings of their digits.
 *
 * @throws SyntaxError when the text is not JSON
 */
export function parseExact(text: string): unknown {
	return JSON.parse(MAY_HOLD_A_LONG_INTEGER.test(text) ? quoteLongIntegers(text) : text);
}

/** Puts quotes around the integers that a number cannot hold; what stands inside strings is left alone. */
function quoteLongIntegers(text: string): string {
	const parts: string[] = [];
	let taken = 0;
	for (let position = 0; position < text.length; ) {
		const quote = text.indexOf('"', position);
		const opening = quote < 0 ? text.length : quote;
		if (opening - position >= 16) {
			const between = text.slice(position, opening);
			parts.push(text.slice(taken, position), between.replace(LONG_INTEGER, quoteIfLong));
			taken = opening;
		}
		position = endOfString(text, opening);
	}
	return parts.join('') + text.slice(taken);
}

const quoteIfLong = (digits: string) =>
	Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;

/** Where a string that opens here is over: behind its closing quote, or at the end of a text that breaks off. */
function endOfString(text: string, opening: number): number {
	for (let end = text.indexOf('"', opening + 1); end >= 0; end = text.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (text[end - 1 - backslashes] === '\\') backslashes++;
		if (backslashes % 2 === 0) return end + 1;
	}
	return text.length;
}

/** Writes JSON. A bigint becomes a JSON integer with all its digits; `undefined` properties are left out. */
export const stringifyExact = (value: unknown): string =>
	// Without a function that looks at every part, JavaScript writes several times as fast.
	holdsBigint(value) ? stringifyMarked(value, MARK) : JSON.stringify(value);

/** Whether the fast way of writing JSON would fail, or write a text where an integer belongs. */
export function holdsBigint(value: unknown): boolean {
	if (typeof value === 'bigint') return true;
	if (typeof value !== 'object' || value === null) return false;
	// What writes itself may hold anything.
	if ('toJSON' in value) return true;
	return Object.values(value).some(holdsBigint);
}

/** Writes bigints as strings that begin with the mark, then takes mark and quotes away. */
function stringifyMarked(value: unknown, mark: string): string {
	let bigints = 0;
	const text = JSON.stringify(value, function (this: Record<string, unknown>, key, part: unknown) {
		// The original, because some libraries teach bigint a toJSON that makes it text.
		const original = this[key];
		if (typeof original !== 'bigint') return part;
		bigints++;
		return `${mark}${original}`;
	});
	if (bigints === 0) return text;
	const [before = '', ...marked] = text.split(`"${mark}`);
	if (marked.length > bigints) return stringifyMarked(value, longerMark(text));
	return before + marked.map((rest) => rest.replace('"', '')).join('');
}

/** For data that hold the mark, too: one more than its longest run is nowhere in them. */
function longerMark(text: string): string {
	const runs = text.match(new RegExp(`${MARK}+`, 'g')) ?? [];
	return MARK.repeat(runs.reduce((longest, run) => Math.max(longest, run.length), 0) + 1);
}
