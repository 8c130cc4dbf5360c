import { EmporixFailure } from './failure.mts';

export interface Metadata {
	createdAt: string;
	modifiedAt: string;
	version: number;
	mixins?: object;
}

/** What a record gets from a write. */
export interface Content {
	mixins?: object;
	metadata?: { version?: number; mixins?: object };
}

export type Stored<T> = Omit<T, 'metadata'> & { metadata: Metadata };

/** Records of one kind by their key, with versions. */
export class Records<T extends Content> {
	private readonly records = new Map<string, Stored<T>>();
	private readonly now: () => string;

	constructor(now: () => string) {
		this.now = now;
	}

	get all(): Array<Stored<T>> {
		return [...this.records.values()];
	}

	has(key: string): boolean {
		return this.records.has(key);
	}

	/** @throws EmporixFailure 404 */
	get(key: string): Stored<T> {
		const record = this.records.get(key);
		if (!record) throw new EmporixFailure(404, `The resource with id ${key} has not been found.`);
		return record;
	}

	/**
	 * Creates or replaces a record.
	 * @returns 201 or 204.
	 * @throws EmporixFailure 409 when the content names another version than the stored one.
	 */
	put(key: string, content: T): number {
		const existing = this.records.get(key);
		const { version, mixins } = content.metadata ?? {};
		if (existing && version !== undefined && version !== existing.metadata.version) {
			throw new EmporixFailure(409, 'The resource you are attempting to access has changed.');
		}
		const modifiedAt = this.now();
		this.records.set(key, {
			...content,
			metadata: {
				createdAt: existing?.metadata.createdAt ?? modifiedAt,
				modifiedAt,
				version: (existing?.metadata.version ?? 0) + 1,
				...(mixins && { mixins }),
			},
		});
		return existing ? 204 : 201;
	}

	delete(key: string): void {
		this.records.delete(key);
	}
}
