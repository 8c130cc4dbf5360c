/** By what the records of a list are told apart. */
import type { Paging } from '../rows/operation';
import { valueAt } from '../execution/output';

/**
 * Makes the function that tells what no two records of a list share.
 *
 * @param values the values that the list is asked for with: where they choose fields, several ids may look like one
 * @returns gives undefined for a record that does not tell
 */
export function identifierOf(
	{ id, selection }: Paging,
	values: Readonly<Record<string, unknown>>,
): (record: unknown) => string | undefined {
	if (id === undefined) return () => undefined;
	if (typeof id === 'string') return (record) => textOf(valueAt(id, record));
	if (selection !== undefined && values[selection] !== undefined) return () => undefined;
	return (record) => {
		const [first, ...others] = id.map((path) => textOf(valueAt(path, record)));
		return first === undefined ? undefined : JSON.stringify([first, ...others]);
	};
}

const textOf = (value: unknown): string | undefined =>
	value === undefined || value === null || value === '' ? undefined : String(value);
