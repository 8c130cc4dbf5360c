/** Flat names for nested records: forms and mappings name a field by its dotted path. */
import type { IDataObject } from 'n8n-workflow';

/** `{ 'base.contacts.email': x }` -> `{ base: { contacts: { email: x } } }`. */
export function nested(flat: Readonly<Record<string, unknown>>): IDataObject {
	const root: Record<string, unknown> = {};
	// Any other record was given as a whole, may be part of the incoming item, and is copied before something is put into it.
	const made = new Set<unknown>([root]);
	const paths = Object.entries(flat)
		.filter(([, value]) => value !== undefined)
		.map(([path, value]) => ({ names: path.split('.'), value }));
	// A record that is given as a whole comes before its parts, which then have the last word.
	paths.sort((one, other) => one.names.length - other.names.length);
	for (const { names, value } of paths) {
		const last = names.pop() ?? '';
		const inner = names.reduce((record, name) => {
			const next = Object.hasOwn(record, name) ? record[name] : undefined;
			if (made.has(next)) return next as Record<string, unknown>;
			const isRecord = typeof next === 'object' && !Array.isArray(next);
			const entered: Record<string, unknown> = isRecord ? { ...next } : {};
			made.add(entered);
			record[name] = entered;
			return entered;
		}, root);
		inner[last] = value;
	}
	return root as IDataObject;
}
