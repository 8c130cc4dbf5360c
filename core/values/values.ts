/** From what a person filled in to what the vendor accepts: reads the parameters of one item and checks them by the row. */
import type { IDataObject } from 'n8n-workflow';
import type { Field, Fields } from '../rows/field';
import { entriesOf } from '../rows/field';
import { asObject, isShown, ownValue, readField } from './field-reading';
import { readMapping } from './mapping';
import type { Place, ValueSource } from './value-source';
import { attempt, missing, parameterAt } from './value-source';

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
	const written = inputsOf(source);
	const values: Record<string, unknown> = {};
	for (const [name, field] of entriesOf(fields)) {
		if (!isShown(field, values)) continue;
		const raw = written(name, field);
		// Most inputs of most forms hold nothing.
		if ((raw === undefined || raw === null) && !field.required) continue;
		const place = { source, label: labelOf(field) };
		const value = readInput(place, field, raw);
		if (value !== undefined) values[name] = value;
		else if (field.required) throw missing(place, field);
	}
	return values;
}

/** n8n heads every mapping with the same words, whatever its label. */
export const VALUES_TO_SEND = 'Values to Send';
const labelOf = ({ kind, label }: Field): string => (kind === 'mapping' ? VALUES_TO_SEND : label);

/**
 * What stands in the inputs of fields. Additional Fields are read at once; only where n8n cannot, each field on its own, so that
 * the one at fault is named.
 *
 * @throws NodeOperationError that names the input which n8n cannot read
 */
export function inputsOf(source: ValueSource): (name: string, field: Field) => unknown {
	let read: ReturnType<typeof attempt<IDataObject>> | undefined;
	return (name, field) => {
		if (isUpfront(field)) return parameterAt(source, labelOf(field), name);
		read ??= attempt(() => asObject(source.parameter(ADDITIONAL_FIELDS)) ?? {});
		if ('value' in read) return ownValue(read.value, name);
		return parameterAt(source, labelOf(field), `${ADDITIONAL_FIELDS}.${name}`);
	};
}

function readInput(place: Place, field: Field, raw: unknown): unknown {
	if (field.kind !== 'mapping' && field.kind !== 'rows') return readOnce(place, field, raw);
	if (raw === undefined || raw === null || raw === '') return undefined;
	const clear = place.source.parameter(EMPTY_VALUES) === 'clear';
	const emptied = clear ? 'clear' : 'keep';
	return field.kind === 'mapping'
		? readMapping(place, field, raw, emptied)
		: readField(place, field, raw, emptied);
}

/** Reads what an input held for the item before no second time, unless it became an object, for no two items share one. */
function readOnce(place: Place, field: Field, raw: unknown): unknown {
	const { lastRead } = place.source;
	const last = lastRead?.get(field);
	if (last && last.raw === raw) return last.value;
	const value = readField(place, field, raw);
	if (typeof raw !== 'object' && typeof value !== 'object') lastRead?.set(field, { raw, value });
	return value;
}
