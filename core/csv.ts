/** Comma-separated values (RFC 4180), by the csv packages. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** Writes a table: the header, then one line for each row; lines end with CRLF. */
export const writeCsv = (
	header: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string =>
	stringify(
		[header, ...rows].map((cells) => [...cells]),
		{ record_delimiter: 'windows' },
	);

/**
 * Reads a table into records by the names of its header. Empty lines count for nothing, nor does a byte order mark.
 *
 * @returns undefined when the text is no such table
 */
export function readCsv(text: string): Array<Record<string, string>> | undefined {
	try {
		return parse(text, {
			bom: true,
			columns: true,
			relax_column_count: true,
			skip_empty_lines: true,
		});
	} catch {
		return undefined;
	}
}
