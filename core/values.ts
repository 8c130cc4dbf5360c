/** From what a person filled in to what the vendor accepts: reads the parameters of one item and checks them by the row. */
import type { IDataObject, INode, ResourceMapperValue } from 'n8n-workflow';
import {
	NodeOperationError,
	isResourceLocatorValue,
	isResourceMapperValue,
	tryToParseDateTime,
} from 'n8n-workflow';
import { parseExact } from './exact-json';
import type { Field, Fields } from './field';
import { json } from './field';
import { valueAt } from './output';
import { fieldOfType } from './resource-mapper';

/** Where values come from: one item's parameters and data. */
export interface ValueSource {
	node: INode;
	itemIndex: number;
	/** The incoming item, for "Map Automatically". */
	item: IDataObject;
	/** The workflow's time zone, for dates that name no offset. */
	timezone: string;
	/** Reads a parameter; null or undefined when the form does not have it. */
	parameter(name: string): unknown;
}

/** The collection that holds the fields which are neither required nor shown upfront. */
export const ADDITIONAL_FIELDS = 'additionalFields';
/** The switch that says whether an empty mapped value clears the vendor's field. */
export const EMPTY_VALUES = 'emptyValues';

/** Whether the field stands in the form itself rather than in Additional Fields. */
export const isUpfront = (field: Field): boolean =>
	field.required === true ||
	field.upfront === true ||
	['mapping', 'pairs', 'rows'].includes(field.kind);

/**
 * Reads and checks the values of a row's fields for one item. Fields that are hidden or empty are absent.
 *
 * @throws NodeOperationError that names the field and says what it needs
 */
export function readValues(source: ValueSource, fields: Fields): Record<string, unknown> {
	const additional = asObject(source.parameter(ADDITIONAL_FIELDS)) ?? {};
	const raw = (name: string, field: Field) =>
		isUpfront(field) ? source.parameter(name) : additional[name];
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(fields)) {
		if (!isShown(field, values)) continue;
		const value = readField(source, field, raw(name, field));
		if (value !== undefined) values[name] = value;
		else if (field.required) throw missing(source, field.label);
	}
	return values;
}

const isShown = (field: Field, values: Record<string, unknown>): boolean =>
	Object.entries(field.show ?? {}).every(([name, allowed]) =>
		allowed.includes(String(values[name])),
	);

function readField(source: ValueSource, field: Field, raw: unknown, clear = false): unknown {
	if (raw === undefined || raw === null || raw === '') return undefined;
	if (Array.isArray(raw) && raw.length === 0 && field.kind === 'choices') return undefined;
	switch (field.kind) {
		case 'mapping':
			return readMapping(source, field, raw);
		case 'rows':
			return readRows(source, field, raw, clear);
		case 'pairs':
			return readPairs(source, field, raw);
		case 'json':
			return check(source, field, readJson(source, field, raw));
		case 'locator': {
			const id = isResourceLocatorValue(raw) ? raw.value : raw;
			return id === '' || id === null || id === undefined ? undefined : check(source, field, id);
		}
		case 'dateTime':
			return check(source, field, readDateTime(source, field, raw));
		case 'date':
			return check(source, field, readDate(raw));
		default:
			return check(source, field, raw);
	}
}

function check(source: ValueSource, field: Field, value: unknown): unknown {
	const outcome = field.schema.safeParse(value);
	if (outcome.success) return outcome.data;
	throw mismatch(source, field);
}

function readJson(source: ValueSource, field: Field, raw: unknown): unknown {
	if (typeof raw !== 'string') return raw;
	try {
		return parseExact(raw);
	} catch {
		throw mismatch(source, field);
	}
}

/** Expressions give luxon dates and text with or without an offset; all become UTC (n8n's own date reading). */
function readDateTime(source: ValueSource, field: Field, raw: unknown): unknown {
	try {
		return tryToParseDateTime(raw, source.timezone).toUTC().toISO();
	} catch {
		throw mismatch(source, field);
	}
}

/** A calendar date has no time zone: what stands before the T is the date, whatever the offset. */
function readDate(raw: unknown): unknown {
	const written = typeof raw === 'string' ? raw : asIsoText(raw);
	return typeof written === 'string' ? written.trim().split(/[T ]/)[0] : raw;
}

function asIsoText(raw: unknown): unknown {
	if (raw instanceof Date) return raw.toISOString();
	const { toISO } = asObject(raw) ?? {};
	return typeof toISO === 'function' ? String(toISO.call(raw)) : raw;
}

/** Rows come from the form as `{ entry: [...] }`, from an expression as a list or its JSON text. */
function readRows(source: ValueSource, field: Field, raw: unknown, clear: boolean): unknown {
	const list = entriesOf(source, field, raw);
	if (list === undefined) return undefined;
	return list.map((entry) => {
		const row = asObject(entry);
		if (!row) throw mismatch(source, field);
		return readRow(source, field, row, clear);
	});
}

function readRow(source: ValueSource, field: Field, row: IDataObject, clear: boolean): IDataObject {
	const values: Record<string, unknown> = {};
	for (const [name, part] of Object.entries(field.fields ?? {})) {
		if (!isShown(part, values)) continue;
		// A dotted name also finds its value inside a nested record, such as an item that came from the same vendor.
		const raw = firstOf(row[name], valueAt(name, row), part.alias && row[part.alias]);
		const value = readField(source, part, raw, clear);
		if (value !== undefined) values[name] = value;
		else if (part.required) throw missing(source, `${field.label} > ${part.label}`);
		else if (clear && (raw === null || raw === '')) values[name] = null;
	}
	return values as IDataObject;
}

/** The first value that is there. Null, which clears a field, counts only where there is none. */
const firstOf = (...given: unknown[]): unknown =>
	given.find((value) => value !== undefined && value !== null) ??
	(given.includes(null) ? null : undefined);

/** Pairs come from the form as `{ entry: [{ name, value }] }`, from an expression as an object or its JSON text. */
function readPairs(source: ValueSource, field: Field, raw: unknown): unknown {
	const given = readJson(source, field, raw);
	const entries = asObject(given)?.entry;
	if (!Array.isArray(entries)) {
		const written = asObject(given);
		return written && Object.keys(written).length === 0 ? undefined : check(source, field, given);
	}
	const named = entries.map((entry) => asObject(entry) ?? {});
	if (named.length === 0) return undefined;
	return check(source, field, Object.fromEntries(named.map(({ name, value }) => [name, value])));
}

function entriesOf(source: ValueSource, field: Field, raw: unknown): unknown[] | undefined {
	const given = readJson(source, field, raw);
	if (Array.isArray(given)) return given;
	const entries = asObject(given)?.entry;
	if (entries === undefined) {
		if (Object.keys(asObject(given) ?? { odd: true }).length === 0) return undefined;
		throw mismatch(source, field);
	}
	return Array.isArray(entries) && entries.length > 0 ? entries : undefined;
}

/** A resource mapper gives its own values, or leaves the mapping by name to the node (n8n's "Map Automatically"). */
function readMapping(source: ValueSource, field: Field, raw: unknown): unknown {
	if (!isResourceMapperValue(raw)) return check(source, field, readJson(source, field, raw));
	const mapped = raw.mappingMode === 'autoMapInputData' ? source.item : mappedByHand(raw);
	const clear = source.parameter(EMPTY_VALUES) === 'clear';
	const values = {
		...(field.extensible && ownFields(source, field, raw, mapped, clear)),
		...readRow(source, field, mapped, clear),
	};
	return Object.keys(values).length > 0 ? values : undefined;
}

/** Values of the fields that only this account has, as the types that the editor kept with the mapping ask for. */
function ownFields(
	source: ValueSource,
	{ label, fields = {} }: Field,
	{ schema }: ResourceMapperValue,
	mapped: IDataObject,
	clear: boolean,
): IDataObject {
	const own = schema
		.filter(({ id }) => !(id in fields))
		.map(({ id, displayName, type }): [string, Field] => [
			id,
			{ ...fieldOfType(displayName, type), alias: id.split('.').at(-1) },
		]);
	return readRow(source, { ...json(label), fields: Object.fromEntries(own) }, mapped, clear);
}

/** Fields that the user removed from the form keep a null in `value`; only the shown ones count. */
function mappedByHand({ value, schema }: ResourceMapperValue): IDataObject {
	const removed = new Set(schema.filter((entry) => entry.removed).map(({ id }) => id));
	return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !removed.has(name)));
}

function asObject(value: unknown): IDataObject | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: undefined;
}

const missing = (source: ValueSource, label: string) =>
	refusal(source, label, 'is empty', 'Fill it in, or map it from the incoming item.');

const mismatch = (source: ValueSource, { label, needs }: Field) =>
	refusal(source, label, `needs ${needs}`, 'Correct the value, or the expression that gives it.');

/** The value itself is not repeated: it may be personal data, and messages are stored. */
const refusal = (source: ValueSource, label: string, what: string, wayOut: string) =>
	new NodeOperationError(source.node, `"${label}" ${what}`, {
		itemIndex: source.itemIndex,
		description: wayOut,
	});
