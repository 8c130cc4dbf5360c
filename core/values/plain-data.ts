/** What can be sent: JSON and nothing else. Everything that cannot is refused before the first request, never half of it sent. */
import { withoutDateObject } from './moments';

/** Why a value cannot be sent, as the end of the sentence '"Email" …', with the way out. */
export interface Unsendable {
	what: string;
	wayOut: string;
}

/** How deep data may be nested; servers stop reading soon after. */
const DEEPEST_LEVEL = 100;
/** What JavaScript writes for dates that do not exist; n8n makes texts of luxon's. */
const NO_DATE = new Set(['Invalid Date', 'Invalid DateTime']);
const CORRECT = 'Correct the value, or the expression that gives it.';

/** Ends the reading of a value at the first part that cannot be sent. */
class Refused extends Error {
	readonly why: Unsendable;

	constructor(what: string, wayOut: string) {
		super(what);
		this.why = { what, wayOut };
	}
}

const refuse = (what: string, wayOut = CORRECT): never => {
	throw new Refused(what, wayOut);
};

/** A copy of the value in which dates are ISO text and all objects are plain ones; or why the value cannot be sent. */
export function plainData(value: unknown): { plain: unknown } | Unsendable {
	try {
		return { plain: copy(value, 0) };
	} catch (thrown) {
		// An object of an expression may refuse to be read at all.
		return thrown instanceof Refused ? thrown.why : { what: 'cannot be read', wayOut: CORRECT };
	}
}

function copy(value: unknown, level: number): unknown {
	switch (typeof value) {
		case 'string':
			return sendableText(value);
		case 'number':
			// Alone, it is refused by its field, which knows what it needs.
			return Number.isFinite(value) || level === 0
				? value
				: refuse('holds a number that does not exist, such as one divided by zero');
		case 'object':
			return value === null ? null : plainObject(value, level);
		case 'function':
		case 'symbol':
			return refuse('holds a function, which cannot be sent');
		default:
			return value;
	}
}

const isWhole = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Whether a text can be sent. */
export const isSendable = (text: string): boolean => isWhole(text) && !NO_DATE.has(text);

function sendableText(text: string): string {
	if (!isWhole(text)) {
		refuse(
			'holds half of a character or a NUL',
			'An expression may have cut an emoji in two. Correct the text, or the expression that gives it.',
		);
	}
	return NO_DATE.has(text) ? refuse('holds a date that does not exist') : text;
}

function plainObject(value: object, level: number): unknown {
	if (level >= DEEPEST_LEVEL) {
		refuse(
			`is nested more than ${DEEPEST_LEVEL} levels deep, or holds itself`,
			'Map only the part of the data that is needed.',
		);
	}
	const dated = withoutDateObject(value);
	if (dated !== value) return dated ?? refuse('holds a date that does not exist');
	if (Array.isArray(value)) return value.map((entry: unknown) => copy(entry, level + 1));
	if (ArrayBuffer.isView(value)) refuse('holds a file, which cannot be sent here');
	// Identifiers of databases and the like know their own text.
	if ('toJSON' in value && typeof value.toJSON === 'function') {
		const known: unknown = value.toJSON();
		if (known !== value) return copy(known, level + 1);
	}
	if (Object.prototype.toString.call(value) !== '[object Object]') {
		refuse('holds something that is neither text, number nor JSON');
	}
	return Object.fromEntries(
		Object.entries(value).map(([name, part]: [string, unknown]) => [
			sendableName(name),
			copy(part, level + 1),
		]),
	);
}

const sendableName = (name: string): string =>
	name === '__proto__'
		? refuse('holds the name __proto__, which cannot be sent')
		: sendableText(name);
