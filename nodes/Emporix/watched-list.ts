/** The lists that the trigger watches. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Door, Read } from '../../core/requests/door';
import { readPage } from '../../core/requests/listing';
import type { Operation } from '../../core/rows/operation';
import { isRecord, valueAt } from '../../core/execution/output';
import type { Place } from '../../core/requests/paging';
import type { Observed } from '../../core/polling/snapshot';
import { markOf } from '../../core/polling/snapshot';
import { customerAssignment } from './operations/customer-assignment';
import { itemAssignment } from './operations/item-assignment';
import { segment } from './operations/segment';

export type Entity = 'segment' | 'customerAssignment' | 'itemAssignment';

/** Which lists there are of an entity, and what identifies a record in one. */
interface Kind {
	/** The list of one segment, and the list of all, where the API has it. */
	ofSegment: Operation;
	ofAll?: Operation;
	/** What identifies a record in its list, in order, and where a record holds it. */
	ids: Readonly<Record<string, readonly string[]>>;
}

const SEGMENTS = segment.operations.getAll;

const KINDS: Readonly<Record<Entity, Kind>> = {
	segment: { ofSegment: SEGMENTS, ofAll: SEGMENTS, ids: { segmentId: ['id'] } },
	customerAssignment: {
		ofSegment: customerAssignment.operations.getAll,
		// One of the vendor's examples calls it customerId.
		ids: {
			customerId: ['customer.id', 'customer.customerId'],
			legalEntityId: ['legalEntity.id'],
		},
	},
	itemAssignment: {
		ofSegment: itemAssignment.operations.getAll,
		ofAll: itemAssignment.operations.getAllOfSegments,
		ids: { segmentId: ['segmentId'], type: ['type'], itemId: ['item.id'] },
	},
};

/** The list of all segments' records; no segment has an empty ID. */
const ALL = '';
/** How often a list is read that moves while it is read. */
const MOST_READS = 2;

/** What of a list was read at once. */
interface Reading {
	records: IDataObject[];
	/** Whether these are as many different records as the list says it has. */
	isWhole: boolean;
}

/** Reads the lists of one entity, of one segment or of all. */
export class WatchedLists {
	private readonly door: Door;
	private readonly kind: Kind;
	private readonly segmentId: string | undefined;

	/** @param segmentId the one segment to watch; all when absent */
	constructor(door: Door, entity: Entity, segmentId: string | undefined) {
		this.door = door;
		this.kind = KINDS[entity];
		this.segmentId = segmentId;
	}

	/** The lists to read now: one, or one for each segment where the API has none of all. */
	async ids(): Promise<Read<string[]>> {
		if (this.segmentId !== undefined) return { value: [this.segmentId] };
		if (this.kind.ofAll) return { value: [ALL] };
		return await this.segmentIds();
	}

	/** Whether the segment of a list is gone: the list of segments does not name it, looked at twice. */
	async isGone(list: string): Promise<Read<boolean>> {
		if (list === ALL) return { value: false };
		for (let looked = 0; looked < 2; looked++) {
			const ids = await this.segmentIds();
			if ('failure' in ids) return ids;
			if (ids.value.includes(list)) return { value: false };
		}
		return { value: true };
	}

	/** All records of a list that meet `q`. */
	async read(list: string, q?: string): Promise<Read<Observed[]>> {
		const values = { ...this.of(list), q, sort: q && 'metadata.modifiedAt:ASC' };
		const records = await this.whole(this.row(list), values, (record) => this.observed(record).key);
		if ('failure' in records) return records;
		return { value: records.value.map((record) => this.observed(record)) };
	}

	/** How many records of a list meet `q`; undefined when the vendor does not say. */
	async count(list: string, q?: string): Promise<Read<number | undefined>> {
		const page = await readPage(this.door, this.row(list), { ...this.of(list), q }, undefined, 1);
		return 'failure' in page ? page : { value: page.value.total };
	}

	/** A page of records, the last changed first where the vendor sorts. */
	async latest(list: string): Promise<Read<Observed[]>> {
		const values = { ...this.of(list), sort: 'metadata.modifiedAt:DESC' };
		const page = await readPage(this.door, this.row(list), values);
		if ('failure' in page) return page;
		return { value: page.value.records.filter(isOne).map((record) => this.observed(record)) };
	}

	/** What identifies the record behind a key. */
	identify(list: string, key: string): IDataObject {
		const names = Object.keys(this.kind.ids);
		const known = idsIn(key).map((id, at) => [names[at], id] as const);
		return {
			...(list !== ALL && { segmentId: list }),
			...Object.fromEntries(known.filter(([, id]) => id !== '')),
		};
	}

	private async segmentIds(): Promise<Read<string[]>> {
		const idOf = (record: IDataObject) => String(record.id);
		const segments = await this.whole(SEGMENTS, { fields: 'id' }, idOf);
		return 'failure' in segments ? segments : { value: segments.value.map(idOf) };
	}

	private row(list: string): Operation {
		return list === ALL && this.kind.ofAll ? this.kind.ofAll : this.kind.ofSegment;
	}

	/** Which segment a list belongs to; items of inactive segments count too. */
	private of(list: string): IDataObject {
		if (list !== ALL) return { segmentId: list };
		return this.kind === KINDS.itemAssignment ? { onlyActive: false } : {};
	}

	private observed(record: IDataObject): Observed {
		const ids = Object.values(this.kind.ids).map(
			(paths) => paths.map((path) => valueAt(path, record)).find((id) => id !== undefined) ?? null,
		);
		const modifiedAt = momentAt('metadata.modifiedAt', record);
		const version = valueAt('metadata.version', record);
		return {
			key: keyOf(ids),
			mark: modifiedAt === undefined ? digestOf(record) : markOf(modifiedAt, version),
			createdAt: momentAt('metadata.createdAt', record),
			modifiedAt,
			record,
		};
	}

	/** All records of a list, for nothing counts as removed because an answer lacks it. */
	private async whole(
		row: Operation,
		values: IDataObject,
		identify: (record: IDataObject) => string,
	): Promise<Read<IDataObject[]>> {
		const found = new Map<string, IDataObject>();
		for (let reads = 0; reads < MOST_READS; reads++) {
			const reading = await this.readThrough(row, values, identify);
			if ('failure' in reading) return reading;
			for (const record of reading.value.records) found.set(identify(record), record);
			if (reading.value.isWhole) return { value: [...found.values()] };
		}
		return { failure: INCOMPLETE };
	}

	/** Reads a list page by page, until it ends or brings nothing new. */
	private async readThrough(
		row: Operation,
		values: IDataObject,
		identify: (record: IDataObject) => string,
	): Promise<Read<Reading>> {
		const found = new Map<string, IDataObject>();
		let place: Place | undefined;
		let total: number | undefined;
		let isNew: boolean;
		do {
			const page = await readPage(this.door, row, values, place);
			if ('failure' in page) return page;
			const { records } = page.value;
			if (!records.every(isOne)) return { failure: INCOMPLETE };
			const before = found.size;
			for (const record of records) found.set(identify(record), record);
			isNew = found.size > before;
			({ total, next: place } = page.value);
		} while (place && isNew);
		return { value: { records: [...found.values()], isWhole: found.size === total } };
	}
}

/** An element that is a record; what else a list may hold was not made by Emporix. */
const isOne = (record: unknown): record is IDataObject => isRecord(record);

const INCOMPLETE = {
	message: 'Emporix did not give all records of a list',
	description:
		'Nothing is reported as removed by such an answer. The next poll asks again. If it stays, check that no gateway or proxy in between cuts answers or drops the X-Total-Count header.',
};

/** The key of a record from its IDs; an ID that it lacks leaves its place empty. */
export const keyOf = (ids: readonly unknown[]): string =>
	ids.map((id) => encodeURIComponent(String(id ?? ''))).join('/');
const idsIn = (key: string): string[] => key.split('/').map(decodeURIComponent);

function momentAt(path: string, record: unknown): number | undefined {
	const moment = Date.parse(String(valueAt(path, record)));
	return Number.isNaN(moment) ? undefined : moment;
}

/** For records that do not tell when they changed; `#` keeps it apart from marks of a moment. */
const digestOf = (record: unknown): string =>
	`#${createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 12)}`;
