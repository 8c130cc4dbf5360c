import { boolean, identifier, list, liveChoices, locator, text } from '../../../core/rows/field';
import { deleted, many, one, resource, written } from '../../../core/rows/operation';
import { DELETE, GET, PATCH, POST, PUT } from '../../../core/rows/route';
import { valueAt } from '../../../core/execution/output';
import { operation } from './operation';
import { SEGMENT_OPTIONS, SITES, fields, language, ofLegalEntity, segmentId } from './identity';
import { adviseOnConflict, locking, lockingGroup, onceOnly, renewal } from './locking';
import { TOGETHER, readMultiStatus } from './multi-status';
import { pages } from './paging';
import { filter, queryOf, refuseFilters } from './query';
import { SEGMENT_SIMPLE, Segment } from './record';
import { Result, resultOf } from './result';
import { segmentBody, segmentFields } from './segment-fields';
import { patchForm, patchOf, withoutChanges } from './segment-patch';

const SEGMENTS_PATH = '/customer-segment/{tenant}/segments';
const BULK = `${SEGMENTS_PATH}/bulk` as const;
const ONE = `${SEGMENTS_PATH}/{segmentId}` as const;

/** Names are maps of languages in every request, whatever the languages of the tenant. */
const headers = { 'Content-Language': '*' };
const Written = { id: text('Segment ID'), ...Result };
const paging = { ...pages, id: 'id' } as const;
const search = {
	query: {
		fields,
		sort: identifier('Sort', { narrows: false, example: 'siteCode:ASC' }),
		legalEntityId: ofLegalEntity,
		customerId: identifier('Customer ID', { description: 'Only the segments of this customer' }),
	},
	header: language,
	form: filter,
	refuse: refuseFilters,
	paging,
	returns: many(Segment, undefined, SEGMENT_SIMPLE),
};

const created = (status: number, _values: object, answer: unknown) => {
	const id = valueAt('id', answer);
	return typeof id === 'string' ? { id, result: resultOf(status) } : undefined;
};
const saved = (status: number, values: { segmentId: string }) => ({
	id: values.segmentId,
	result: resultOf(status),
});

export const segment = resource('segment', 'Segment', {
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update a segment',
		description: 'Create a new segment, or update the current one if it already exists (upsert)',
		request: PUT(ONE),
		path: { segmentId },
		form: { ...segmentFields, ...locking },
		headers,
		compose: (values) => segmentBody(values),
		onceOnly,
		renew: renewal(GET(ONE), segmentBody),
		advise: adviseOnConflict,
		batch: {
			...TOGETHER,
			request: PUT(BULK),
			group: lockingGroup,
			elements: (values) => [{ id: values.segmentId, ...segmentBody(values) }],
			keys: (values) => [values.segmentId],
			read: readMultiStatus(saved),
		},
		returns: written(Written, saved),
	}),
	create: operation({
		name: 'Create',
		action: 'Create a segment',
		description: 'Add a new segment',
		request: POST(SEGMENTS_PATH),
		form: {
			id: identifier('Segment ID', { description: 'Made by Emporix, unless set' }),
			...segmentFields,
		},
		headers,
		compose: (values) => ({ id: values.id, ...segmentBody(values) }),
		advise: (status) =>
			status === 409
				? 'The ID is taken. Leave Segment ID empty, or use Create or Update.'
				: undefined,
		batch: {
			...TOGETHER,
			request: POST(BULK),
			elements: (values) => [{ id: values.id, ...segmentBody(values) }],
			read: readMultiStatus(created),
		},
		returns: written(Written, created),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a segment',
		description: 'Read one segment',
		request: GET(ONE),
		path: { segmentId },
		query: { fields, legalEntityId: ofLegalEntity },
		header: language,
		returns: one(Segment, SEGMENT_SIMPLE),
	}),
	getAll: operation({
		name: 'Get Many',
		action: 'Get many segments',
		description: 'List segments; with a customer access token, the own active ones',
		request: GET(SEGMENTS_PATH),
		...search,
		composeQuery: (values) => ({ q: queryOf(values) }),
	}),
	search: operation({
		name: 'Search',
		action: 'Search for segments',
		description: 'Like Get Many, for long queries: the filters travel in the body',
		request: POST(`${SEGMENTS_PATH}/search`),
		...search,
		compose: (values) => ({ q: queryOf(values) }),
		idempotent: true,
	}),
	getOwn: operation({
		name: 'Get Many of the Customer',
		action: 'Get many segments of the customer',
		description:
			'Active segments of the customer whose access token is used, IAM groups included. Added to the API in September 2026.',
		request: GET(`${SEGMENTS_PATH}/me`),
		query: { fields, sort: search.query.sort },
		header: language,
		form: filter,
		refuse: refuseFilters,
		paging,
		returns: search.returns,
		composeQuery: (values) => ({ q: queryOf(values) }),
	}),
	matchItems: operation({
		name: 'Match Items',
		action: 'Match items with segments',
		description: 'Tell which of these products belong to one of these active segments',
		request: POST(`${SEGMENTS_PATH}/match`),
		form: {
			siteCode: locator('Site', SITES, { required: true, example: 'main' }),
			items: list('Product IDs', { required: true, example: 'p1234,p2345' }),
			segments: liveChoices('Segments', SEGMENT_OPTIONS, { upfront: true }),
			segmentIds: list('Segments by ID', {
				upfront: true,
				example: 'S1234,S2456',
				description: 'Separated by commas, or what an expression gives',
			}),
		},
		refuse: ({ segments = [], segmentIds = [] }) =>
			segments.length + segmentIds.length > 0
				? undefined
				: {
						message: '"Segments" is empty',
						description: 'Choose segments from the list, or give their IDs in Segments by ID.',
					},
		// The vendor's schema asks for site, its example for siteCode: both are sent.
		compose: ({ siteCode, items = [], segments = [], segmentIds = [] }) => ({
			site: siteCode,
			siteCode,
			items: items.map((id) => ({ id })),
			segmentIds: [...new Set([...segments, ...segmentIds])],
		}),
		idempotent: true,
		returns: many({ id: text('Product ID') }),
	}),
	update: operation({
		name: 'Update',
		action: 'Update a segment',
		description: 'Change some fields of a segment and keep the others',
		request: PATCH(ONE),
		path: { segmentId },
		form: patchForm,
		headers,
		refuse: withoutChanges,
		compose: patchOf,
		advise: (status) =>
			status === 400
				? 'Check the values. One date or mixin cannot be added where the segment has no validity or mixins yet: give both dates, or add the whole object by Operations.'
				: undefined,
		returns: written(Written, saved),
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a segment',
		description: 'Delete a segment. This cannot be undone.',
		request: DELETE(ONE),
		path: { segmentId },
		query: {
			forceDelete: boolean('Force Delete', {
				description:
					'Whether to delete a segment that still has customers or items; their assignments are deleted with it',
			}),
		},
		advise: (status, { forceDelete }) =>
			status === 400 && !forceDelete
				? 'A segment that still has customers or items is kept. Remove them first, or add Force Delete to delete their assignments as well.'
				: undefined,
		batch: {
			...TOGETHER,
			request: DELETE(BULK),
			group: ({ forceDelete }) => String(forceDelete === true),
			elements: (values) => [values.segmentId],
			read: readMultiStatus(() => ({ deleted: true })),
		},
		returns: deleted(),
	}),
});
