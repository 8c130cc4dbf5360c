/** What can be sent: JSON and nothing else. Everything that cannot is refused before the first request, never half of it sent. */
import { withoutDateObject } from './moments';

/** Says what is wrong with a value and how to get unstuck; never returns. */
export type Refuse = (what: string, wayOut: string) => never;

/** How deep data may be nested; servers stop reading soon after. */
const DEEPEST_LEVEL = 100;
const BROKEN_CHARACTER = /\0|\p{Surrogate}/u;
/** What JavaScript writes for dates that do not exist; n8n makes texts of luxon's. */
const NO_DATE = new Set(['Invalid Date', 'Invalid DateTime']);
const CORRECT = 'Correct the value, or the expression that gives it.';

/**
 * A copy of the value in which dates are ISO text and all objects are plain ones.
 *
 * @param refuse is told why a value, or a part of it, cannot be sent
 */
export function plainData(value: unknown, refuse: Refuse, level = 0): unknown {
	switch (typeof value) {
		case 'string':
			return sendableText(value, refuse);
		case 'number':
			// Alone, it is refused by its field, which knows what it needs.
			return Number.isFinite(value) || level === 0
				? value
				: refuse('holds a number that does not exist, such as one divided by zero', CORRECT);
		case 'object':
			return value === null ? null : plainObject(value, refuse, level);
		case 'function':
		case 'symbol':
			return refuse('holds a function, which cannot be sent', CORRECT);
		default:
			return value;
	}
}

function sendableText(text: string, refuse: Refuse): string {
	if (BROKEN_CHARACTER.test(text)) {
		return refuse(
			'holds half of a character or a NUL',
			'An expression may have cut an emoji in two. Correct the text, or the expression that gives it.',
		);
	}
	return NO_DATE.has(text) ? refuse('holds a date that does not exist', CORRECT) : text;
}

function plainObject(value: object, refuse: Refuse, level: number): unknown {
	if (level >= DEEPEST_LEVEL) {
		return refuse(
			`is nested more than ${DEEPEST_LEVEL} levels deep, or holds itself`,
			'Map only the part of the data that is needed.',
		);
	}
	const dated = withoutDateObject(value);
	if (dated !== value) return dated ?? refuse('holds a date that does not exist', CORRECT);
	if (Array.isArray(value)) {
		return value.map((entry: unknown) => plainData(entry, refuse, level + 1));
	}
	if (ArrayBuffer.isView(value)) return refuse('holds a file, which cannot be sent here', CORRECT);
	// Identifiers of databases and the like know their own text.
	if ('toJSON' in value && typeof value.toJSON === 'function') {
		const known: unknown = value.toJSON();
		if (known !== value) return plainData(known, refuse, level + 1);
	}
	if (Object.prototype.toString.call(value) !== '[object Object]') {
		return refuse('holds something that is neither text, number nor JSON', CORRECT);
	}
	return Object.fromEntries(
		Object.entries(value).map(([name, part]: [string, unknown]) => [
			sendableName(name, refuse),
			plainData(part, refuse, level + 1),
		]),
	);
}

function sendableName(name: string, refuse: Refuse): string {
	if (name === '__proto__')
		return refuse('holds the name __proto__, which cannot be sent', CORRECT);
	return sendableText(name, refuse);
}
