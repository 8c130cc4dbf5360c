/** Lists of a row: a page of one, or all of one. */
import type { Door, Read } from './door';
import { ask } from './door';
import type { Failure } from './failure';
import type { AnyValues, Operation, Paging, Stretch } from './operation';
import { listIn, undocumented } from './outcome';
import type { Page, Place } from './paging';
import { placeAfter } from './paging';
import { collectSlices } from './slicing';
import type { Answer } from './transport';

/** One page of a list. */
export interface ListPage {
	records: unknown[];
	/** How many records the list has, where the vendor tells. */
	total?: number;
	/** Where the list goes on; absent at its end. */
	next?: Place;
}

/**
 * Reads one page of a row's list; a row without pages answers its whole list at once.
 *
 * @param values wire values of the row's fields
 * @param place where to read; the beginning when absent
 * @param size how many records to ask for; the most that the vendor serves when absent
 */
export async function readPage<V extends AnyValues>(
	door: Door,
	row: Operation<V>,
	values: NoInfer<V>,
	place?: Place,
	size?: number,
): Promise<Read<ListPage>> {
	const { paging } = row;
	if (!paging) {
		const answer = await ask(door, row, values);
		if (!answer.ok) return answer;
		const records = listIn(row.returns, answer.data);
		return records ? { value: { records } } : { failure: undocumented(door.vendor, row, answer) };
	}
	const at = place ?? { page: paging.first, before: 0 };
	const asked = size ?? paging.pageSize;
	const query = { [paging.page]: at.page, [paging.size]: asked };
	const answer = await ask(door, row, values, { query });
	if (!answer.ok) return answer;
	const page = pageIn(row, paging, answer);
	if (!page) return { failure: undocumented(door.vendor, row, answer) };
	const { elements, total } = page;
	const next = placeAfter(at, asked, elements.length, total);
	return { value: { records: elements, total, next } };
}

/**
 * Reads a row's list to its end, or to a limit.
 *
 * @param values wire values of the row's fields
 * @param limit the most records wanted; all when absent
 */
export async function readList<V extends AnyValues>(
	door: Door,
	row: Operation<V>,
	values: NoInfer<V>,
	limit?: number,
): Promise<Read<unknown[]>> {
	const { paging } = row;
	if (!paging) {
		const page = await readPage(door, row, values);
		return 'failure' in page ? page : { value: page.value.records.slice(0, limit) };
	}
	let failure: Failure | undefined;
	const fetchPage = async (query: AnyValues) => {
		const answer = await ask(door, row, values, { query });
		const page = answer.ok ? pageIn(row, paging, answer) : undefined;
		if (!page) failure = answer.ok ? undocumented(door.vendor, row, answer) : answer.failure;
		return page;
	};
	const { within } = paging;
	const narrow = within?.(values, {}) && ((stretch: Stretch) => within(values, stretch) ?? {});
	const collected = await collectSlices(paging, limit, fetchPage, narrow);
	if (failure) return { failure };
	if (!collected) return { value: [] };
	return 'stopped' in collected
		? { failure: collected.stopped }
		: { value: [...collected.elements] };
}

/** The page in an answer; undefined where there is no list, for that is not an empty page. */
function pageIn(
	{ returns }: Operation,
	{ total, totalHeader }: Paging,
	{ data, headers }: Extract<Answer, { ok: true }>,
): Page | undefined {
	const elements = listIn(returns, data);
	if (!elements) return undefined;
	const told = totalHeader && headers[totalHeader.toLowerCase()];
	return {
		elements,
		answer: data,
		total: told === undefined || told === '' ? total?.(data) : Number(told),
	};
}
