/** Whole numbers within bounds that the form shows and the check keeps to. */
import * as z from 'zod/v4-mini';
import { integer } from './field';

/** The bounds of a whole number, both included, and what the form says of it. */
export interface Bounds {
	least: number;
	most?: number;
	default: number;
	description: string;
}

/** A whole number within bounds, in the form itself. */
export function wholeNumber(label: string, { least, most, ...notes }: Bounds) {
	const field = integer(label, { ...notes, upfront: true });
	const within = z.number().check(z.gte(least), z.lte(most ?? Number.MAX_SAFE_INTEGER));
	return {
		...field,
		needs: `a whole number from ${least}${most === undefined ? '' : ` to ${most}`}`,
		schema: z.pipe(field.schema, within),
		typeOptions: { minValue: least, ...(most !== undefined && { maxValue: most }) },
	};
}
