/** Many forms of one row as one node: each value is an expression that takes it from an item of its own. */
import type { IDataObject } from 'n8n-workflow';

/** What stands in a parameter beside its value, and is never an expression. */
const FIXED = ['__rl', 'mode', 'mappingMode', 'schema', 'matchingColumns'];

/** The parameters of a node, and the items that fill them in. */
export interface Filled {
	parameters: IDataObject;
	items: IDataObject[];
}

/** @returns one node for all forms that fill in the same inputs */
export function expressionsOver(forms: readonly IDataObject[]): Filled[] {
	const alike = new Map<string, IDataObject[]>();
	for (const form of forms) {
		const inputs = JSON.stringify(
			[form, form.additionalFields].map((one) => Object.keys(Object(one))),
		);
		alike.set(inputs, [...(alike.get(inputs) ?? []), form]);
	}
	return [...alike.values()].map((items) => ({
		parameters: Object(template(items.reduce<unknown>(merge, {}), '$json')),
		items,
	}));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** All that any of the forms fills in. */
function merge(one: unknown, other: unknown): unknown {
	if (isRecord(one) && isRecord(other)) {
		const merged = Object.entries(other).map(([name, value]) => [name, merge(one[name], value)]);
		return { ...one, ...Object.fromEntries(merged) };
	}
	if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
		return one.map((value: unknown, at) => merge(value, other[at]));
	}
	return other ?? one;
}

function template(value: unknown, path: string): unknown {
	if (Array.isArray(value) && value.some(isRecord)) {
		return value.map((entry: unknown, at) => template(entry, `${path}?.[${at}]`));
	}
	if (!isRecord(value)) return `={{ ${path} }}`;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [
			name,
			FIXED.includes(name) ? inner : template(inner, `${path}?.[${JSON.stringify(name)}]`),
		]),
	);
}
