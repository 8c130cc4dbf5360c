/**
 * Expressions that only point into the incoming item, such as `{{ $json.address.city }}`, read without n8n's evaluator, which
 * takes about 85 microseconds for each. What is not certain to come out alike is left to n8n.
 */
import type { IDataObject } from 'n8n-workflow';

/** An expression as its parts: fixed text, and paths of names into the item. */
export type ItemReference = ReadonlyArray<string | readonly string[]>;

/** Stands for "n8n must evaluate this". */
export const UNCERTAIN = Symbol('uncertain');

const NAME = String.raw`(?:\?)?\.[A-Za-z_$][\w$]*`;
const BRACKET = String.raw`(?:\?\.)?\[(?:"[^"\\\n{}]*"|'[^'\\\n{}]*')\]`;
const PATH = new RegExp(String.raw`^\s*\$json((?:${NAME}|${BRACKET})+)\s*$`);
const STEP = /\.([A-Za-z_$][\w$]*)|\[(?:"([^"]*)"|'([^']*)')\]/g;

/**
 * The parts of an expression.
 *
 * @param expression with the equals sign that n8n keeps before it
 * @returns undefined where it holds anything but references to the item and fixed text
 */
export function itemReferenceIn(expression: string): ItemReference | undefined {
	// n8n refuses the word wherever it stands.
	if (expression.includes('constructor')) return undefined;
	const [first = '', ...rest] = expression.slice(1).split('{{');
	const parts: Array<string | readonly string[]> = first === '' ? [] : [first];
	for (const piece of rest) {
		const [code = '', text, ...more] = piece.split('}}');
		const path = pathIn(code);
		if (!path || text === undefined || more.length > 0) return undefined;
		parts.push(path);
		if (text !== '') parts.push(text);
	}
	// A backslash escapes braces in n8n, and no path holds either; text without any reference is rare enough to be left to it.
	return rest.length === 0 || parts.some((part) => /[\\{}]/.test(String(part))) ? undefined : parts;
}

function pathIn(code: string): readonly string[] | undefined {
	const steps = PATH.exec(code)?.[1];
	if (steps === undefined) return undefined;
	const names = [...steps.matchAll(STEP)].map(
		([, name, double, single]) => name ?? double ?? single ?? '',
	);
	return names.every(isOrdinary) ? names : undefined;
}

/** Names that n8n's evaluator forbids, or that mean something else there; more than it forbids today, for that costs only time. */
const isOrdinary = (name: string): boolean =>
	!name.startsWith('_') &&
	!(name in Function.prototype && !['name', 'length'].includes(name)) &&
	!/^(prototype|mainModule|binding|require|process|global|globalThis|callee|dlopen|execve|(get|set|define|load|prepare|capture).*)$/.test(
		name,
	);

/** What n8n would evaluate the parts to for an item, or UNCERTAIN. */
export function readItemReference(reference: ItemReference, item: IDataObject): unknown {
	const [only] = reference;
	if (reference.length === 1 && Array.isArray(only)) return valueIn(item, only);
	let text = '';
	for (const part of reference) {
		const value = typeof part === 'string' ? part : valueIn(item, part);
		if (value === UNCERTAIN) return UNCERTAIN;
		// As n8n joins the parts: nothing for null, undefined and NaN.
		text += value || value === 0 || value === false ? String(value) : '';
	}
	return text;
}

/** Only what is certain: a value of its own that is text, number, truth value, null, or absent from a plain object. */
function valueIn(item: IDataObject, path: readonly string[]): unknown {
	let inner: unknown = item;
	for (const name of path) {
		if (!isPlainObject(inner)) return UNCERTAIN;
		inner = Object.hasOwn(inner, name) ? inner[name] : undefined;
	}
	return isCertain(inner) ? inner : UNCERTAIN;
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const isCertain = (value: unknown): boolean =>
	value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
