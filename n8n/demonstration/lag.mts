/** How long a change takes until all systems have it. */

/** The lags of a period, in milliseconds. */
export interface Lags {
	/** Half of the changes took no longer than this; absent when none arrived. */
	median?: number;
	/** The change that took longest; absent when none arrived. */
	longest?: number;
	/** How many are still on their way, and since when the oldest of them. */
	waiting: number;
	oldest: number;
}

/** Watches differences come and go. A difference is told apart by its sentence. */
export class Lag {
	private readonly since = new Map<string, number>();
	private arrived: number[] = [];

	/**
	 * Takes down what differs at a moment.
	 *
	 * @param differences a sentence each
	 * @param now in milliseconds
	 */
	note(differences: readonly string[], now: number): void {
		const left = new Set(differences);
		for (const [difference, since] of this.since) {
			if (left.has(difference)) continue;
			this.since.delete(difference);
			this.arrived.push(now - since);
		}
		for (const difference of left) {
			if (!this.since.has(difference)) this.since.set(difference, now);
		}
	}

	/** The lags since the last call. */
	period(now: number): Lags {
		const sorted = this.arrived.sort((one, other) => one - other);
		this.arrived = [];
		return {
			median: sorted[Math.floor((sorted.length - 1) / 2)],
			longest: sorted.at(-1),
			waiting: this.since.size,
			oldest: Math.max(0, ...[...this.since.values()].map((since) => now - since)),
		};
	}
}

/** The lags in words. */
export function lagWords({ median, longest, waiting, oldest }: Lags): string {
	return [
		...(median === undefined || longest === undefined
			? []
			: [`lag ${seconds(median)}, at most ${seconds(longest)}`]),
		waiting === 0
			? 'the systems agree'
			: `${waiting} ${waiting === 1 ? 'difference' : 'differences'} on the way, for ${seconds(oldest)} at most`,
	].join('; ');
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;
