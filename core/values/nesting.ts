/** Flat names for nested records: forms and mappings name a field by its dotted path. */
import type { IDataObject } from 'n8n-workflow';

/** `{ 'base.contacts.email': x }` -> `{ base: { contacts: { email: x } } }`. */
export function nested(flat: Readonly<Record<string, unknown>>): IDataObject {
	const root: IDataObject = {};
	for (const [path, value] of Object.entries(flat).sort(byDepth)) {
		if (value === undefined) continue;
		const names = path.split('.');
		const last = names.pop() ?? path;
		const inner = names.reduce((record, name) => {
			const next = Object.hasOwn(record, name) ? record[name] : undefined;
			const isRecord = typeof next === 'object' && !Array.isArray(next);
			// A copy, because a record given as a whole may be part of the incoming item.
			const entered = isRecord ? { ...(next as IDataObject) } : {};
			record[name] = entered;
			return entered;
		}, root);
		Object.assign(inner, { [last]: value });
	}
	return root;
}

/** A record that is given as a whole comes before its parts, which then have the last word. */
const byDepth = ([one]: [string, unknown], [other]: [string, unknown]) =>
	one.split('.').length - other.split('.').length;
