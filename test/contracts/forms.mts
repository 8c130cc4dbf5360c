/** The forms of a row with everything filled in, by values that its contract allows. */
import type { IDataObject } from 'n8n-workflow';
import type { Field, Fields } from '../../core/rows/field.ts';
import { fieldsOf } from '../../core/rows/operation.ts';
import type { Documented, Schema } from './contract.mts';
import { elementOf, valuesOf } from './contract.mts';
import { filledIn } from './filled-in.mts';
import { operationsOf } from './operations.mts';
import type { ContractedVendor, Row } from './vendors.mts';
import { exampleOf } from './vendors.mts';

/** A file that every item has, for rows that upload one. */
export const FILE = {
	data: Buffer.from('externalId\r\n100\r\n').toString('base64'),
	mimeType: 'text/csv',
	fileName: 'people.csv',
};

/** Forms that between them use each optional field and each choice of a row. */
export function formsOf(one: ContractedVendor, row: Row): IDataObject[] {
	const { examples } = one;
	const example = exampleOf(one, row.name);
	const schemas = schemasOf(one.contract, row, example.wholeBody);
	const sample = (name: string, field: Field, at: number) =>
		examples.sample?.(name, field) ?? sampleOf(schemas.get(name), field, at);
	const atLeast = Math.max(
		1,
		...jsonNames(fieldsOf(row.row)).map((name) => mostValues(schemas.get(name) ?? {})),
	);
	return filledIn(row.row, sample, { either: example.either, atLeast }).flatMap((form) =>
		withAndWithout(row.row.request.path, form),
	);
}

/** A path with an optional part is two: the form also without the value of that part. */
function withAndWithout(path: string, form: IDataObject): IDataObject[] {
	const optional = [...path.matchAll(/\{\/([^}]+)\}/g)].map(([, name = '']) => name);
	if (optional.length === 0) return [form];
	const without = (fields: IDataObject) =>
		Object.fromEntries(Object.entries(fields).filter(([name]) => !optional.includes(name)));
	const additionalFields = without(Object(form.additionalFields));
	return [form, { ...without(form), additionalFields }];
}

const UUID = '3f0c1b3e-7d53-4d39-8d52-31b8b6a9d001';

/** The names of the fields that take JSON, those inside others included. */
const jsonNames = (fields: Fields): string[] =>
	Object.entries(fields).flatMap(([name, { kind, fields: inner = {} }]) => [
		...(kind === 'json' ? [name] : []),
		...jsonNames(inner),
	]);

/** The schemas of the fields of a row by their names, as far as its operations document fields of these names. */
function schemasOf(
	contract: readonly Documented[],
	{ row }: Row,
	wholeBody: string | undefined,
): Map<string, Schema> {
	const named = operationsOf(contract, row)
		.flatMap(({ operation }) => operation ?? [])
		.flatMap(({ parameters, body }) => [
			...parameters.map(({ name, schema = {} }): [string, Schema] => [name, schema]),
			...(body ? propertiesIn(body) : []),
			...(body && wholeBody ? [[wholeBody, body] satisfies [string, Schema]] : []),
		]);
	return new Map(named);
}

const propertiesIn = (schema: Schema, before = ''): Array<[string, Schema]> =>
	Object.entries(elementOf(schema).properties ?? {}).flatMap(([name, inner]) => [
		[`${before}${name}`, inner],
		...propertiesIn(inner, `${before}${name}.`),
	]);

const FORMATS: Record<string, string> = {
	uuid: UUID,
	uri: 'https://example.com/picture.png',
	url: 'https://example.com/picture.png',
	date: '1980-03-20',
	'date-time': '2026-03-20T09:30:00.000Z',
	email: 'jane@example.com',
	e164: '+41765554366',
};

/** A value as it is documented, where the kind of the field leaves it open. */
function sampleOf(schema: Schema | undefined, { kind }: Field, at: number): unknown {
	if (!schema) return undefined;
	const { type } = elementOf(schema);
	if (kind === 'json' && (schema.items || type === 'object')) {
		return JSON.stringify(filled(schema, at));
	}
	const known = FORMATS[elementOf(schema).format ?? ''];
	if (known === undefined) return kind === 'text' ? valuesOf(schema)[0] : undefined;
	if (kind === 'locator') return { __rl: true, mode: 'id', value: known };
	return kind === 'text' || kind === 'list' ? known : undefined;
}

/** A value with everything that its schema names; of listed values another one each time. */
function filled(schema: Schema, at: number): unknown {
	const { type, format = '', properties, additionalProperties, items } = schema;
	if (items) return [filled(items, at)];
	const known = valuesOf(schema);
	if (known.length > 0) return known[at % known.length];
	if (properties) {
		const writable = Object.entries(properties).filter(([, { readOnly }]) => !readOnly);
		return Object.fromEntries(writable.map(([name, inner]) => [name, filled(inner, at)]));
	}
	if (typeof additionalProperties === 'object') return { own: filled(additionalProperties, at) };
	switch (type) {
		case 'integer':
		case 'number':
			return 7;
		case 'boolean':
			return true;
		case 'object':
			return { own: 'value' };
		default:
			return FORMATS[format] ?? 'a text';
	}
}

/** The length of the longest list of values in a schema. */
const mostValues = (schema: Schema): number =>
	Math.max(
		valuesOf(schema).length,
		...Object.values(elementOf(schema).properties ?? {}).map(mostValues),
		...[schema.items, schema.additionalProperties].map((inner) =>
			typeof inner === 'object' ? mostValues(inner) : 1,
		),
	);
