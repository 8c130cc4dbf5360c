/**
 * One bad record must not take the others of its request with it: what is refused as a whole, though nothing of it was done, is
 * sent again in halves until the bad one is alone.
 */

/** What came of sending some items together. */
export interface Sent {
	/** The vendor refused them as a whole and has done nothing of it, so that they may be sent again. */
	undone: boolean;
	/** Takes the answer for good. */
	settle(): Promise<void>;
}

/** After so many refusals one after the other, nothing says that any of the items is good, and no part is halved any further. */
const MOST_REFUSALS = 64;

/**
 * Sends items together, and in ever smaller parts where they are refused as a whole. Parts follow each other in the order of the
 * items, so that actions for the same person keep theirs. At most twice as many requests as items.
 */
export async function sendInHalves<Item>(
	items: readonly Item[],
	send: (part: readonly Item[]) => Promise<Sent>,
): Promise<void> {
	const waiting = [items];
	let refusals = 0;
	for (let part = waiting.pop(); part; part = waiting.pop()) {
		const { undone, settle } = await send(part);
		refusals = undone ? refusals + 1 : 0;
		if (undone && part.length > 1 && refusals < MOST_REFUSALS) {
			const middle = Math.ceil(part.length / 2);
			waiting.push(part.slice(middle), part.slice(0, middle));
		} else {
			await settle();
		}
	}
}
