/** Added to the API on 2026-09-16: the descriptions say so. */
import type { Values } from '../../../core/rows/field';
import { text } from '../../../core/rows/field';
import { deleted, many, one, resource, written } from '../../../core/rows/operation';
import { DELETE, GET, POST, PUT } from '../../../core/rows/route';
import { operation } from './operation';
import { assignmentBody, assignmentFields, search } from './assignment';
import { assignedGroupId, fields, groupId, segmentId } from './identity';
import { adviseOnConflict, onceOnly, renewal } from './locking';
import { pages } from './paging';
import { queryOf } from './query';
import { GROUP_ASSIGNMENT_SIMPLE, GroupAssignment } from './record';
import { Result, resultOf } from './result';

const GROUPS = '/customer-segment/{tenant}/segments/{segmentId}/groups';
const ONE = `${GROUPS}/{groupId}` as const;
const SINCE = 'Added to the API in September 2026.';

const path = { segmentId, groupId };
/** What is there already can be chosen. */
const assigned = { ...path, groupId: assignedGroupId };
const Written = { segmentId: text('Segment ID'), groupId: text('Group ID'), ...Result };
const saved = (status: number, values: Values<typeof path>) => ({
	segmentId: values.segmentId,
	groupId: values.groupId,
	result: resultOf(status),
});
const paging = { ...pages, id: ['group.id', 'segmentId'] } as const;
const returns = many(GroupAssignment, undefined, GROUP_ASSIGNMENT_SIMPLE);

export const groupAssignment = resource('groupAssignment', 'Group Assignment', {
	upsert: operation({
		name: 'Create or Update',
		action: 'Create or update a group assignment',
		description:
			'Create a new assignment of an IAM group (since September 2026), or update the current one if it already exists (upsert)',
		request: PUT(ONE),
		path,
		form: assignmentFields,
		compose: (values) => assignmentBody(values),
		onceOnly,
		renew: renewal(GET(ONE), assignmentBody),
		advise: adviseOnConflict,
		returns: written(Written, saved),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a group assignment',
		description: `Read how one IAM group is assigned to a segment. ${SINCE}`,
		request: GET(ONE),
		path: assigned,
		query: { fields },
		returns: one(GroupAssignment, GROUP_ASSIGNMENT_SIMPLE),
	}),
	getAll: operation({
		name: 'Get Many',
		action: 'Get many group assignments',
		description: `List the IAM groups of a segment. ${SINCE}`,
		request: GET(GROUPS),
		path: { segmentId },
		...search,
		paging,
		composeQuery: (values) => ({ q: queryOf(values) }),
		returns,
	}),
	search: operation({
		name: 'Search',
		action: 'Search for group assignments',
		description: `Like Get Many, for long queries: the filters travel in the body. ${SINCE}`,
		request: POST(`${GROUPS}/search`),
		path: { segmentId },
		...search,
		paging,
		compose: (values) => ({ q: queryOf(values) }),
		idempotent: true,
		returns,
	}),
	delete: operation({
		name: 'Delete',
		action: 'Delete a group assignment',
		description: `Take an IAM group out of a segment. This cannot be undone. ${SINCE}`,
		request: DELETE(ONE),
		path: assigned,
		returns: deleted(),
	}),
});
