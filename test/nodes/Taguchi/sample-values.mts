import type { Field, FieldKind, Fields } from '../../../core/field.ts';

/** A valid value for each kind of field, as a person or an expression gives it. */
const samples: Partial<Record<FieldKind, unknown>> = {
	text: 'ä text',
	int64: '9007199254740993',
	integer: 7,
	number: 7.5,
	boolean: true,
	date: '1980-03-20',
	dateTime: '2026-03-20T09:30:00Z',
	list: 'one, two',
	pairs: { entry: [{ name: 'Level', value: 'gold' }] },
};

/** A valid value of a field, with every field inside it filled in. */
export function sampleValue(field: Field): unknown {
	const { kind, fields = {}, choices = [], example } = field;
	if (kind === 'choice') return choices[0]?.value;
	if (kind === 'json') return example;
	if (kind === 'rows') return { entry: [sampleValues(fields)] };
	if (kind in samples) return samples[kind];
	throw new Error(`There is no sample value for fields of the kind "${kind}"`);
}

/** Valid values of fields, by name. */
export const sampleValues = (fields: Fields): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, sampleValue(field)]));
