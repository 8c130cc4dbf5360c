/** The lists that the trigger watches. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Door } from '../../core/door';
import { readList, readPage } from '../../core/listing';
import type { Operation } from '../../core/operation';
import { valueAt } from '../../core/output';
import type { Read } from '../../core/polling';
import type { Observed } from '../../core/snapshot';
import { markOf } from '../../core/snapshot';
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
		const segments = await readList(this.door, SEGMENTS, { fields: 'id' });
		if ('failure' in segments) return segments;
		return { value: segments.value.map((segment) => String(valueAt('id', segment))) };
	}

	/** All records of a list that meet `q`; a list whose segment is gone is empty. */
	async read(list: string, q?: string): Promise<Read<Observed[]>> {
		const values = { ...this.of(list), q, sort: q && 'metadata.modifiedAt:ASC' };
		const records = await readList(this.door, this.row(list), values);
		if ('failure' in records) {
			return records.failure.status === 404 ? { value: [] } : records;
		}
		return { value: records.value.map((record) => this.observed(record)) };
	}

	/** How many records of a list meet `q`; undefined when the vendor does not say. */
	async count(list: string, q?: string): Promise<Read<number | undefined>> {
		const page = await readPage(this.door, this.row(list), { ...this.of(list), q }, undefined, 1);
		if (!('failure' in page)) return { value: page.value.total };
		return page.failure.status === 404 ? { value: 0 } : page;
	}

	/** A few records, the last changed first where the vendor sorts. */
	async sample(list: string, size: number): Promise<Read<Observed[]>> {
		const values = { ...this.of(list), sort: 'metadata.modifiedAt:DESC' };
		const page = await readPage(this.door, this.row(list), values, undefined, size);
		if ('failure' in page) return page;
		return { value: page.value.records.map((record) => this.observed(record)) };
	}

	/** What identifies the record behind a key. */
	identify(list: string, key: string): IDataObject {
		const names = Object.keys(this.kind.ids);
		const parts = JSON.parse(key) as Array<string | null>;
		const known = names.flatMap((name, at) => (parts[at] === null ? [] : [[name, parts[at]]]));
		return { ...(list !== ALL && { segmentId: list }), ...Object.fromEntries(known) };
	}

	private row(list: string): Operation {
		return list === ALL && this.kind.ofAll ? this.kind.ofAll : this.kind.ofSegment;
	}

	/** Which segment a list belongs to; items of inactive segments count too. */
	private of(list: string): IDataObject {
		if (list !== ALL) return { segmentId: list };
		return this.kind === KINDS.itemAssignment ? { onlyActive: false } : {};
	}

	private observed(record: unknown): Observed {
		const ids = Object.values(this.kind.ids).map(
			(paths) => paths.map((path) => valueAt(path, record)).find((id) => id !== undefined) ?? null,
		);
		const modifiedAt = momentAt('metadata.modifiedAt', record);
		const version = valueAt('metadata.version', record);
		return {
			key: JSON.stringify(ids),
			mark: modifiedAt === undefined ? digestOf(record) : markOf(modifiedAt, version),
			createdAt: momentAt('metadata.createdAt', record),
			modifiedAt,
			record: record as IDataObject,
		};
	}
}

function momentAt(path: string, record: unknown): number | undefined {
	const moment = Date.parse(String(valueAt(path, record)));
	return Number.isNaN(moment) ? undefined : moment;
}

/** For records that do not tell when they changed; `#` keeps it apart from marks of a moment. */
const digestOf = (record: unknown): string =>
	`#${createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 12)}`;
