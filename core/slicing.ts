/**
 * Reads a search to its end even where the vendor lets one search reach only so many matches: the search is cut into
 * stretches of time that share no moment, each small enough, so that nothing is lost and nothing comes twice.
 */
import type { Paging, Stretch } from './operation';
import { valueAt } from './output';
import type { Collected, Page } from './paging';
import { collectPages } from './paging';

type Query = Record<string, unknown>;
type FetchPage = (query: Query) => Promise<Page | undefined>;

/** Where halving begins; what lies before is one stretch of its own. */
const EPOCH = Date.UTC(2000, 0, 1);

/**
 * Collects the elements of a search.
 *
 * @param narrow the query that keeps the search within a stretch; absent where the search cannot be cut
 * @param limit the most elements wanted; `undefined` for all
 */
export async function collectSlices(
	paging: Paging,
	limit: number | undefined,
	fetchPage: FetchPage,
	narrow?: (stretch: Stretch) => Query,
): Promise<Collected | undefined> {
	const whole = await collectPages(paging, limit, fetchPage);
	if (!whole || !('beyondReach' in whole) || !narrow) return whole;
	const now = Date.now();
	const elements: unknown[] = [];
	const known = new Set<unknown>();
	const wanted = limit ?? Number.POSITIVE_INFINITY;
	// The newest stretch is read first; a stack, so that halves keep that order.
	const stretches: Stretch[] = [{ to: EPOCH }, { from: EPOCH, to: now }, { from: now }];
	for (
		let stretch = stretches.pop();
		stretch && elements.length < wanted;
		stretch = stretches.pop()
	) {
		const query = narrow(stretch);
		const part = await collectPages(paging, limit && limit - elements.length, (page) =>
			fetchPage({ ...query, ...page }),
		);
		if (!part) return undefined;
		if ('elements' in part) {
			for (const element of part.elements) {
				const id = paging.id && valueAt(paging.id, element);
				if (id !== undefined && known.has(id)) continue;
				known.add(id);
				elements.push(element);
			}
			continue;
		}
		const halves = 'beyondReach' in part ? halvesOf(stretch) : undefined;
		if (!halves) return part;
		stretches.push(...halves);
	}
	return { elements };
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
