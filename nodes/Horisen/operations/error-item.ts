import { valueAt } from '../../../core/execution/output';

/** An entry of a list of what is wrong, in one line (Data Objects, ErrorItem). */
export const errorItemWords = (item: unknown): string =>
	['name', 'message', 'description']
		.map((name) => valueAt(name, item))
		.filter(Boolean)
		.join(' ');
