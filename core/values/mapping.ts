/** Mapped fields: by hand from n8n's resource mapper, or by the names of the incoming item's columns. */
import type { IDataObject, ResourceMapperField, ResourceMapperValue } from 'n8n-workflow';
import { isResourceMapperValue } from 'n8n-workflow';
import type { FilledByColumns } from './column-matching';
import { ColumnMatcher } from './column-matching';
import { ColumnReport } from './column-report';
import type { Field, FieldEntry, Fields } from '../rows/field';
import { entriesOf } from '../rows/field';
import type { Emptied } from './field-reading';
import { asObject, ownValue, readJson, readRecord } from './field-reading';
import { fieldOfMapperEntry } from '../editor/resource-mapper';
import type { Place } from './value-source';
import { mismatch, refusal } from './value-source';

/**
 * Reads a mapping; undefined when it holds nothing.
 *
 * @param emptied what happens to fields that are mapped but empty
 * @throws NodeOperationError that names a field whose value does not fit
 */
export function readMapping(
	place: Place,
	field: Field,
	raw: unknown,
	emptied: Emptied,
): Record<string, unknown> | undefined {
	const { source } = place;
	const mapper = isResourceMapperValue(raw) ? raw : undefined;
	const given = mapper ? byHand(mapper) : asObject(readJson(place, field, raw));
	if (!given) throw mismatch(place, field, undefined);
	const { fields, matcher } = prepared(place, field, mapper, given);
	const filled =
		mapper?.mappingMode === 'autoMapInputData'
			? matcher.read(source.item)
			: { fills: undefined, valueOf: (name: string) => ownValue(given, name) };
	const values = readRecord(place, fieldsToRead(fields, filled.fills), filled.valueOf, emptied);
	return Object.keys(values).length > 0 ? values : undefined;
}

type Fills = FilledByColumns['fills'];

const filledFields = new WeakMap<Fills, readonly FieldEntry[]>();

/** Of many fields those that columns fill, and those that must be filled; worked out once for all items of one shape. */
function fieldsToRead(fields: Fields, fills: Fills | undefined): readonly FieldEntry[] {
	if (!fills) return entriesOf(fields);
	const known =
		filledFields.get(fills) ??
		entriesOf(fields).filter(([name, { required }]) => required || fills.has(name));
	filledFields.set(fills, known);
	return known;
}

/** Fields that the user removed from the form keep a null in `value`; only the shown ones count. */
function byHand({ value, schema }: ResourceMapperValue): IDataObject {
	if (!value) return {};
	const removed = schema.filter((entry) => entry.removed);
	if (removed.length === 0) return value;
	const ids = new Set(removed.map(({ id }) => id));
	return Object.fromEntries(Object.entries(value).filter(([name]) => !ids.has(name)));
}

/** What is the same for all items of a run. */
interface Prepared {
	fields: Fields;
	matcher: ColumnMatcher;
}

/** Mappings of the runs under way; a report belongs to one run. */
const ofRuns = new WeakMap<ColumnReport, Map<string, Prepared>>();

function prepared(
	place: Place,
	field: Field,
	mapper: ResourceMapperValue | undefined,
	given: IDataObject,
): Prepared {
	const { columns = new ColumnReport() } = place.source;
	const known = ofRuns.get(columns) ?? new Map<string, Prepared>();
	ofRuns.set(columns, known);
	const listed = field.extensible ? ownEntries(field, mapper, given) : [];
	const key = [place.label, ...listed.map(({ id, type }) => `${id}\0${type}`)].join('\0\0');
	const found = known.get(key);
	if (found) return found;
	const fields = { ...field.fields, ...ownFields(place, field, listed) };
	const made = { fields, matcher: new ColumnMatcher(targetsOf(fields), columns) };
	known.set(key, made);
	return made;
}

type OwnEntry = Pick<ResourceMapperField, 'id' | 'displayName' | 'type' | 'options'>;

/** The fields that only this account has, as the editor kept them with the mapping, and those that are mapped without that. */
function ownEntries(
	{ fields: known = {} }: Field,
	mapper: ResourceMapperValue | undefined,
	given: IDataObject,
): OwnEntry[] {
	const listed: OwnEntry[] = mapper?.schema ?? [];
	const isOwn = (id: string) => !Object.hasOwn(known, id);
	const own = listed.filter(({ id }) => isOwn(id));
	const ids = new Set(own.map(({ id }) => id));
	const written = Object.keys(given).filter((id) => isOwn(id) && !ids.has(id));
	return [...own, ...written.map((id) => ({ id, displayName: id }))];
}

function ownFields(place: Place, { ownPrefix = '' }: Field, own: readonly OwnEntry[]): Fields {
	const named = own.map((entry): [string, Field] => {
		const { id } = entry;
		if (id.split('.').includes('__proto__')) {
			throw refusal(place, 'has a field named __proto__', 'Give the field another name.');
		}
		const short = ownPrefix && id.startsWith(ownPrefix) ? [id.slice(ownPrefix.length)] : [];
		return [id, { ...fieldOfMapperEntry(entry), columns: short }];
	});
	return Object.fromEntries(named);
}

const targetsOf = (fields: Fields) =>
	Object.entries(fields).map(([name, { columns = [], onlyColumns }]) => ({
		name,
		columns: onlyColumns ? columns : [name, ...columns],
	}));
