/** The lists behind Segment and Site. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listSearch } from '../../core/list-search';
import { presentable, valueAt } from '../../core/output';
import { segment } from './operations/segment';
import { emporix } from './vendor';

const getAll = segment.operations.getAll;

/** A name in the language that most people read; the ID where there is no name. */
function nameOf(record: unknown): string {
	const name = valueAt('name', record);
	if (typeof name === 'string') return name;
	const names = presentable({}, name);
	return String(names.en ?? Object.values(names)[0] ?? valueAt('id', record));
}

const textAt = (path: string, record: unknown): string | undefined => {
	const value = valueAt(path, record);
	return typeof value === 'string' ? value : undefined;
};

export const searchSegments = listSearch({
	vendor: emporix,
	row: getAll,
	label: (record) => `${nameOf(record)} (${textAt('siteCode', record) ?? textAt('id', record)})`,
	id: (record) => textAt('id', record),
});

const segmentSites = listSearch({
	vendor: emporix,
	row: getAll,
	label: (record) => textAt('siteCode', record) ?? '',
	id: (record) => textAt('siteCode', record),
	values: () => ({ fields: 'id,siteCode' }),
});

/** The sites that segments name: this API lists no sites. */
export async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = await segmentSites.call(this, filter, paginationToken);
	const sites = new Map(page.results.map((result) => [result.value, result]));
	return { ...page, results: [...sites.values()] };
}
