/** The lists that the trigger watches. */
import { createHash } from 'node:crypto';
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import type { Route } from '../../core/route';
import { GET } from '../../core/route';
import { valueAt } from '../../core/output';
import { collectPages } from '../../core/paging';
import type { Read } from '../../core/polling';
import type { Observed } from '../../core/snapshot';
import { markOf } from '../../core/snapshot';
import { BRIEF, send } from '../../core/transport';
import type { Connection } from '../../core/connection';
import { pages } from './operations/paging';
import { emporix } from './vendor';

const SEGMENTS = '/customer-segment/{tenant}/segments';

export type Entity = 'segment' | 'customerAssignment' | 'itemAssignment';

/** Which lists there are of an entity, and what identifies a record in one. */
interface Kind {
	/** The list of one segment, and the list of all, where the API has it. */
	ofSegment: Route;
	ofAll?: Route;
	/** What identifies a record in its list, in order, and where a record holds it. */
	ids: Readonly<Record<string, readonly string[]>>;
}

const KINDS: Readonly<Record<Entity, Kind>> = {
	segment: { ofSegment: GET(SEGMENTS), ofAll: GET(SEGMENTS), ids: { segmentId: ['id'] } },
	customerAssignment: {
		ofSegment: GET(`${SEGMENTS}/{segmentId}/customers`),
		// One of the vendor's examples calls it customerId.
		ids: {
			customerId: ['customer.id', 'customer.customerId'],
			legalEntityId: ['legalEntity.id'],
		},
	},
	itemAssignment: {
		ofSegment: GET(`${SEGMENTS}/{segmentId}/items`),
		ofAll: GET(`${SEGMENTS}/items`),
		ids: { segmentId: ['segmentId'], type: ['type'], itemId: ['item.id'] },
	},
};

/** The list of all segments' records; no segment has an empty ID. */
const ALL = '';

/** Reads the lists of one entity, of one segment or of all. */
export class WatchedLists {
	private readonly context: IPollFunctions;
	private readonly connection: Connection;
	private readonly kind: Kind;
	private readonly segmentId: string | undefined;

	/** @param segmentId the one segment to watch; all when absent */
	constructor(
		context: IPollFunctions,
		connection: Connection,
		entity: Entity,
		segmentId: string | undefined,
	) {
		this.context = context;
		this.connection = connection;
		this.kind = KINDS[entity];
		this.segmentId = segmentId;
	}

	/** The lists to read now: one, or one for each segment where the API has none of all. */
	async ids(): Promise<Read<string[]>> {
		if (this.segmentId !== undefined) return { value: [this.segmentId] };
		if (this.kind.ofAll) return { value: [ALL] };
		const segments = await this.collect(GET(SEGMENTS), {}, { fields: 'id' });
		if ('failure' in segments) return segments;
		return { value: segments.value.map((segment) => String(valueAt('id', segment))) };
	}

	/** All records of a list that meet `q`; a list whose segment is gone is empty. */
	async read(list: string, q?: string): Promise<Read<Observed[]>> {
		const query = { q, sort: q && 'metadata.modifiedAt:ASC', ...(list === ALL && this.all()) };
		const records = await this.collect(this.route(list), { segmentId: list }, query);
		if ('failure' in records) {
			return records.failure.status === 404 ? { value: [] } : records;
		}
		return { value: records.value.map((record) => this.observed(record)) };
	}

	/** How many records of a list meet `q`; undefined when the vendor does not say. */
	async count(list: string, q?: string): Promise<Read<number | undefined>> {
		const query = {
			q,
			[pages.page]: pages.first,
			[pages.size]: 1,
			...(list === ALL && this.all()),
		};
		const answer = await this.ask(this.route(list), { segmentId: list }, query);
		if (!answer.ok) {
			return answer.failure.status === 404 ? { value: 0 } : { failure: answer.failure };
		}
		const total = answer.headers['x-total-count'];
		return { value: total === undefined ? undefined : Number(total) };
	}

	/** A few records, the last changed first where the vendor sorts. */
	async sample(list: string, size: number): Promise<Read<Observed[]>> {
		const query = {
			[pages.page]: pages.first,
			[pages.size]: size,
			sort: 'metadata.modifiedAt:DESC',
		};
		const answer = await this.ask(this.route(list), { segmentId: list }, query);
		if (!answer.ok) return { failure: answer.failure };
		const records: unknown[] = Array.isArray(answer.data) ? answer.data : [];
		return { value: records.map((record) => this.observed(record)) };
	}

	/** What identifies the record behind a key. */
	identify(list: string, key: string): IDataObject {
		const names = Object.keys(this.kind.ids);
		const parts = JSON.parse(key) as Array<string | null>;
		const known = names.flatMap((name, at) => (parts[at] === null ? [] : [[name, parts[at]]]));
		return { ...(list !== ALL && { segmentId: list }), ...Object.fromEntries(known) };
	}

	private route(list: string): Route {
		return list === ALL && this.kind.ofAll ? this.kind.ofAll : this.kind.ofSegment;
	}

	/** Items of inactive segments count too. */
	private all(): IDataObject {
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

	private async collect(
		route: Route,
		path: IDataObject,
		query: Record<string, unknown>,
	): Promise<Read<unknown[]>> {
		let refusal: Read<never> | undefined;
		const collected = await collectPages(pages, undefined, async (pageQuery) => {
			const answer = await this.ask(route, path, { ...query, ...pageQuery });
			if (!answer.ok) {
				refusal = { failure: answer.failure };
				return undefined;
			}
			const elements: unknown[] = Array.isArray(answer.data) ? answer.data : [];
			const total = answer.headers['x-total-count'];
			return {
				elements,
				answer: answer.data,
				...(total !== undefined && { total: Number(total) }),
			};
		});
		if (refusal) return refusal;
		if (!collected) return { value: [] };
		return 'stopped' in collected ? { failure: collected.stopped } : { value: collected.elements };
	}

	private async ask(route: Route, path: IDataObject, query: Record<string, unknown>) {
		const headers = { 'X-Total-Count': 'true' };
		const call = { route, path, query, headers, idempotent: true };
		return await send(this.context, emporix, this.connection, call, BRIEF);
	}
}

function momentAt(path: string, record: unknown): number | undefined {
	const moment = Date.parse(String(valueAt(path, record)));
	return Number.isNaN(moment) ? undefined : moment;
}

/** For records that do not tell when they changed; `#` keeps it apart from marks of a moment. */
const digestOf = (record: unknown): string =>
	`#${createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 12)}`;
