import type { Values } from '../../../core/rows/field';
import { boolean, locator, text } from '../../../core/rows/field';
import { deleted, many, one, resource, written } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { assignmentBody, assignmentFields, search } from './assignment';
import {
	SITES,
	assignedItemId,
	fields,
	itemId,
	language,
	ofLegalEntity,
	segmentId,
	type,
} from './identity';
import { adviseOnConflict, lockingGroup, onceOnly, renewal } from './locking';
import { TOGETHER, readMultiStatus } from './multi-status';
import { pages } from './paging';
import { queryOf } from './query';
import { CategoryTree, ITEM_ASSIGNMENT_SIMPLE, ItemAssignment } from './record';
import { Result, resultOf } from './result';

const SEGMENTS = '/customer-segment/{tenant}/segments';
const ITEMS = `${SEGMENTS}/{segmentId}/items` as const;
const BULK = `${ITEMS}/{type}/bulk` as const;
const ONE = `${ITEMS}/{type}/{itemId}` as const;

const path = { segmentId, type, itemId };
/** What is there already can be chosen. */
const assigned = { ...path, itemId: assignedItemId };
type Path = Values<typeof path>;

const Written = {
	segmentId: text('Segment ID'),
	type: text('Item Type'),
	itemId: text('Item ID'),
	...Result,
};
const saved = (status: number, values: Path) => ({
	segmentId: values.segmentId,
	type: values.type,
	itemId: values.itemId,
	result: resultOf(status),
});

const ofList = (values: Path) => `${values.segmentId} ${values.type}`;
const keys = (values: Path) => [`${ofList(values)} ${values.itemId}`];
const paging = { ...pages, id: ['item.id', 'type', 'segmentId'] } as const;
const list = {
	...search,
	paging,
	query: { ...search.query, legalEntityId: ofLegalEntity },
	header: language,
	returns: many(ItemAssignment, undefined, ITEM_ASSIGNMENT_SIMPLE),
};
const siteCode = locator('Site', SITES, { example: 'main' });

export const itemAssignment = resource('itemAssignment', 'Item Assignment', {
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update an item assignment',
		description:
			'Create a new assignment of a product or a category, or update the current one if it already exists (upsert)',
		request: PUT(ONE),
		path,
		form: assignmentFields,
		compose: (values) => assignmentBody(values),
		onceOnly,
		renew: renewal(GET(ONE), assignmentBody),
		advise: adviseOnConflict,
		batch: {
			...TOGETHER,
			request: PUT(BULK),
			group: (values) => `${ofList(values)} ${lockingGroup(values)}`,
			elements: (values) => [{ id: values.itemId, ...assignmentBody(values) }],
			keys,
			read: readMultiStatus(saved),
		},
		returns: written(Written, saved),
	}),
	get: operation({
		name: 'Get',
		action: 'Get an item assignment',
		description: 'Read how one product or category is assigned to a segment',
		request: GET(ONE),
		path: assigned,
		query: { fields, legalEntityId: ofLegalEntity },
		header: language,
		returns: one(ItemAssignment, ITEM_ASSIGNMENT_SIMPLE),
	}),
	getAll: operation({
		name: 'Get Many',
		action: 'Get many item assignments',
		description: 'List the products and categories of one segment',
		request: GET(ITEMS),
		path: { segmentId },
		...list,
		composeQuery: (values) => ({ q: queryOf(values) }),
	}),
	getAllOfSegments: operation({
		name: 'Get Many of All Segments',
		action: 'Get many item assignments of all segments',
		description: 'List the products and categories of every segment',
		request: GET(`${SEGMENTS}/items`),
		...list,
		query: {
			...list.query,
			siteCode,
			onlyActive: boolean('Only Active', { description: 'Whether to leave out inactive segments' }),
		},
		composeQuery: (values) => ({ q: queryOf(values) }),
	}),
	search: operation({
		name: 'Search',
		action: 'Search for item assignments',
		description: 'Like Get Many, for long queries: the filters travel in the body',
		request: POST(`${ITEMS}/search`),
		path: { segmentId },
		...list,
		compose: (values) => ({ q: queryOf(values) }),
		idempotent: true,
	}),
	getCategoryTrees: operation({
		name: 'Get Category Trees',
		action: 'Get category trees',
		description: 'Category trees of the active segments of the customer whose access token is used',
		request: GET(`${SEGMENTS}/items/category-trees`),
		query: { legalEntityId: ofLegalEntity, siteCode },
		header: language,
		returns: many(CategoryTree),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete an item assignment',
		description: 'Take a product or a category out of a segment. This cannot be undone.',
		request: DELETE(ONE),
		path: assigned,
		batch: {
			...TOGETHER,
			request: DELETE(BULK),
			group: ofList,
			elements: (values) => [values.itemId],
			keys,
			read: readMultiStatus(() => ({ deleted: true })),
		},
		returns: deleted(),
	}),
});
