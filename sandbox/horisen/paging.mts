import type { VendorRequest } from '../vendor.mts';
import { HorisenFailure } from './failure.mts';

const DEFAULT_SIZE = 10;
const MAX_SIZE = 1_000;

/** One page of matches in HORISEN's envelope, by `page_number` (from 1) and `page_size`; the links keep the query. */
export function pageOf(matches: object[], { query }: VendorRequest): object {
	const number = Number(query.page_number ?? 1);
	const size = Number(query.page_size ?? DEFAULT_SIZE);
	if (number < 1 || size < 1 || size > MAX_SIZE) {
		throw new HorisenFailure(400, `page_number starts at 1, page_size goes from 1 to ${MAX_SIZE}`);
	}
	const totalPages = Math.max(1, Math.ceil(matches.length / size));
	const data = matches.slice((number - 1) * size, number * size);
	const link = (page: number) => `?${new URLSearchParams({ ...query, page_number: String(page) })}`;
	return {
		data,
		meta: {
			pagination: {
				total: matches.length,
				count: data.length,
				perPage: size,
				currentPage: number,
				totalPages,
				links: {
					first: link(1),
					last: link(totalPages),
					...(number > 1 && { prev: link(number - 1) }),
					...(number < totalPages && { next: link(number + 1) }),
				},
			},
		},
	};
}
