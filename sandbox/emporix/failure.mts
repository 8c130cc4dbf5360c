import { STATUS_CODES } from 'node:http';
import type { VendorAnswer, Violation } from '../vendor.mts';

/** The service's failure body; the gateway before it refuses tokens in its own words. */
export function failure(code: number, message: string, violations: Violation[] = []): VendorAnswer {
	if (code === 401) {
		const detail = { errorcode: 'oauth.v2.InvalidAccessToken' };
		return { status: code, body: { fault: { faultstring: message, detail } } };
	}
	const details = violations.map((violation) => ({
		field: violation.path,
		message: violation.message,
	}));
	return {
		status: code,
		body: { code, status: STATUS_CODES[code], message, ...(details.length > 0 && { details }) },
	};
}

/** Thrown by the data: the request, or one element of a bulk request, fails with this. */
export class EmporixFailure extends Error {
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}

	get answer(): VendorAnswer {
		return failure(this.code, this.message);
	}
}
