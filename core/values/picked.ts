/** Values by the fields that they are for, so that nothing else of a form travels with them. */
export const picked = <Value>(
	values: Readonly<Record<string, Value>>,
	fields: object | undefined,
): Record<string, Value | undefined> =>
	Object.fromEntries(Object.keys(fields ?? {}).map((name) => [name, values[name]]));
