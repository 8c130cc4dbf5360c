/** A whole number within bounds: the form shows them, and the check keeps to them. */
import { wholeNumber } from '../../../core/rows/whole-number.ts';

const bounds = { least: 1, default: 5, description: 'How many' };

const made = [
	{
		title: 'with both bounds',
		make: () => wholeNumber('Count', { ...bounds, most: 50 }),
		needs: 'a whole number from 1 to 50',
		typeOptions: { minValue: 1, maxValue: 50 },
		takes: [1, '7', 50],
		refuses: [0, 51, 1.5],
	},
	{
		title: 'without an upper one',
		make: () => wholeNumber('Count', bounds),
		needs: 'a whole number from 1',
		typeOptions: { minValue: 1 },
		takes: [1, Number.MAX_SAFE_INTEGER],
		refuses: [0, 2 ** 60],
	},
];

test.each(made)('$title', ({ make, needs, typeOptions, takes, refuses }) => {
	const { schema, ...field } = make();
	expect(field).toEqual({
		kind: 'integer',
		label: 'Count',
		needs,
		typeOptions,
		default: 5,
		description: 'How many',
		upfront: true,
	});
	for (const value of takes) expect(schema.parse(value)).toBe(Number(value));
	for (const value of refuses) expect(schema.safeParse(value).success).toBe(false);
});
