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
	let next = 0;

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

	const oneAfterTheOther = async (end: number): Promise<void> => {
		for (
			let piece = pieces[next];
			piece && next < end && rejections.length === 0;
			piece = pieces[next]
		) {
			next += 1;
			await begin(piece);
		}
	};

	await oneAfterTheOther(1);
	const all = Array.from({ length: limit }, async () => await oneAfterTheOther(pieces.length));
	await Promise.all(all);
	if (rejections.length > 0) throw rejections[0];
}
