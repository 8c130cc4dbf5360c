/** Reads several things at once and gives them in order. */

/**
 * Begins to read the next ones while earlier ones are used.
 *
 * @param most how many may be under way or waiting to be used
 * @throws what `read` rejects with, after everything that was begun has ended
 */
export async function* readAhead<Place, Found>(
	places: Iterable<Place>,
	most: number,
	read: (place: Place) => Promise<Found>,
): AsyncGenerator<[Place, Found]> {
	const begun: Array<[Place, Promise<Found>]> = [];
	const upcoming = places[Symbol.iterator]();
	const begin = () => {
		while (begun.length < most) {
			const { done, value } = upcoming.next();
			if (done) return;
			const found = read(value);
			// Whoever waits for it hears of it; until then nobody else may.
			found.catch(() => undefined);
			begun.push([value, found]);
		}
	};
	try {
		begin();
		for (let next = begun.shift(); next; next = begun.shift()) {
			const [place, found] = next;
			yield [place, await found];
			begin();
		}
	} finally {
		await Promise.allSettled(begun.map(([, found]) => found));
	}
}
