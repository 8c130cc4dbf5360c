/** The records in an answer: a list, the list in an envelope, or the one record that it is. */
export const recordsIn = (answer: unknown): unknown[] => {
	const list = Array.isArray(answer) ? answer : (answer as { data?: unknown }).data;
	return Array.isArray(list) ? list : [answer];
};
