/** The fields that say which record is meant, and those that every list and record shares. */
import * as z from 'zod/v4-mini';
import type { Field } from '../../../core/rows/field';
import { choice, identifier, locator } from '../../../core/rows/field';

/** The names of the node's list search methods. */
export const SEGMENTS = 'searchSegments';
export const SITES = 'searchSites';
/** Of what is assigned to the chosen segment. */
export const ASSIGNED_CUSTOMERS = 'searchAssignedCustomers';
export const ASSIGNED_ITEMS = 'searchAssignedItems';
export const ASSIGNED_GROUPS = 'searchAssignedGroups';
/** The node's load options method. */
export const SEGMENT_OPTIONS = 'getSegments';

/** Words of the API's own paths, which can be no id there. */
const RESERVED = new Set(['bulk', 'search', 'match', 'items', 'me']);

const identifying = <F extends Field<string>>(field: F): F => ({
	...field,
	needs: `an ID other than ${[...RESERVED].join(', ')}`,
	schema: z.pipe(field.schema, z.string().check(z.refine((id) => !RESERVED.has(id)))),
});

/** The segment in the path. */
export const segmentId = identifying(
	locator('Segment', SEGMENTS, { required: true, example: '628cd20c6e8b2432b6346ca6' }),
);

export const siteCode = locator('Site', SITES, {
	required: true,
	example: 'main',
	description: 'The list holds the sites that already have a segment',
});

export const customerId = identifying(
	identifier('Customer ID', { required: true, example: '98029737' }),
);

/** A customer who is in the segment already. */
export const assignedCustomerId = identifying(
	locator('Customer', ASSIGNED_CUSTOMERS, { required: true, example: '98029737' }),
);

export const legalEntityId = identifying(
	identifier('Legal Entity ID', {
		upfront: true,
		example: '660af2af69babe3cf6e40771',
		description: 'The company that the customer buys for (B2B). Leave empty for B2C.',
	}),
);

/** What a segment can hold besides customers. */
export const type = choice(
	'Item Type',
	[
		{ name: 'Category', value: 'CATEGORY' },
		{ name: 'Product', value: 'PRODUCT' },
	],
	{ required: true, default: 'PRODUCT' },
);

export const itemId = identifying(identifier('Item ID', { required: true, example: '12468504' }));

/** A product or category that is in the segment already. */
export const assignedItemId = identifying(
	locator('Item', ASSIGNED_ITEMS, { required: true, example: '12468504' }),
);

export const groupId = identifier('Group ID', {
	required: true,
	example: '1gr5e52e-6e27-4ac5-9471-2467d3fb7500',
	description: 'An IAM group of customers',
});

/** A group that is in the segment already. */
export const assignedGroupId = locator('Group', ASSIGNED_GROUPS, {
	required: true,
	example: '1gr5e52e-6e27-4ac5-9471-2467d3fb7500',
});

/** Narrows a customer's view to one company. */
export const ofLegalEntity = identifier('Legal Entity ID', {
	description: 'Counts only for a customer who belongs to several legal entities',
});

export const fields = identifier('Fields', {
	narrows: false,
	description: 'Fields to return, separated by commas',
	example: 'id,name,metadata.version',
});

const acceptedLanguages = identifier('Language', {
	narrows: false,
	description: 'One language, a priority list, or * for all',
	example: 'en',
});

/** Which languages names and descriptions come in; a header carries nothing but the signs of such a list (RFC 9110, 12.5.4). */
export const language = {
	'Accept-Language': {
		...acceptedLanguages,
		needs: 'languages, such as en or de;q=0.9, en;q=0.5',
		schema: z.pipe(acceptedLanguages.schema, z.string().check(z.regex(/^[A-Za-z0-9*;=,. -]+$/))),
	},
};
