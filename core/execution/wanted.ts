/** How much of an answer an item wants: Return All, Limit and Simplify, fields like all others. */
import { boolean } from '../rows/field';
import type { Operation } from '../rows/operation';
import type { ValueSource } from '../values/value-source';
import { readValues } from '../values/values';
import { wholeNumber } from '../rows/whole-number';

export const RETURN_ALL = boolean('Return All', {
	upfront: true,
	description: 'Whether to return all results or only up to a given limit',
});

export const LIMIT = wholeNumber('Limit', {
	least: 1,
	default: 50,
	description: 'Max number of results to return',
});

export const SIMPLIFY = boolean('Simplify', {
	default: true,
	upfront: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

export interface Wanted {
	/** The most records; all when absent. */
	limit?: number;
	simplify: boolean;
}

/** Whether a row offers Simplify. */
export const isSimplified = ({ returns }: Operation): boolean =>
	'simple' in returns && returns.simple !== undefined;

/** Reads how much an item wants; throws a NodeOperationError that names the field and says what it needs. */
export type ReadWanted = (source: ValueSource) => Wanted;

/** How items of a row say how much they want of what it offers. */
export function readerOfWanted(row: Operation): ReadWanted {
	const switches = {
		...(row.paging && { returnAll: RETURN_ALL }),
		...(isSimplified(row) && { simplify: SIMPLIFY }),
	};
	if (Object.keys(switches).length === 0) return () => ({ simplify: false });
	const bound = { limit: LIMIT };
	return (source) => {
		const { returnAll, simplify } = readValues(source, switches);
		const wanted = { simplify: simplify === true };
		if (!row.paging || returnAll === true) return wanted;
		const { limit } = readValues(source, bound);
		return { ...wanted, limit: Number(limit ?? LIMIT.default) };
	};
}
