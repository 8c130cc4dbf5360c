/** Where a value may stand: every field of every operation's form, also inside of rows, pairs and mappings, and every column. */
import type { IDataObject } from 'n8n-workflow';
import { VALUES_TO_SEND } from '../../core/values/values.ts';
import type { Field, Fields } from '../../core/rows/field.ts';
import { fieldsOf } from '../../core/rows/operation.ts';
import { LIMIT, RETURN_ALL, SIMPLIFY, isSimplified } from '../../core/execution/wanted.ts';
import type { EveryRow } from '../nodes/every-row.mts';
import { everyRow, formOf, valueIn } from '../nodes/every-row.mts';

export interface Place {
	title: string;
	given: EveryRow;
	/** The labels that a refusal may name: those of all inputs of the form. */
	labels: ReadonlySet<string>;
	/** The parameters that ask an item for the value. */
	values: Record<string, unknown>;
	/** An item that holds the value. */
	item(value: unknown): IDataObject;
}

const ASKED = '={{ $json.value }}';
const asValue = (value: unknown) => ({ value }) as IDataObject;

/** Two sets of parameters as one; Additional Fields are joined. */
const together = (...sets: Array<Record<string, unknown>>) =>
	sets.reduce<Record<string, unknown>>(
		(all, one) => ({
			...all,
			...one,
			...((all.additionalFields !== undefined || one.additionalFields !== undefined) && {
				additionalFields: { ...Object(all.additionalFields), ...Object(one.additionalFields) },
			}),
		}),
		{},
	);

/** What must be chosen for a field to be shown. */
const shown = ({ show = {} }: Field, fields: Fields) =>
	Object.entries(show).map(([name, [value]]) => {
		const deciding = fields[name];
		return deciding ? valueIn(name, deciding, value) : {};
	});

/** A part of a value: its label, with those on the way to it, and the value with the part asked for. */
interface Part {
	label: string;
	value: unknown;
}

/** The parts of a field that can be asked for on their own. */
function partsOf(field: Field): Part[] {
	const { kind, label, fields = {} } = field;
	if (kind === 'rows') {
		return Object.entries(fields).flatMap(([name, inner]) => {
			const visible = Object.fromEntries(
				Object.entries(inner.show ?? {}).map(([other, [value]]) => [other, value]),
			);
			return partsOf(inner).map((part) => ({
				label: `${label} > ${part.label}`,
				value: { entry: [{ ...formOf(fields), ...visible, [name]: part.value }] },
			}));
		});
	}
	if (kind === 'pairs') {
		const { name = { label: 'Name' }, value = { label: 'Value' } } = fields;
		return [
			{ label: `${label} > ${name.label}`, value: { entry: [{ name: ASKED, value: 'x' }] } },
			{ label: `${label} > ${value.label}`, value: { entry: [{ name: 'en', value: ASKED }] } },
		];
	}
	return [{ label, value: kind === 'locator' ? { __rl: true, mode: 'id', value: ASKED } : ASKED }];
}

/** The labels of fields and of what is inside of them, as a refusal names them. */
function labelsOf(fields: Fields, before = ''): string[] {
	return Object.values(fields).flatMap(({ kind, label, fields: inner = {} }) => {
		const own = `${before}${kind === 'mapping' ? VALUES_TO_SEND : label}`;
		const parts = kind === 'pairs' && !inner.name ? [`${own} > Name`] : [];
		return [own, ...parts, ...labelsOf(inner, `${own} > `)];
	});
}

const PERSON = { email: 'ann@example.com', mobile: '+41790000000' };
/** Fields that only the account has, of every type that the editor keeps with a mapping. */
const OWN = ['string', 'number', 'boolean', 'array', 'object', 'options', 'dateTime'].map(
	(type) => ({
		id: `extended.own ${type}`,
		displayName: `Own ${type}`,
		type,
		removed: false,
	}),
);
const mapper = (mappingMode: string, value: object | null) => ({
	mappingMode,
	value,
	matchingColumns: [],
	schema: OWN,
});

/** Each mapped field by hand and by name, and those that only the account has. */
function mappedPlaces(given: EveryRow, name: string, field: Field): Array<Omit<Place, 'labels'>> {
	const known = Object.entries(field.fields ?? {}).map(([id, { label }]) => ({ id, label }));
	const own = OWN.map(({ id, displayName: label }) => ({ id, label }));
	return [...known, ...(field.extensible ? own : [])].flatMap(({ id, label }) => {
		const title = `${given.title} ${field.label} > ${label}`;
		return [
			{
				title: `${title}, by hand`,
				given,
				values: { [name]: mapper('defineBelow', { ...PERSON, [id]: ASKED }) },
				item: asValue,
			},
			{
				title: `${title}, by name`,
				given,
				values: { [name]: mapper('autoMapInputData', null) },
				item: (value: unknown) => ({ ...PERSON, [id]: value }) as IDataObject,
			},
		];
	});
}

function placesOf(given: EveryRow): Place[] {
	const { row } = given;
	const fields: Fields = {
		...fieldsOf(row),
		...(row.paging && { limit: LIMIT, returnAll: RETURN_ALL }),
		...(isSimplified(row) && { simplify: SIMPLIFY }),
	};
	const mapped = Object.values(fields).filter(({ kind }) => kind === 'mapping');
	const own = mapped.flatMap(() =>
		OWN.map(({ displayName }) => `${VALUES_TO_SEND} > ${displayName}`),
	);
	const labels = new Set([...labelsOf(fields), ...own]);
	return Object.entries(fields).flatMap(([name, field]) => {
		const others = together(...shown(field, fields));
		const places =
			field.kind === 'mapping'
				? mappedPlaces(given, name, field)
				: partsOf(field).map(({ label, value }) => ({
						title: `${given.title} ${label}`,
						given,
						values: valueIn(name, field, value),
						item: asValue,
					}));
		return places.map((place) => ({ ...place, labels, values: together(others, place.values) }));
	});
}

/** A table is made of whatever items hold. */
const tables = everyRow
	.filter(({ title }) => title === 'Contacthub bulkJob.create')
	.map(
		(given): Place => ({
			title: `${given.title} column`,
			given,
			labels: new Set(['value']),
			values: { data: 'items' },
			item: (value) => ({ externalId: '1', value }) as IDataObject,
		}),
	);

export const places: Place[] = [...everyRow.flatMap(placesOf), ...tables];
