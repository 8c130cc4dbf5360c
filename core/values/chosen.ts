/** What is chosen by its name, beside what a text or an expression names by its ID: the vendor gets both, each once. */

/** Both together; undefined where there is neither. */
export function allOf(
	chosen: readonly string[] = [],
	written: readonly string[] = [],
): string[] | undefined {
	const all = [...new Set([...chosen, ...written])];
	return all.length > 0 ? all : undefined;
}

/** The same where the vendor takes several as one text with commas. */
export const allJoined = (chosen?: readonly string[], written = ''): string | undefined =>
	allOf(chosen, written === '' ? [] : written.split(','))?.join(',');
