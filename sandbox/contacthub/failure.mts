import { randomUUID } from 'node:crypto';
import type { VendorAnswer, Violation } from '../vendor.mts';

/** Contacthub's failure body: a message, the id of the log entry, data, and errors by path. */
export function failure(
	status: number,
	message: string,
	violations: Violation[] = [],
	data: object | null = null,
): VendorAnswer {
	const errors = violations.map((violation) => ({ ...violation, code: status, data: null }));
	return { status, body: { message, logref: randomUUID(), data, errors } };
}

/** Thrown by the data: the request fails with this answer. */
export class ContacthubFailure extends Error {
	readonly answer: VendorAnswer;

	constructor(status: number, message: string, data?: object) {
		super(message);
		this.answer = failure(status, message, [], data);
	}
}
