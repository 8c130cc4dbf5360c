import { EmporixFailure } from './failure.mts';

/** What the tenant does with a condition on metadata.modifiedAt, which no document settles. */
export type ModifiedAtQuery = 'obeyed' | 'ignored' | 'refused' | 'unmatched';

type Test = (record: object) => boolean;

const CONDITION =
	/\s*([\w.-]+):(~?\((?:"[^"]*"|[^)"])*\)|[<>]=?"[^"]*"|"(?:[^"\\]|\\.)*"|[^\s"]+)\s*/y;

/**
 * Reads the q parameter; all conditions must hold.
 * @throws EmporixFailure 400 when it cannot be read.
 */
export function readQuery(q: string, modifiedAt: ModifiedAtQuery): Test {
	const tests: Test[] = [];
	CONDITION.lastIndex = 0;
	while (CONDITION.lastIndex < q.length) {
		const [whole, field, value] = CONDITION.exec(q) ?? [];
		if (whole === undefined || field === undefined || value === undefined) {
			throw new EmporixFailure(400, `The query cannot be read: ${q}`);
		}
		if (field.startsWith('metadata.') && modifiedAt !== 'obeyed') {
			if (modifiedAt === 'refused') throw new EmporixFailure(400, `Unknown field ${field}`);
			if (modifiedAt === 'unmatched') tests.push(() => false);
		} else {
			tests.push(condition(field, value));
		}
	}
	return (record) => tests.every((test) => test(record));
}

function condition(field: string, written: string): Test {
	const at = (record: object) => valuesAt(record, field);
	if (written === 'null' || written === 'missing') {
		return (record) => at(record).every((value) => value === null || value === undefined);
	}
	if (written === 'exists') {
		return (record) => at(record).some((value) => value !== null && value !== undefined);
	}
	const pattern = /^~\((.*)\)$|^\(~(.*)\)$|^~(.*)$/s.exec(written);
	if (pattern) {
		const expression = new RegExp(pattern[1] ?? pattern[2] ?? pattern[3] ?? '');
		return (record) => at(record).some((value) => expression.test(String(value)));
	}
	const range = /^\((>=?)(.+) AND (<=?)(.+)\)$/.exec(written);
	if (range) {
		const [, from = '', low = '', to = '', high = ''] = range;
		return (record) =>
			at(record).some((value) => holds(value, from, low) && holds(value, to, high));
	}
	if (written.startsWith('(')) {
		const allowed = written.slice(1, -1).split(',').map(unquoted);
		return (record) => at(record).some((value) => allowed.includes(String(value)));
	}
	const [, operator = '', operand = ''] = /^([<>]=?)?(.*)$/s.exec(written) ?? [];
	if (operator === '') {
		return (record) => at(record).some((value) => String(value) === unquoted(operand));
	}
	return (record) => at(record).some((value) => holds(value, operator, operand));
}

/** Numbers compare as numbers, and dates stand in quotes. */
function holds(value: unknown, operator: string, written: string): boolean {
	if (value === undefined || value === null) return false;
	const isDate = written.startsWith('"');
	const one = isDate ? Date.parse(String(value)) : Number(value);
	const other = isDate ? Date.parse(unquoted(written)) : Number(written);
	if (operator === '>') return one > other;
	if (operator === '>=') return one >= other;
	return operator === '<' ? one < other : one <= other;
}

const unquoted = (text: string) =>
	text
		.trim()
		.replace(/^"(.*)"$/s, '$1')
		.replaceAll('\\"', '"');

/** The value at a dotted path; of a localized text without a language, every translation. */
export function valuesAt(record: object, path: string): unknown[] {
	const value = path
		.split('.')
		.reduce<unknown>((inner, name) => new Map(Object.entries(inner ?? {})).get(name), record);
	const isMap = typeof value === 'object' && value !== null;
	return isMap && /(^|\.)(name|description)$/.test(path) ? Object.values(value) : [value];
}
