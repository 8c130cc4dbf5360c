/** Contacthub's update stream as the poller sees it (Updates > Get an update stream, Get the last update offset). */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Door } from '../../core/door';
import { askForDocumented } from '../../core/door';
import { valueAt } from '../../core/output';
import type { Position, Read, StreamPage, UpdateStream } from '../../core/polling';
import type { StartFrom } from '../../core/start-from';
import { consentWords } from './operations/consent-words';
import { update } from './operations/update';

const STREAM = update.operations.getStream;
const LAST_OFFSET = update.operations.getLastOffset;

/** Updates asked for in one request; the API serves at most 4,000. */
const PAGE_SIZE = 1_000;
/** Updates shown to somebody who tries the trigger out. */
const SAMPLE_SIZE = 10;

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

/** The stream of one trigger. Its position is an offset, exclusive; before the first answer it may be a point in time. */
export function updateStream(
	door: Door,
	{ nodeId, entity, operations, startFrom }: StreamSettings,
): UpdateStream {
	const lastOffset = async (): Promise<Read<Position>> => {
		const answer = await askForDocumented(door, LAST_OFFSET, { nodeId, entity });
		return answer.ok ? { value: offsetIn(answer.data, 'lastOffset') ?? {} } : answer;
	};

	const read = async (position: Position, size: number): Promise<Read<StreamPage>> => {
		const { offset, timestamp } = position;
		const since = timestamp === undefined ? undefined : new Date(Number(timestamp)).toISOString();
		const answer = await askForDocumented(door, STREAM, { nodeId, entity, offset, since, size });
		if (!answer.ok) return answer;
		const updates = valueAt('updates', answer.data);
		const page: unknown[] = Array.isArray(updates) ? updates : [];
		const items = page.map(itemOf).filter((item) => operations.includes(String(item.operation)));
		return {
			value: {
				items,
				next: offsetIn(answer.data, 'nextOffset') ?? position,
				caughtUp: page.length < size,
			},
		};
	};

	return {
		start: async () => {
			if (startFrom === 'now') return await lastOffset();
			return { value: startFrom === 'beginning' ? {} : { timestamp: startFrom } };
		},
		read: async (position) => await read(position, PAGE_SIZE),
		sample: async () => {
			const last = await lastOffset();
			if ('failure' in last) return last;
			const before = Math.max(0, Number(last.value.offset ?? 0) - PAGE_SIZE);
			const page = await read({ offset: before }, PAGE_SIZE);
			return 'failure' in page ? page : { value: page.value.items.slice(-SAMPLE_SIZE) };
		},
	};
}

/** Offsets are 64-bit: kept as text. */
function offsetIn(answer: unknown, name: string): Position | undefined {
	const offset = valueAt(name, answer);
	return offset === undefined || offset === null ? undefined : { offset: String(offset) };
}

/** An update as an item. The stream numbers no single update, so the key is made from what the update says. */
function itemOf(update: unknown): IDataObject {
	const operation = String(valueAt('operation', update));
	const type = String(valueAt('entity.type', update));
	const data = valueAt('entity.data', update) as IDataObject;
	const digest = createHash('sha256').update(JSON.stringify(update)).digest('hex').slice(0, 16);
	return {
		key: `${type}:${String(valueAt('id', data))}:${digest}`,
		operation,
		type,
		...(type === 'CUSTOMER' && operation !== 'DELETE' && consentWords.of(data)),
		data,
	};
}
