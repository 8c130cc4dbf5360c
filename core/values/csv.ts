/** Comma-separated values (RFC 4180), by the csv packages. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** Everything that some reader takes for the end of a line. */
const ANY_LINE_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/;

/** Writes a table: the header, then one line for each row; lines end with CRLF. Cells hold data, formulas too, and stay as they are. */
export const writeCsv = (
	header: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string =>
	stringify(
		[header, ...rows].map((cells) => [...cells]),
		{
			record_delimiter: 'windows',
			quoted_match: ANY_LINE_BREAK,
			// An empty line counts for nothing, so the one cell of a row must show that it is there.
			quoted_empty: header.length === 1,
		},
	);

/** What stands between cells; spreadsheets of some countries write a semicolon. */
const DELIMITERS = [',', ';', '\t'];

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
			delimiter: delimiterIn(text),
			relax_column_count: true,
			skip_empty_lines: true,
		});
	} catch {
		return undefined;
	}
}

/** The delimiter that the header, outside of quotes, holds most of. */
function delimiterIn(text: string): string {
	const [header = ''] = text.replaceAll(/"[^"]*"/g, '').split(/[\r\n]/, 1);
	const count = (delimiter: string) => header.split(delimiter).length;
	return DELIMITERS.reduce((most, other) => (count(other) > count(most) ? other : most));
}
