/** Forms with everything filled in: between them, every optional field and every choice of a row is used at least once. */
import type { IDataObject } from 'n8n-workflow';
import type { Field, Fields } from '../../core/rows/field.ts';
import type { Operation } from '../../core/rows/operation.ts';
import { fieldsOf } from '../../core/rows/operation.ts';
import { isUpfront } from '../../core/values/values.ts';

/** Gives a valid value for a field by its name, or undefined to let its kind decide; `at` counts the forms. */
export type Sample = (name: string, field: Field, at: number) => unknown;

/**
 * The parameters of the forms of one row.
 *
 * @param sample values for fields whose kind alone does not tell a valid one
 * @param either groups of fields of which only one may be filled in at a time
 * @param atLeast how many forms are needed for all choices within what is sampled
 */
export function filledIn(
	row: Operation,
	sample: Sample,
	{
		either = [],
		atLeast = 1,
	}: { either?: ReadonlyArray<readonly string[]>; atLeast?: number } = {},
): IDataObject[] {
	const fields = fieldsOf(row);
	const deciders = decidersIn(fields);
	// Fields that decide which others are shown keep a choice while all others run through theirs.
	const blocks = mostChoices(fields, (name) => deciders.has(name));
	const length = Math.max(
		atLeast,
		mostChoices(fields, (name) => !deciders.has(name)),
	);
	const rounds = Math.max(blocks, ...either.map((group) => group.length));
	return Array.from({ length: length * rounds }, (_, at): IDataObject => {
		const round = Math.floor(at / length);
		const left = new Set(
			either.flatMap((group) => group.filter((__, index) => index !== round % group.length)),
		);
		const pick: Pick = (name, { choices = [] }) =>
			choices[(deciders.has(name) ? round : at) % choices.length]?.value;
		const values = Object.entries(fields)
			.filter(([name]) => !left.has(name))
			.map(([name, field]): [string, unknown] => [
				name,
				valueOf(name, field, pick, (part, one) => sample(part, one, at)),
			]);
		const here = (wanted: boolean) =>
			values.filter(([name]) => fields[name] && isUpfront(fields[name]) === wanted);
		return {
			...Object.fromEntries(here(true)),
			additionalFields: Object.fromEntries(here(false)),
			...(row.paging && { returnAll: false, limit: 1 }),
		} as IDataObject;
	});
}

/** Chooses among the choices of a field. */
type Pick = (name: string, field: Field) => string | undefined;

/** The names of all fields on which it depends which others are shown. */
const decidersIn = (fields: Fields): Set<string> =>
	new Set(
		Object.values(fields).flatMap(({ show = {}, fields: inner = {} }) => [
			...Object.keys(show),
			...decidersIn(inner),
		]),
	);

const mostChoices = (fields: Fields, counts: (name: string) => boolean): number =>
	Math.max(
		1,
		...Object.entries(fields).map(([name, { kind, choices = [], fields: inner }]) =>
			Math.max(
				kind === 'choice' && counts(name) ? choices.length : 1,
				inner ? mostChoices(inner, counts) : 1,
			),
		),
	);

function valueOf(
	name: string,
	field: Field,
	pick: Pick,
	sample: (name: string, field: Field) => unknown,
): unknown {
	const given = sample(name, field);
	if (given !== undefined) return given;
	const { kind, fields = {}, choices = [], example } = field;
	const inner = () =>
		Object.fromEntries(
			Object.entries(fields).map(([part, one]) => [part, valueOf(part, one, pick, sample)]),
		);
	switch (kind) {
		case 'choice':
			return pick(name, field) ?? field.default ?? example;
		case 'choices':
			return choices.map(({ value }) => value);
		case 'json':
			return example;
		case 'rows':
			return { entry: [inner()] };
		case 'pairs':
			return { entry: [{ name: 'en', value: 'gold' }] };
		case 'mapping':
			return mapped(inner());
		case 'locator':
			return { __rl: true, mode: 'id', value: example ?? 'a1' };
		case 'text':
			return example ?? 'a text';
		case 'int64':
			return '9007199254740993';
		case 'integer':
			return 7;
		case 'number':
			return 7.5;
		case 'boolean':
			return true;
		case 'date':
			return '1980-03-20';
		case 'dateTime':
			return '2026-03-20T09:30:00Z';
		case 'list':
			return example ?? 'one, two';
	}
}

/** The value of a mapping that is filled in by hand. */
const mapped = (value: Record<string, unknown>) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: Object.keys(value).map((id) => ({ id, displayName: id, removed: false })),
});
