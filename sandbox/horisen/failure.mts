import type { VendorAnswer, Violation } from '../vendor.mts';

/** What is wrong with one field. */
export interface ErrorItem {
	name: string;
	message: string;
	description?: string;
}

/** HORISEN's failure body: a code, a message, and what is wrong where. */
export function failure(
	status: number,
	message: string,
	violations: Violation[] = [],
	items: ErrorItem[] = violations.map(({ path, message: words }) => ({
		name: path,
		message: words,
	})),
): VendorAnswer {
	return { status, body: { code: String(status), message, description: '', items } };
}

/** Thrown by the data: the request fails with this answer. */
export class HorisenFailure extends Error {
	readonly answer: VendorAnswer;

	constructor(status: number, message: string, items: ErrorItem[] = []) {
		super(message);
		this.answer = failure(status, message, [], items);
	}
}
