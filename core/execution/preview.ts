/** Preview: what a run would send, shown instead of being sent. */
import type { IDataObject } from 'n8n-workflow';
import { urlOf } from '../requests/address';
import type { Connection } from '../requests/connection';
import { parseExact, stringifyExact } from '../values/exact-json';
import type { Call } from '../requests/transport';

/** Thrown by the door in place of the request, so that whatever would follow its answer does not run either. */
export class Previewed extends Error {
	readonly request: IDataObject;

	constructor(request: IDataObject) {
		super('The request is shown, not sent');
		this.request = request;
	}
}

/**
 * A request as it would go out. Neither the address of the account nor what signs the request is part of it, for both may be
 * secrets; 64-bit ids are text, as everywhere in n8n.
 */
export function previewOf(connection: Connection, call: Call): IDataObject {
	const { method } = call.route;
	const path = urlOf(connection, call)?.slice(connection.baseUrl.length);
	return {
		preview: 'Not sent',
		method,
		path,
		...(call.body !== undefined && { body: shown(call.body) }),
	};
}

const shown = (body: unknown): IDataObject[string] =>
	Buffer.isBuffer(body)
		? `${body.length} bytes`
		: (parseExact(stringifyExact(body)) as IDataObject[string]);
