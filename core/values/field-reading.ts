/** One input of the form, read and checked by its field: what a person filled in becomes what goes on the wire. */
import type { IDataObject } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';
import { isTakenAsItIs } from './accepted-values';
import { parseExact } from './exact-json';
import type { Field, FieldEntry } from '../rows/field';
import { entriesOf, identifier } from '../rows/field';
import { isBlank } from './invisible-characters';
import { dayOf, momentOf } from './moments';
import { isSendable, plainData } from './plain-data';
import type { Place } from './value-source';
import { inside, mismatch, missing, refusal } from './value-source';

/** What an empty value means for what is stored: it stays, or it is erased where somebody wrote null, or any empty value. */
export type Emptied = 'keep' | 'clearNull' | 'clear';

/** Whether a field is shown beside these values of others. */
export const isShown = (field: Field, values: Readonly<Record<string, unknown>>): boolean =>
	field.show === undefined ||
	Object.entries(field.show).every(([name, allowed]) => allowed.includes(String(values[name])));

/** Whether nothing was filled in. */
export const isEmpty = (raw: unknown): boolean =>
	raw === undefined || raw === null || (typeof raw === 'string' && isBlank(raw));

/**
 * Reads one value; undefined when it is empty.
 *
 * @throws NodeOperationError that names the field and says what it needs
 */
export function readField(
	place: Place,
	field: Field,
	raw: unknown,
	emptied: Emptied = 'keep',
): unknown {
	if (isEmpty(raw)) return undefined;
	if (Array.isArray(raw) && raw.length === 0 && field.kind === 'choices') return undefined;
	switch (field.kind) {
		case 'rows':
			return readRows(place, field, raw, emptied);
		case 'pairs':
			return readPairs(place, field, raw);
		case 'json':
			return check(place, field, readJson(place, field, raw));
		case 'locator': {
			const id = isResourceLocatorValue(raw) ? raw.value : raw;
			return isEmpty(id) ? undefined : check(place, field, id);
		}
		case 'dateTime':
			return checkDate(place, field, raw, momentOf(raw, place.source.timezone));
		case 'date':
			return checkDate(place, field, raw, dayOf(raw));
		default:
			return check(place, field, raw);
	}
}

/** Checks a value by the field's schema, which turns it into what goes on the wire. */
export function check(place: Place, field: Field, value: unknown): unknown {
	const read = plainData(value);
	if ('what' in read) throw refusal(place, read.what, read.wayOut);
	if (typeof read.plain === 'string' && isTakenAsItIs(field.schema, read.plain)) return read.plain;
	const outcome = field.schema.safeParse(read.plain);
	if (outcome.success) return outcome.data;
	throw mismatch(place, field, value);
}

/** What is no date may still be something that the field takes besides, such as true for "now". */
function checkDate(place: Place, field: Field, raw: unknown, date: string | undefined): unknown {
	const outcome = field.schema.safeParse(date ?? (raw === true ? raw : undefined));
	if (outcome.success) return outcome.data;
	throw mismatch(place, field, raw);
}

/** Free-form data, as JSON text or as it is. */
export function readJson(place: Place, field: Field, raw: unknown): unknown {
	if (typeof raw !== 'string') return raw;
	try {
		return parseExact(raw);
	} catch {
		throw mismatch(place, field, undefined);
	}
}

/** Rows come from the form as `{ entry: [...] }`, from an expression as a list or its JSON text. */
function readRows(place: Place, field: Field, raw: unknown, emptied: Emptied): unknown {
	const given = readJson(place, field, raw);
	const entries = Array.isArray(given) ? given : entriesIn(place, field, given);
	if (!entries || entries.length === 0) return Array.isArray(given) ? [] : undefined;
	// In the form, an input that nobody touched is as empty as one that was emptied.
	const inForm = !Array.isArray(given) && emptied === 'clear' ? 'clearNull' : emptied;
	const fields = entriesOf(field.fields ?? {});
	return entries.map((entry: unknown) => {
		const row = asObject(entry);
		if (!row) throw mismatch(place, field, undefined);
		return readRecord(place, fields, (name) => ownValue(row, name), inForm);
	});
}

function entriesIn(place: Place, field: Field, given: unknown): unknown[] | undefined {
	const form = asObject(given);
	if (form && Object.keys(form).length === 0) return undefined;
	const entries = form && ownValue(form, 'entry');
	if (Array.isArray(entries)) return entries;
	throw mismatch(place, field, undefined);
}

/**
 * Reads the fields of a record that are shown.
 *
 * @param valueOf gives what was filled in for a field
 */
export function readRecord(
	place: Place,
	fields: readonly FieldEntry[],
	valueOf: (name: string) => unknown,
	emptied: Emptied,
): Record<string, unknown> {
	const values: Record<string, unknown> = {};
	for (const [name, field] of fields) {
		if (!isShown(field, values)) continue;
		const raw = valueOf(name);
		const value = isPlainText(field, raw)
			? raw
			: isEmpty(raw)
				? undefined
				: readField(inside(place, field), field, raw, emptied);
		if (value !== undefined) values[name] = value;
		else if (field.required) throw missing(inside(place, field), field);
		else if (isErased(raw, emptied)) values[name] = null;
	}
	return values;
}

/** Whether a field takes a text unchanged, as most texts are: with thousands of records, that is where the time goes. */
const isPlainText = ({ kind, schema }: Field, raw: unknown): raw is string =>
	kind === 'text' &&
	typeof raw === 'string' &&
	isTakenAsItIs(schema, raw) &&
	isSendable(raw) &&
	!isBlank(raw);

const isErased = (raw: unknown, emptied: Emptied): boolean =>
	emptied === 'clear' ? raw !== undefined && isEmpty(raw) : emptied === 'clearNull' && raw === null;

/** Pairs come from the form as `{ entry: [{ name, value }] }`, from an expression as an object or its JSON text. */
function readPairs(place: Place, field: Field, raw: unknown): unknown {
	const given = readJson(place, field, raw);
	const written = asObject(given);
	if (written && Object.keys(written).length === 0) return undefined;
	const entries = written && ownValue(written, 'entry');
	if (!Array.isArray(entries)) return check(place, field, given);
	if (entries.length === 0) return undefined;
	const named = identifier(field.fields?.name?.label ?? 'Name');
	const pairs = entries.map((entry: unknown): [string, unknown] => {
		const pair = asObject(entry) ?? {};
		const name = ownValue(pair, 'name');
		if (isEmpty(name)) throw missing(inside(place, named), named);
		return [String(check(inside(place, named), named, name)), ownValue(pair, 'value')];
	});
	return check(place, field, Object.fromEntries(pairs));
}

/** A plain record; undefined for everything else. */
export function asObject(value: unknown): IDataObject | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: undefined;
}

/** A property that the record has itself, not one that every object has. */
export const ownValue = (record: IDataObject, name: string): unknown =>
	Object.hasOwn(record, name) ? record[name] : undefined;
