/** Bounded concurrency that keeps related work in order and lets the first piece go alone. */

export interface Work {
	/** Pieces that share a key run one after the other, in list order. */
	keys: readonly string[];
	run(): Promise<void>;
}

/**
 * Runs the pieces with at most `limit` at once. The first runs alone, so that a token is fetched once and a wrong
 * credential costs one request. After a rejection nothing new starts; the pieces under way end before it is thrown.
 *
 * @throws the first rejection
 */
export async function runInOrder(pieces: readonly Work[], limit: number): Promise<void> {
	const lastWithKey = new Map<string, Promise<void>>();
	const rejections: unknown[] = [];

	const run = async (piece: Work, before: ReadonlySet<Promise<void>>): Promise<void> => {
		if (before.size > 0) await Promise.all(before);
		if (rejections.length > 0) return;
		try {
			await piece.run();
		} catch (reason) {
			rejections.push(reason);
		}
	};

	const begin = async (piece: Work): Promise<void> => {
		const before = new Set<Promise<void>>();
		for (const key of piece.keys) {
			const last = lastWithKey.get(key);
			if (last) before.add(last);
		}
		const running = run(piece, before);
		for (const key of piece.keys) lastWithKey.set(key, running);
		await running;
	};

	// All workers take from the same list.
	const rest = pieces.values();
	const workOn = async (): Promise<void> => {
		for (const piece of rest) {
			if (rejections.length > 0) return;
			await begin(piece);
		}
	};

	const first = rest.next();
	if (!first.done) await begin(first.value);
	await Promise.all(Array.from({ length: limit }, workOn));
	if (rejections.length > 0) throw rejections[0];
}
