import type { Values } from '../../../core/rows/field';
import { text } from '../../../core/rows/field';
import { deleted, many, one, resource, written } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { assignmentBody, assignmentFields, search } from './assignment';
import { assignedCustomerId, customerId, fields, legalEntityId, segmentId } from './identity';
import { adviseOnConflict, lockingGroup, onceOnly, renewal } from './locking';
import { TOGETHER, readMultiStatus } from './multi-status';
import { pages } from './paging';
import { queryOf } from './query';
import { CUSTOMER_ASSIGNMENT_SIMPLE, CustomerAssignment } from './record';
import { Result, resultOf } from './result';

const CUSTOMERS = '/customer-segment/{tenant}/segments/{segmentId}/customers';
const ONE = `${CUSTOMERS}/{customerId}{/legalEntityId}` as const;

const path = { segmentId, customerId, legalEntityId };
/** What is there already can be chosen. */
const assigned = { ...path, customerId: assignedCustomerId };
type Path = Values<typeof path>;

const Written = {
	segmentId: text('Segment ID'),
	customerId: text('Customer ID'),
	legalEntityId: text('Legal Entity ID'),
	...Result,
};
const saved = (status: number, values: Path) => ({
	segmentId: values.segmentId,
	customerId: values.customerId,
	...(values.legalEntityId && { legalEntityId: values.legalEntityId }),
	result: resultOf(status),
});

const keys = (values: Path) => [`${values.segmentId} ${values.customerId} ${values.legalEntityId}`];
const paging = { ...pages, id: ['customer.id', 'legalEntity.id'] } as const;
const returns = many(CustomerAssignment, undefined, CUSTOMER_ASSIGNMENT_SIMPLE);

export const customerAssignment = resource('customerAssignment', 'Customer Assignment', {
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update a customer assignment',
		description:
			'Create a new assignment of a customer, alone (B2C) or for a company (B2B), or update the current one if it already exists (upsert)',
		request: PUT(ONE),
		path,
		form: assignmentFields,
		compose: (values) => assignmentBody(values),
		onceOnly,
		renew: renewal(GET(ONE), assignmentBody),
		advise: adviseOnConflict,
		batch: {
			...TOGETHER,
			request: PUT(`${CUSTOMERS}/bulk`),
			group: (values) => `${values.segmentId} ${lockingGroup(values)}`,
			elements: (values) => [
				{
					customerId: values.customerId,
					legalEntityId: values.legalEntityId,
					...assignmentBody(values),
				},
			],
			keys,
			read: readMultiStatus(saved),
		},
		returns: written(Written, saved),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a customer assignment',
		description: 'Read how one customer is assigned to a segment',
		request: GET(ONE),
		path: assigned,
		query: { fields },
		returns: one(CustomerAssignment, CUSTOMER_ASSIGNMENT_SIMPLE),
	}),
	getAll: operation({
		name: 'Get Many',
		action: 'Get many customer assignments',
		description: 'List the customers of a segment; with a customer access token, the own ones',
		request: GET(CUSTOMERS),
		path: { segmentId },
		...search,
		paging,
		composeQuery: (values) => ({ q: queryOf(values) }),
		returns,
	}),
	search: operation({
		name: 'Search',
		action: 'Search for customer assignments',
		description: 'Like Get Many, for long queries: the filters travel in the body',
		request: POST(`${CUSTOMERS}/search`),
		path: { segmentId },
		...search,
		paging,
		compose: (values) => ({ q: queryOf(values) }),
		idempotent: true,
		returns,
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a customer assignment',
		description: 'Take a customer out of a segment. This cannot be undone.',
		request: DELETE(ONE),
		path: assigned,
		batch: {
			...TOGETHER,
			request: DELETE(`${CUSTOMERS}/bulk`),
			group: (values) => values.segmentId,
			elements: (values) => [
				{ customerId: values.customerId, legalEntityId: values.legalEntityId },
			],
			keys,
			read: readMultiStatus(() => ({ deleted: true })),
		},
		returns: deleted(),
	}),
});
