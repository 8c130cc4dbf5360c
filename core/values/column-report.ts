/** Says once a run which columns "Map Automatically" used and which it left out, by name and never by value. */

/** Names that a sentence can hold; the rest is counted. */
const MOST_NAMES = 40;
/** Characters of a name that a sentence can hold. */
const LONGEST_NAME = 60;

/** What became of the columns of all items of a run. */
export class ColumnReport {
	private readonly used = new Set<string>();
	private readonly seen = new Set<string>();

	/** Notes a column that fills a field of some item. */
	use(column: string): void {
		this.used.add(column);
	}

	/** Notes a column that some item has. */
	see(column: string): void {
		this.seen.add(column);
	}

	/** The sentences for the person; undefined when nothing was mapped by name. */
	get summary(): string | undefined {
		if (this.seen.size === 0) return undefined;
		const left = [...this.seen].filter((column) => !this.used.has(column));
		const used =
			this.used.size === 0
				? 'Map Automatically found no column that has the name of a field.'
				: `Map Automatically used these columns: ${listed([...this.used])}.`;
		return left.length === 0
			? `${used} It left out none.`
			: `${used} It left out, because no field has their name: ${listed(left)}.`;
	}
}

/** As a database can store it: without NUL and without halves of characters. */
const readable = (column: string): string =>
	column.slice(0, LONGEST_NAME).replaceAll(/\0|\p{Surrogate}/gu, '?');

function listed(columns: readonly string[]): string {
	const names = columns.slice(0, MOST_NAMES).map(readable);
	const more = columns.length - names.length;
	return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
