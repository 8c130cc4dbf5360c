/** How many requests of a run are under way at once, whatever items, pages and batches they belong to. */
export class Slots {
	/** The most at once. */
	readonly limit: number;
	private taken = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(limit: number) {
		this.limit = limit;
	}

	/** Does some work as soon as a slot is free; those that wait are served in their order. */
	async use<T>(work: () => Promise<T>): Promise<T> {
		// Whoever ends hands the slot over, so that nobody who comes later takes it.
		if (this.taken < this.limit) this.taken += 1;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.taken -= 1;
		}
	}
}
