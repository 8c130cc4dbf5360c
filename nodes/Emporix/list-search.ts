/** The lists behind Segment and Site. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listSearch } from '../../core/editor/list-search';
import { presentable, textAt, valueAt } from '../../core/execution/output';
import { segment } from './operations/segment';
import { emporix } from './vendor';

const getAll = segment.operations.getAll;

/** A name in the language that most people read; the ID where there is no name. */
function nameOf(record: unknown): string | undefined {
	const languages = ['en', ...Object.keys(presentable({}, valueAt('name', record)))];
	const inAnyLanguage = languages.map((language) => textAt(`name.${language}`, record));
	return textAt('name', record) ?? inAnyLanguage.find(Boolean) ?? textAt('id', record);
}

export const searchSegments = listSearch({
	vendor: emporix,
	row: getAll,
	label: (record) => `${nameOf(record)} (${textAt('siteCode', record) ?? textAt('id', record)})`,
	id: (record) => textAt('id', record),
});

const segmentSites = listSearch({
	vendor: emporix,
	row: getAll,
	label: (record) => textAt('siteCode', record),
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
