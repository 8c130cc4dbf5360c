/** What the lists of the editor hold: segments, sites, and what is assigned to a segment. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { recordChosenIn } from '../../core/editor/chosen-record';
import { listOptions, listSearch } from '../../core/editor/list-search';
import { presentable, textAt, valueAt } from '../../core/execution/output';
import { customerAssignment } from './operations/customer-assignment';
import { groupAssignment } from './operations/group-assignment';
import {
	ASSIGNED_CUSTOMERS,
	ASSIGNED_GROUPS,
	ASSIGNED_ITEMS,
	SEGMENT_OPTIONS,
	SEGMENTS,
	SITES,
} from './operations/identity';
import { itemAssignment } from './operations/item-assignment';
import { segment } from './operations/segment';
import { emporix } from './vendor';

const getAll = segment.operations.getAll;

/** A name in the language that most people read; the ID where there is no name. */
function nameOf(record: unknown): string | undefined {
	const languages = ['en', ...Object.keys(presentable({}, valueAt('name', record)))];
	const inAnyLanguage = languages.map((language) => textAt(`name.${language}`, record));
	return textAt('name', record) ?? inAnyLanguage.find(Boolean) ?? textAt('id', record);
}

const segments = {
	vendor: emporix,
	row: getAll,
	label: (record: unknown) =>
		`${nameOf(record)} (${textAt('siteCode', record) ?? textAt('id', record)})`,
	id: (record: unknown) => textAt('id', record),
};

export const searchSegments = listSearch(segments);

const inSegment = (_filter: string | undefined, context: ILoadOptionsFunctions) => ({
	segmentId: recordChosenIn(context, 'segmentId', 'Segment'),
});

const searchAssignedCustomers = listSearch({
	vendor: emporix,
	row: customerAssignment.operations.getAll,
	label: (record) =>
		[textAt('customer.id', record), textAt('legalEntity.id', record)].filter(Boolean).join(' · ') ||
		undefined,
	id: (record) => textAt('customer.id', record),
	values: inSegment,
});

const searchAssignedItems = listSearch({
	vendor: emporix,
	row: itemAssignment.operations.getAll,
	label: (record) =>
		[textAt('item.id', record), textAt('type', record)].filter(Boolean).join(' · ') || undefined,
	id: (record) => textAt('item.id', record),
	values: inSegment,
});

const searchAssignedGroups = listSearch({
	vendor: emporix,
	row: groupAssignment.operations.getAll,
	label: (record) => textAt('group.id', record),
	id: (record) => textAt('group.id', record),
	values: inSegment,
});

const segmentSites = listSearch({
	vendor: emporix,
	row: getAll,
	label: (record) => textAt('siteCode', record),
	id: (record) => textAt('siteCode', record),
	values: () => ({ fields: 'id,siteCode' }),
});

/** The sites that segments name: this API lists no sites. */
async function searchSites(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = await segmentSites.call(this, filter, paginationToken);
	const sites = new Map(page.results.map((result) => [result.value, result]));
	return { ...page, results: [...sites.values()] };
}

/** For the nodes' `methods.listSearch`. */
export const listSearches = {
	[SEGMENTS]: searchSegments,
	[SITES]: searchSites,
	[ASSIGNED_CUSTOMERS]: searchAssignedCustomers,
	[ASSIGNED_ITEMS]: searchAssignedItems,
	[ASSIGNED_GROUPS]: searchAssignedGroups,
};

/** For the node's `methods.loadOptions`. */
export const listedOptions = { [SEGMENT_OPTIONS]: listOptions(segments) };
