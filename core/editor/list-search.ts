/** Fills the lists of the editor from a row that lists records. */
import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { openDoor } from '../requests/door';
import { toNodeApiError } from '../execution/failure';
import { readList, readPage } from '../requests/listing';
import type { AnyValues, Operation } from '../rows/operation';
import type { Place } from '../requests/paging';
import { BRIEF } from '../requests/transport';
import type { Vendor } from '../rows/vendor';

export interface ListSource<V extends AnyValues = AnyValues> {
	vendor: Vendor;
	/** A row with paging, or one that answers the whole list. */
	row: Operation<V>;
	/** What a person sees of a record; its id where it has nothing to show. */
	label(record: unknown): string | undefined;
	/** The id that is sent; a record without one is left out. */
	id(record: unknown): string | undefined;
	/** Values of the row's fields: the search text where the vendor can search, other fields of the form. */
	values?: (filter: string | undefined, context: ILoadOptionsFunctions) => NoInfer<V>;
}

/**
 * A list search method for a node's `methods.listSearch`.
 *
 * @throws NodeApiError when the list cannot be read; a failure is never an entry of the list
 */
export function listSearch<V extends AnyValues>({ vendor, row, label, id, values }: ListSource<V>) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		const door = await openDoor(this, vendor, BRIEF);
		const place = paginationToken ? placeIn(paginationToken) : undefined;
		const page = await readPage<AnyValues>(door, row, values?.(filter, this) ?? {}, place);
		if ('failure' in page) throw toNodeApiError(this.getNode(), page.failure);
		const { records, next } = page.value;
		const results = entriesOf(records, label, id);
		const wanted = filter?.trim().toLowerCase() ?? '';
		return {
			results: results.filter(({ name }) => name.toLowerCase().includes(wanted)),
			...(next && { paginationToken: `${next.page}+${next.before}` }),
		};
	};
}

/** The records as entries of a list, none of which is blank. */
export const entriesOf = (
	records: readonly unknown[],
	label: ListSource['label'],
	id: ListSource['id'],
): Array<{ name: string; value: string }> =>
	records.flatMap((record) => {
		const value = id(record);
		return value === undefined ? [] : [{ name: label(record) ?? value, value }];
	});

/**
 * A method for a node's `methods.loadOptions`, which lists all records by their names.
 *
 * @throws NodeApiError when the list cannot be read
 */
export function listOptions<V extends AnyValues>({
	vendor,
	row,
	label,
	id,
	values,
}: ListSource<V>) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const door = await openDoor(this, vendor, BRIEF);
		const list = await readList<AnyValues>(door, row, values?.(undefined, this) ?? {});
		if ('failure' in list) throw toNodeApiError(this.getNode(), list.failure);
		return entriesOf(list.value, label, id).sort((one, other) =>
			one.name.localeCompare(other.name),
		);
	};
}

function placeIn(token: string): Place {
	const [page = 0, before = 0] = token.split('+').map(Number);
	return { page, before };
}
