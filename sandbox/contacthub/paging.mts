import { ContacthubFailure } from './failure.mts';

const DEFAULT_SIZE = 20;
const MAX_SIZE = 50;
/** A search reaches no further than this, however many match. */
const MAX_ELEMENTS = 10_000;

/** One page of matches in Contacthub's envelope, by the `page` (from 0) and `size` (1 to 50) parameters. */
export function pageOf(matches: object[], query: Record<string, string>): object {
	const number = Number(query.page ?? 0);
	const size = Number(query.size ?? DEFAULT_SIZE);
	if (number < 0 || size < 1 || size > MAX_SIZE) {
		throw new ContacthubFailure(400, `page starts at 0 and size goes from 1 to ${MAX_SIZE}`);
	}
	return {
		elements: matches.slice(0, MAX_ELEMENTS).slice(number * size, (number + 1) * size),
		page: {
			size,
			totalElements: matches.length,
			totalPages: Math.ceil(matches.length / size),
			number,
			maxElements: MAX_ELEMENTS,
			maxPages: Math.ceil(MAX_ELEMENTS / size),
		},
	};
}
