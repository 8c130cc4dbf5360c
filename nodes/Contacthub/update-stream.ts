/** Contacthub's update stream as the poller sees it (Updates > Get an update stream, Get the last update offset). */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Door, Read } from '../../core/requests/door';
import { askForDocumented } from '../../core/requests/door';
import type { Failure } from '../../core/execution/failure';
import { isRecord, valueAt } from '../../core/execution/output';
import type { Position, StreamPage, UpdateStream } from '../../core/polling/polling';
import type { StartFrom } from '../../core/polling/start-from';
import { consentWords } from './operations/consent-words';
import { adviseOnRoles, update } from './operations/update';

const STREAM = update.operations.getStream;
const LAST_OFFSET = update.operations.getLastOffset;

/** Updates asked for in one request: the most that the API serves. */
const PAGE_SIZE = 4_000;
/** Updates asked for where so many did not come. */
const SMALL_PAGE_SIZE = 500;
/** Updates shown to somebody who tries the trigger out, and the most pages that are searched for them. */
const SAMPLE_SIZE = 10;
const MOST_SAMPLE_PAGES = 5;

export interface StreamSettings {
	/** The node whose updates count; all of the workspace when absent. */
	nodeId?: string;
	/** Only customers or only events; both when absent. */
	entity?: 'CUSTOMER' | 'EVENT';
	/** The kinds of change that start the workflow. */
	operations: readonly string[];
	/** Where to begin when there is no position yet: from now on, from a moment in ms since 1970, or from the oldest update. */
	startFrom: StartFrom;
}

interface UpdatesPage extends StreamPage {
	/** It holds nothing and goes on elsewhere all the same, as over updates that the filter does not let through. */
	skips: boolean;
}

/** The stream of one trigger. Its position is an offset, exclusive; before the first answer it may be a point in time. */
export class UpdatesOfWorkspace implements UpdateStream {
	private readonly door: Door;
	private readonly settings: StreamSettings;
	private readonly filter: Readonly<Record<string, unknown>>;

	constructor(door: Door, settings: StreamSettings) {
		this.door = door;
		this.settings = settings;
		this.filter = { nodeId: settings.nodeId, entity: settings.entity };
	}

	async start(): Promise<Read<Position>> {
		const { startFrom } = this.settings;
		if (startFrom !== 'now') {
			return { value: startFrom === 'beginning' ? {} : { timestamp: startFrom } };
		}
		const last = await this.lastOffset();
		if ('failure' in last) return last;
		return { value: last.value === undefined ? {} : { offset: last.value } };
	}

	async read(position: Position): Promise<Read<StreamPage>> {
		const page = await this.page(position, PAGE_SIZE);
		const isTooLarge = 'failure' in page && mayBeTooMuch(page.failure);
		const read = isTooLarge ? await this.page(position, SMALL_PAGE_SIZE) : page;
		if ('failure' in read || !read.value.skips) return read;
		const last = await this.lastOffset();
		if ('failure' in last) return last;
		return isBetween(last.value, position, read.value.next) ? { failure: NO_STREAM } : read;
	}

	/** The last updates that a poll would have given, searched for from the end of the stream backwards. */
	async sample(): Promise<Read<IDataObject[]>> {
		const last = await this.lastOffset();
		if ('failure' in last) return last;
		let items: IDataObject[] = [];
		let before = Number(last.value ?? 0);
		for (let pages = 0; pages < MOST_SAMPLE_PAGES && before > 0; pages++) {
			const from = Math.max(0, before - PAGE_SIZE);
			// No more than lie in between, for these were shown already.
			const page = await this.page({ offset: from }, before - from);
			if ('failure' in page) return page;
			items = [...page.value.items, ...items];
			if (items.length >= SAMPLE_SIZE) break;
			before = from;
		}
		return { value: items.slice(-SAMPLE_SIZE) };
	}

	/** The end of the stream; undefined where there is no update at all. */
	private async lastOffset(): Promise<Read<string | undefined>> {
		// Where none fits the filter yet, the end of the whole stream is as good a place to begin.
		for (const filter of [this.filter, {}]) {
			const answer = await askForDocumented(this.door, LAST_OFFSET, filter);
			if (!answer.ok) return advised(answer.failure);
			const offset = valueAt('lastOffset', answer.data);
			if (isOffset(offset)) return { value: String(offset) };
			if (offset !== null) return { failure: NO_STREAM };
		}
		return { value: undefined };
	}

	private async page({ offset, timestamp }: Position, size: number): Promise<Read<UpdatesPage>> {
		const since = timestamp === undefined ? undefined : new Date(Number(timestamp)).toISOString();
		const known = isOffset(offset) ? BigInt(offset) : undefined;
		const values = { ...this.filter, offset: known, since, size };
		const answer = await askForDocumented(this.door, STREAM, values);
		if (!answer.ok) return advised(answer.failure);
		const updates = valueAt('updates', answer.data);
		const nextOffset = valueAt('nextOffset', answer.data);
		if (!Array.isArray(updates) || !updates.every(isUpdate)) return { failure: NO_STREAM };
		// Nothing documents what stands at the end of the stream, but updates without it would come for ever.
		if (!isOffset(nextOffset) && updates.length > 0) return { failure: NO_STREAM };
		const { operations } = this.settings;
		const items = updates.map(itemOf).filter(({ operation }) => operations.includes(operation));
		const position = timestamp === undefined ? { offset } : { timestamp };
		const next = isOffset(nextOffset) ? { offset: String(nextOffset) } : position;
		return {
			value: {
				items,
				next,
				caughtUp: updates.length < size,
				skips: updates.length === 0 && next.offset !== offset,
			},
		};
	}
}

/** Whether fewer updates might be answered: somebody in between gave up, and nobody asks to wait. */
const mayBeTooMuch = ({ status = 504, retryAfterMs }: Failure): boolean =>
	retryAfterMs === undefined && (status === 413 || status >= 500);

const advised = (failure: Failure) => ({
	failure: { ...failure, description: adviseOnRoles(failure.status) ?? failure.description },
});

const NO_STREAM = {
	message: 'Contacthub answered something else than its update stream',
	description:
		'The trigger stays where it is and asks again with the next poll. If it stays, check the Base URL in the credential, and that no gateway or proxy stands in between.',
};

/** Offsets are 64-bit: text where they are beyond what a number holds. */
const isOffset = (offset: unknown): offset is number | string =>
	(typeof offset === 'number' || typeof offset === 'string') && /^\d+$/.test(String(offset));

/** Whether an offset is one of those that lie behind a position, up to the next one. */
function isBetween(offset: string | undefined, from: Position, to: Position): boolean {
	// What lies before a moment is not known.
	if (offset === undefined || from.timestamp !== undefined || !isOffset(to.offset)) return false;
	const after = isOffset(from.offset) ? BigInt(from.offset) : 0n;
	return BigInt(offset) > after && BigInt(offset) <= BigInt(to.offset);
}

interface Update {
	operation: string;
	entity: { type?: unknown; data?: unknown };
}

const isUpdate = (update: unknown): update is Update =>
	isRecord(update) && typeof update.operation === 'string' && isRecord(update.entity);

/** An update as an item. The stream numbers no single update, so the key is made from what the update says. */
function itemOf(update: Update) {
	const { operation } = update;
	const type = String(update.entity.type);
	const data = update.entity.data as IDataObject;
	const digest = createHash('sha256').update(JSON.stringify(update)).digest('hex').slice(0, 16);
	return {
		key: `${type}:${String(valueAt('id', data))}:${digest}`,
		operation,
		type,
		...(type === 'CUSTOMER' && operation !== 'DELETE' && consentWords.of(data)),
		data,
	};
}
