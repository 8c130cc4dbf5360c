/** An entry of a list of what is wrong, in one line (Data Objects, ErrorItem). */
export function errorItemWords(item: unknown): string {
	const { name, message, description } = new Object(item) as Record<string, unknown>;
	return [name, message, description].filter(Boolean).map(String).join(' ');
}
