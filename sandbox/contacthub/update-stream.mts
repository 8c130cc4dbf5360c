export type UpdateOperation = 'CREATE' | 'UPDATE' | 'DELETE';
export type UpdateEntity = 'CUSTOMER' | 'EVENT';

/** One change, at its place in the stream. */
export interface Update {
	offset: number;
	/** Milliseconds since 1970. */
	timestamp: number;
	nodeId: string | undefined;
	operation: UpdateOperation;
	entity: { type: UpdateEntity; data: object };
}

export interface UpdateFilter {
	nodeId?: string;
	entity?: string;
}

/** Every change to customers and events, in order; offsets grow by one a change. */
export class UpdateStream {
	readonly updates: Update[] = [];
	private readonly before: number;

	/** @param before the offset before the first one */
	constructor(before: number) {
		this.before = before;
	}

	/** Appends a change; `data` is the record as it is now, and must not change afterwards. */
	append(
		operation: UpdateOperation,
		type: UpdateEntity,
		nodeId: string | undefined,
		data: object,
	): void {
		this.updates.push({
			offset: this.before + this.updates.length + 1,
			timestamp: Date.now(),
			nodeId,
			operation,
			entity: { type, data },
		});
	}

	/** The greatest offset of what the filter lets through; that before the first one while there is nothing. */
	lastOffset(filter: UpdateFilter): number {
		return this.updates.findLast((update) => passes(update, filter))?.offset ?? this.before;
	}

	/**
	 * At most `size` changes after `offset`; without one, from `timestamp` (milliseconds) or the beginning.
	 * `nextOffset` is the offset to go on from: at the end of the stream it stays where it is.
	 */
	read({
		offset,
		timestamp = 0,
		size = 50,
		...filter
	}: UpdateFilter & { offset?: number; timestamp?: number; size?: number }) {
		const from =
			offset ??
			this.updates.findLast((update) => update.timestamp < timestamp)?.offset ??
			this.before;
		const updates: Update[] = [];
		for (let at = Math.max(0, from - this.before); updates.length < size; at++) {
			const update = this.updates[at];
			if (!update) break;
			if (passes(update, filter)) updates.push(update);
		}
		return {
			nextOffset: updates.at(-1)?.offset ?? from,
			updates: updates.map(({ operation, entity }) => ({ operation, entity })),
		};
	}
}

function passes(update: Update, { nodeId, entity }: UpdateFilter): boolean {
	return (
		(nodeId === undefined || update.nodeId === nodeId) &&
		(entity === undefined || update.entity.type === entity)
	);
}
