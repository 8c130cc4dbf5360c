/** Lists of a row: a page of one, or all of one. */
import type { Door, Read } from './door';
import { ask } from './door';
import type { Failure } from '../execution/failure';
import type { AnyValues, Operation, Paging, Stretch } from '../rows/operation';
import { listIn, undocumented } from '../execution/outcome';
import { identifierOf } from './identity';
import type { Page, Place } from './paging';
import { beginning, placeAfter } from './paging';
import { collectSlices } from './slicing';
import type { Listed, Swept } from './sweeping';
import { sweep } from './sweeping';

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
	const at = place ?? beginning(paging);
	const asked = size ?? paging.pageSize;
	const page = await fetchPage(door, row, paging, values, { place: at, size: asked });
	if ('failure' in page) return page;
	const next = placeAfter(at, asked, page.records.length, page.total);
	return { value: { ...page, next } };
}

/** A list that was read, and whether it changed meanwhile, so that records may be missing. */
export interface List {
	value: unknown[];
	moved: boolean;
}

/** The most records of a list that is read once more because it moved; a longer one would hardly hold still. */
const MOST_READ_AGAIN = 10_000;

/**
 * Reads a row's list to its end, or to a limit. No record comes twice; a list that moved is read once more.
 *
 * @param values wire values of the row's fields
 * @param limit the most records wanted; all when absent
 */
export async function readList<V extends AnyValues>(
	door: Door,
	row: Operation<V>,
	values: NoInfer<V>,
	limit?: number,
): Promise<List | { failure: Failure }> {
	const { paging } = row;
	if (!paging) {
		const page = await readPage(door, row, values);
		if ('failure' in page) return page;
		return { value: page.value.records.slice(0, limit), moved: false };
	}
	const identify = identifierOf(paging, values);
	const order = limit === undefined ? steadyOrder(paging, values) : {};
	const collect = async (most: number | undefined, query: AnyValues = {}): Promise<Swept> => {
		const readPart: Listed['readPage'] = async (place, size) =>
			await fetchPage(door, row, paging, values, {
				place,
				size,
				query: { ...order, ...query },
			});
		const ahead = door.slots ? 2 * door.slots.limit : 1;
		return await settled({ paging, identify, readPage: readPart, ahead }, most);
	};
	const { within } = paging;
	const narrow = within?.(values, {}) && ((stretch: Stretch) => within(values, stretch) ?? {});
	const swept = await collectSlices(collect, identify, limit, narrow);
	return 'failure' in swept ? swept : { value: swept.records, moved: swept.moved };
}

/** The order in which a list that is read to its end holds still best; none where the values name one. */
const steadyOrder = ({ steady = {} }: Paging, values: AnyValues): AnyValues =>
	Object.keys(steady).some((name) => values[name] !== undefined) ? {} : steady;

/** Reads a list once more where it moved. Where it moved again, all that was seen is given. */
async function settled(list: Listed, limit: number | undefined): Promise<Swept> {
	const first = await sweep(list, limit);
	if ('failure' in first || !first.moved || limit !== undefined) return first;
	if (first.records.length > MOST_READ_AGAIN) return first;
	const second = await sweep(list, limit);
	if ('failure' in second) return first;
	if (!second.moved) return second;
	const seen = new Set(second.records.map(list.identify));
	const gone = first.records.filter((record) => {
		const id = list.identify(record);
		return id !== undefined && !seen.has(id);
	});
	return { records: [...second.records, ...gone], moved: true };
}

/** What part of a list is asked for; `query` keeps the list to a slice. */
interface Part {
	place: Place;
	size: number;
	query?: AnyValues;
}

async function fetchPage<V extends AnyValues>(
	door: Door,
	row: Operation<V>,
	{ page, size: sizeName, total, totalHeader }: Paging<V>,
	values: NoInfer<V>,
	{ place, size, query }: Part,
): Promise<Page | { failure: Failure }> {
	const answer = await ask(door, row, values, {
		query: { ...query, [page]: place.page, [sizeName]: size },
	});
	if (!answer.ok) return answer;
	const records = listIn(row.returns, answer.data);
	if (!records) return { failure: undocumented(door.vendor, row, answer) };
	const told = totalHeader && answer.headers[totalHeader.toLowerCase()];
	const isTold = told !== undefined && told !== '';
	return { records, total: isTold ? Number(told) : total?.(answer.data) };
}
