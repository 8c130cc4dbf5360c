/** Mixins: attributes of the account's own, each set with a link to its JSON schema (Emporix, Standard practices > Mixins). */
import type { Values } from '../../../core/rows/field';
import { identifier, json, rows } from '../../../core/rows/field';

export const mixins = {
	mixins: rows(
		'Mixins',
		{
			name: identifier('Name', { required: true, example: 'segmentAttributes' }),
			attributes: json('Attributes', {
				required: true,
				example: '{"membershipStatus": "PREMIUM"}',
			}),
			schema: identifier('Schema URL', {
				example: 'https://example.com/segmentAttributes.json',
				description: 'Where the JSON schema of these attributes is published',
			}),
		},
		{ description: 'Own attributes, in named sets' },
	),
};

/** The two objects that mixins become: attributes by name, and schema links by name; undefined where there are none. */
export function mixinsOf({ mixins: sets = [] }: Values<typeof mixins>) {
	const linked = sets.filter(({ schema }) => schema !== undefined);
	return {
		attributes: objectOf(sets.map(({ name, attributes }) => [name, attributes])),
		schemas: objectOf(linked.map(({ name, schema }) => [name, schema])),
	};
}

const objectOf = (entries: ReadonlyArray<[string, unknown]>) =>
	entries.length > 0 ? Object.fromEntries(entries) : undefined;
