/** Filters of contacts that a person builds from rows: the JSON of the `query` parameter (Introduction, API Call Examples). */
import type { Values } from '../../../core/rows/field';
import { choice, identifier, json, locator, rows } from '../../../core/rows/field';
import { SEARCH } from './choices';

const AND_OR = [
	{ name: 'And', value: 'AND' },
	{ name: 'Or', value: 'OR' },
] as const;

/** The fields of the form; {@link segmentationQuery} makes the parameter of them. */
export const segmentation = {
	segmentation: choice(
		'Segmentation',
		[
			{ name: 'By JSON', value: 'json', description: "Conditions in HORISEN's own JSON" },
			{ name: 'By Rules', value: 'rules', description: 'Conditions on fields of the contact' },
			{ name: 'None', value: 'none', description: 'Only by the fields below' },
		],
		{ default: 'none', upfront: true },
	),
	groups: rows(
		'Groups',
		{
			operator: choice('Combine With Others By', AND_OR, { required: true }),
			rules: rows(
				'Rules',
				{
					field: locator('Field', SEARCH.fields, { required: true, example: 'first_name' }),
					condition: identifier('Condition', {
						required: true,
						default: 'eq',
						description: 'How to compare; "eq" means equal',
					}),
					value: identifier('Value'),
					operator: choice('Combine With Others By', AND_OR, { required: true }),
				},
				{ required: true },
			),
		},
		{ show: { segmentation: ['rules'] }, required: true },
	),
	query: json('Query', {
		show: { segmentation: ['json'] },
		required: true,
		example:
			'{"segmentation": [{"operator": "AND", "rules": [{"field": "country", "condition": "eq", "value": "CH", "operator": "AND"}]}]}',
	}),
};

/** The parameter as text; undefined without a segmentation. */
export function segmentationQuery({
	groups,
	query,
}: Omit<Values<typeof segmentation>, 'segmentation'>): string | undefined {
	if (query !== undefined) return JSON.stringify(query);
	if (!groups) return undefined;
	return JSON.stringify({
		segmentation: groups.map(({ operator, rules }) => ({
			operator,
			rules: rules.map(({ field, condition, value = '', operator: by }) => ({
				field,
				condition,
				value,
				operator: by,
			})),
		})),
	});
}
