import { randomUUID } from 'node:crypto';
import type { OperationHandler, VendorRequest } from '../vendor.mts';
import { HorisenFailure } from './failure.mts';
import { pageOf } from './paging.mts';

export type HorisenRecord = Record<string, unknown>;

/** The moment as HORISEN writes it, to the second. */
export const now = () => `${new Date().toISOString().slice(0, 19)}+00:00`;

/** Records of one kind that are created, read, updated and deleted by an ID. */
export class Records {
	readonly all = new Map<string, HorisenRecord>();
	private readonly idName: string;
	private readonly made: () => HorisenRecord;

	/** @param idName the field that holds the ID. @param made what a new record has besides its ID and what was sent. */
	constructor(idName = 'uuid', made: () => HorisenRecord = dates) {
		this.idName = idName;
		this.made = made;
	}

	/** @throws HorisenFailure 404 when there is none. */
	get(id: string | undefined): HorisenRecord {
		const found = this.all.get(id ?? '');
		if (!found) throw new HorisenFailure(404, 'Resource not found');
		return found;
	}

	create(body: unknown): HorisenRecord {
		const given = Object(body)[this.idName];
		const id = typeof given === 'string' && given !== '' ? given : randomUUID();
		const record = { ...this.made(), ...Object(body), [this.idName]: id };
		this.all.set(id, record);
		return record;
	}

	update(id: string | undefined, body: unknown): void {
		const record = this.get(id);
		Object.assign(record, body, { [this.idName]: id });
		if ('updated_dt' in record) record.updated_dt = now();
	}

	/** The handlers of a resource: `<resource>.getMany`, `.get`, `.create`, `.update` and `.delete`. */
	handlers(resource: string, idParameter: string): Record<string, OperationHandler> {
		const idIn = ({ params }: VendorRequest) => params[idParameter];
		return {
			[`${resource}.getMany`]: (request) => ({
				status: 200,
				body: pageOf([...this.all.values()].filter(matching(request.query)), request),
			}),
			[`${resource}.get`]: (request) => ({ status: 200, body: this.get(idIn(request)) }),
			[`${resource}.create`]: ({ body }) => ({ status: 201, body: this.create(body) }),
			[`${resource}.update`]: (request) => {
				this.update(idIn(request), request.body);
				return { status: 200 };
			},
			[`${resource}.delete`]: (request) => {
				this.get(idIn(request));
				this.all.delete(idIn(request) ?? '');
				return { status: 204 };
			},
		};
	}
}

/** What HORISEN adds to most records. */
export function dates(): HorisenRecord {
	const moment = now();
	return { created_dt: moment, updated_dt: moment };
}

/** Filters by the parameters that are UUIDs of other records. */
const matching = (query: Record<string, string>) => (record: HorisenRecord) =>
	Object.entries(query).every(([name, value]) => !name.endsWith('_uuid') || record[name] === value);
