/**
 * Reads a search to its end even where the vendor lets one search reach only so many matches: the search is cut into
 * stretches of time that share no moment, each small enough, so that nothing is lost and nothing comes twice.
 */
import type { Stretch } from '../rows/operation';
import type { Swept } from './sweeping';

type Query = Record<string, unknown>;

/** Reads a search, or the part of it that a query keeps to; to its end or to a limit. */
type Collect = (limit: number | undefined, query?: Query) => Promise<Swept>;

/** Where halving begins; what lies before is one stretch of its own. */
const EPOCH = Date.UTC(2000, 0, 1);

/**
 * Collects the records of a search.
 *
 * @param identify what no two records share; undefined where a record does not tell
 * @param narrow the query that keeps the search within a stretch; absent where the search cannot be cut
 * @param limit the most records wanted; `undefined` for all
 */
export async function collectSlices(
	collect: Collect,
	identify: (record: unknown) => string | undefined,
	limit: number | undefined,
	narrow?: (stretch: Stretch) => Query,
): Promise<Swept> {
	const whole = await collect(limit);
	if (!('beyondReach' in whole) || !narrow) return whole;
	const now = Date.now();
	const records: unknown[] = [];
	const known = new Set<string>();
	const wanted = limit ?? Number.POSITIVE_INFINITY;
	let moved = false;
	// The newest stretch is read first; a stack, so that halves keep that order.
	const stretches: Stretch[] = [{ to: EPOCH }, { from: EPOCH, to: now }, { from: now }];
	for (
		let stretch = stretches.pop();
		stretch && records.length < wanted;
		stretch = stretches.pop()
	) {
		const part = await collect(limit && limit - records.length, narrow(stretch));
		if ('records' in part) {
			moved ||= part.moved;
			// Both halves may hold what happened at the very moment between them.
			for (const record of part.records) {
				const id = identify(record);
				if (id !== undefined && known.has(id)) continue;
				if (id !== undefined) known.add(id);
				records.push(record);
			}
			continue;
		}
		const halves = 'beyondReach' in part ? halvesOf(stretch) : undefined;
		if (!halves) return part;
		stretches.push(...halves);
	}
	return { records, moved };
}

/** Both halves of a stretch, the older first; undefined when it is a single millisecond or has no end. */
function halvesOf({ from, to }: Stretch): [Stretch, Stretch] | undefined {
	if (from === undefined || to === undefined || to - from < 2) return undefined;
	const middle = Math.floor((from + to) / 2);
	return [
		{ from, to: middle },
		{ from: middle, to },
	];
}
