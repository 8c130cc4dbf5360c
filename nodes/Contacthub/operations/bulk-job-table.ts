/** The table of a bulk job: one line for each item; a column for each property that any item has, named by its path. */
import type { IDataObject } from 'n8n-workflow';
import { textSchema } from '../../../core/values/accepted-values';
import { writeCsv } from '../../../core/values/csv';
import { stringifyExact } from '../../../core/values/exact-json';
import type { Refusal } from '../../../core/rows/operation';
import { isRecord } from '../../../core/execution/output';
import { plainData } from '../../../core/values/plain-data';

/** The columns of a line, and their cells. */
type Line = ReadonlyMap<string, string>;

/** Writes items as CSV; a column that an item lacks is empty in its line. */
export function writeTable(items: readonly IDataObject[]): string {
	const lines = items.map(lineOf);
	const header = [...new Set(lines.flatMap((line) => [...line.keys()]))];
	return writeCsv(
		header,
		lines.map((line) => header.map((column) => line.get(column) ?? '')),
	);
}

/** Says why an item cannot be a line. */
export function refuseLine(item: IDataObject): Refusal | undefined {
	for (const [column, value] of Object.entries(item)) {
		const name = plainData(column);
		if ('what' in name) {
			return { message: `The name of a column ${name.what}`, description: name.wayOut };
		}
		const read = plainData({ [column]: value });
		if ('what' in read) {
			return { message: `The column "${column}" ${read.what}`, description: read.wayOut };
		}
	}
	for (const [column, cell] of cellsOf(plainOf(item))) {
		if (textOf(cell) === undefined) {
			return {
				message: `The column "${column}" holds a number with too many digits to be exact`,
				description:
					'It was rounded before it came here. Let the node before this one give it as text.',
			};
		}
	}
	return undefined;
}

const lineOf = (item: IDataObject): Line =>
	new Map(cellsOf(plainOf(item)).map(([column, cell]) => [column, textOf(cell) ?? '']));

const plainOf = (item: IDataObject): unknown => {
	const read = plainData(item);
	return 'plain' in read ? read.plain : {};
};

/** Records fall into their properties; lists are cells. */
function cellsOf(record: unknown, before = ''): Array<[string, unknown]> {
	return Object.entries(isRecord(record) ? record : {}).flatMap(
		([name, value]): Array<[string, unknown]> => {
			const column = `${before}${name}`;
			return isRecord(value) && Object.keys(value).length > 0
				? cellsOf(value, `${column}.`)
				: [[column, value]];
		},
	);
}

/** The text of a cell; undefined for a number that is no longer exact. */
function textOf(cell: unknown): string | undefined {
	if (cell === undefined || cell === null || isRecord(cell)) return '';
	return Array.isArray(cell) ? stringifyExact(cell) : textSchema.safeParse(cell).data;
}
