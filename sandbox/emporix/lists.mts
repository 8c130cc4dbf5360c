import type { VendorAnswer, VendorRequest } from '../vendor.mts';
import { EmporixFailure } from './failure.mts';
import { readQuery, valuesAt, type ModifiedAtQuery } from './query.mts';

const DEFAULT_PAGE_SIZE = 16;

export interface ListSettings {
	modifiedAtQuery: ModifiedAtQuery;
	/** A larger pageSize gives this many records all the same. */
	largestPage: number;
}

/** One page of a list: filtered by q, sorted, cut to fields; the total only when the request asks for it. */
export function pageOf(
	records: object[],
	{ query, body, headers }: VendorRequest,
	{ modifiedAtQuery, largestPage }: ListSettings,
): VendorAnswer {
	const q = query.q ?? queryIn(body);
	const found = records.filter(q ? readQuery(q, modifiedAtQuery) : () => true);
	if (query.sort) sort(found, query.sort);
	const size = Math.min(whole('pageSize', query.pageSize, DEFAULT_PAGE_SIZE), largestPage);
	const start = (whole('pageNumber', query.pageNumber, 1) - 1) * size;
	if (query.pageNumber !== undefined && query.pageSize === undefined) {
		throw new EmporixFailure(400, 'pageNumber needs pageSize');
	}
	const page = found.slice(start, start + size);
	return {
		status: 200,
		body: query.fields ? page.map((record) => pick(record, query.fields ?? '')) : page,
		...(headers['x-total-count'] === 'true' && {
			headers: { 'X-Total-Count': String(found.length) },
		}),
	};
}

/** @throws EmporixFailure 400 for what is no whole number from 1 on. */
function whole(name: string, written: string | undefined, otherwise: number): number {
	if (written === undefined) return otherwise;
	if (!/^[1-9]\d*$/.test(written)) {
		throw new EmporixFailure(400, `${name} must be a whole number from 1 on`);
	}
	return Number(written);
}

const queryIn = (body: unknown): string | undefined => {
	const q: unknown = new Map(Object.entries(body ?? {})).get('q');
	return typeof q === 'string' ? q : undefined;
};

/** @throws EmporixFailure 400 for what is not `field:ASC` or `field:DESC`, or several with commas. */
function sort(records: object[], written: string): void {
	const keys = written.split(',').map((key) => key.split(':'));
	const isKey = ([field = '', direction = 'ASC', ...more]: string[]) =>
		/^[\w.-]+$/.test(field) && /^(asc|desc)$/i.test(direction) && more.length === 0;
	if (!keys.every(isKey)) throw new EmporixFailure(400, `Cannot sort by ${written}`);
	records.sort((one, other) => {
		for (const [field = '', direction = 'ASC'] of keys) {
			const order = String(valuesAt(one, field)).localeCompare(String(valuesAt(other, field)));
			if (order !== 0) return direction.toUpperCase() === 'DESC' ? -order : order;
		}
		return 0;
	});
}

/** Only the named fields of a record; a dotted name reaches inside. */
export function pick(record: object, fields: string): object {
	const picked: Record<string, unknown> = {};
	for (const path of fields.split(',')) {
		const [value] = valuesAt(record, path);
		const [first = '', second] = path.split('.');
		if (value !== undefined) {
			picked[first] = second === undefined ? value : { ...Object(picked[first]), [second]: value };
		}
	}
	return picked;
}
