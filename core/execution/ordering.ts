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
	const underWay = new Set<Promise<void>>();
	const rejections: unknown[] = [];

	const start = (piece: Work): Promise<void> => {
		const before = new Set<Promise<void>>();
		for (const key of piece.keys) {
			const last = lastWithKey.get(key);
			if (last) before.add(last);
		}
		const running: Promise<void> = Promise.all(before)
			.then(async () => (rejections.length === 0 ? await piece.run() : undefined))
			.catch((reason: unknown) => {
				rejections.push(reason);
			})
			.finally(() => underWay.delete(running));
		underWay.add(running);
		for (const key of piece.keys) lastWithKey.set(key, running);
		return running;
	};

	for (const [index, piece] of pieces.entries()) {
		if (rejections.length > 0) break;
		const running = start(piece);
		if (index === 0) await running;
		else if (underWay.size >= limit) await Promise.race(underWay);
	}
	await Promise.all(underWay);
	if (rejections.length > 0) throw rejections[0];
}
