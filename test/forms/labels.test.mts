/** What a label promises is what the field asks the vendor for. */
import { propertyOf } from '../../core/editor/form.ts';
import type { Field, Fields } from '../../core/rows/field.ts';
import { fieldsOf } from '../../core/rows/operation.ts';
import { isUpfront } from '../../core/values/values.ts';
import { vendors } from '../contracts/vendors.mts';

/** All fields of all rows, those inside others included. */
const fields = vendors.flatMap(({ name: vendor, rows }) =>
	rows.flatMap(({ name: row, row: { ...of } }) =>
		within(fieldsOf(of)).map(([name, field]) => ({
			title: `${vendor} ${row} ${name}`,
			name,
			field,
		})),
	),
);

function within(some: Fields): Array<[string, Field]> {
	return Object.entries(some).flatMap(([name, field]) => [
		[name, field],
		...within(field.fields ?? {}),
	]);
}

/** The words of names and labels for the two ends of a stretch. */
const BEGINNING = /^(from|start|since|after|min|greater)$/;
const END = /^(to|end|until|before|max|less|up)$/;
const wordsOf = (text: string) =>
	text
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z]+/);
const endOf = (text: string) => {
	const words = wordsOf(text);
	if (words.some((word) => BEGINNING.test(word))) return 'beginning';
	return words.some((word) => END.test(word)) ? 'end' : undefined;
};

const stretches = fields.filter(
	({ name, field: { kind } }) =>
		['date', 'dateTime'].includes(kind) && endOf(name.split('.').at(-1) ?? '') !== undefined,
);

test('there are fields for both ends of a stretch of time', () => {
	const ends = stretches.map(({ name }) => endOf(name.split('.').at(-1) ?? ''));
	expect(ends).toContain('beginning');
	expect(ends).toContain('end');
});

test.each(stretches)('$title says which end of the stretch it is', ({ name, field }) => {
	expect(endOf(field.label)).toBe(endOf(name.split('.').at(-1) ?? ''));
});

/** In Additional Fields, n8n keeps half of the line for its switch between a fixed value and an expression. */
const LONGEST = 29;

test('no label is longer than what n8n shows of it', () => {
	const labels = vendors.flatMap(({ rows }) =>
		rows.flatMap(({ row }) =>
			Object.entries(fieldsOf(row))
				.filter(([, field]) => !isUpfront(field))
				.map(([name, field]) => propertyOf(name, field).displayName),
		),
	);
	expect(labels.length).toBeGreaterThan(100);
	expect(labels.filter((label) => label.length > LONGEST)).toEqual([]);
});
