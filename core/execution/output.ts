/** From the vendor's answer to n8n items: 64-bit ids as text, lists unwrapped, long records simplified on request. */
import type { IDataObject } from 'n8n-workflow';
import type { Field, FieldEntry, Fields } from '../rows/field';
import { entriesOf } from '../rows/field';
import { isBlank } from '../values/invisible-characters';

/**
 * Shapes one record by the fields the row declares. A declared 64-bit id is always text, so that its type does not
 * depend on its size; fields that the row does not know pass through.
 */
export function presentable(shape: Fields, record: unknown): IDataObject {
	if (!isRecord(record)) {
		if (typeof record === 'string') return { value: record };
		return { value: record === undefined ? null : JSON.stringify(record) };
	}
	// Most records are put out as they came; in a long list a copy of each would cost more than all the rest.
	const reshaped = reshapedIn(shape);
	const isThere = ([name]: FieldEntry) => Object.hasOwn(record, name);
	if (!reshaped.some(isThere)) return record as IDataObject;
	const entries = reshaped
		.filter(isThere)
		.map(([name, field]) => [name, present(field, record[name])]);
	return { ...record, ...Object.fromEntries(entries) } as IDataObject;
}

const reshapedByShape = new WeakMap<Fields, readonly FieldEntry[]>();

/** The fields whose values may be put out in another form than they came in. */
function reshapedIn(shape: Fields): readonly FieldEntry[] {
	const known = reshapedByShape.get(shape);
	if (known) return known;
	const reshaped = entriesOf(shape).filter(
		([, { kind, fields }]) => kind === 'int64' || fields !== undefined,
	);
	reshapedByShape.set(shape, reshaped);
	return reshaped;
}

function present({ kind, fields }: Field, value: unknown): unknown {
	if (kind === 'int64' && typeof value === 'number') return String(value);
	if (!fields || typeof value !== 'object' || value === null) return value;
	return Array.isArray(value)
		? value.map((entry: unknown) => presentable(fields, entry))
		: presentable(fields, value);
}

/** Keeps the named fields of a record; a dotted name reaches inside and keeps only its last part as the key. */
export function simplified(names: readonly string[], record: IDataObject): IDataObject {
	const kept = names.map((path) => [path.split('.').at(-1), valueAt(path, record)] as const);
	return Object.fromEntries(kept.filter(([, value]) => value !== undefined)) as IDataObject;
}

/** Whether a value is an object with names, and neither a list nor null. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text at a dotted path; undefined where there is none that anybody could read. */
export function textAt(path: string, data: unknown): string | undefined {
	const value = valueAt(path, data);
	const isText = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
	return isText && !isBlank(String(value)) ? String(value).trim() : undefined;
}

/** The value at a dotted path; only what the data itself holds, never what its prototype does. */
export function valueAt(path: string | undefined, data: unknown): unknown {
	if (path === undefined) return data;
	if (!path.includes('.')) return ownOf(data, path);
	return path.split('.').reduce(ownOf, data);
}

const ownOf = (data: unknown, name: string): unknown =>
	isKeyed(data) && Object.hasOwn(data, name) ? data[name] : undefined;

const isKeyed = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;
