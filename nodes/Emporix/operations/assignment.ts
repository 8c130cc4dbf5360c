/** What assignments of customers, items and groups have in common. */
import type { Values } from '../../../core/rows/field';
import { identifier } from '../../../core/rows/field';
import { valueAt } from '../../../core/execution/output';
import { fields } from './identity';
import { joined, locking, metadataOf } from './locking';
import { mixins, mixinsOf } from './mixins';
import { filter, refuseFilters } from './query';

/** The fields of an assignment itself. */
export const assignmentFields = { ...mixins, ...locking };

/**
 * The body of a write; `{}` is enough to assign.
 *
 * @param current the stored assignment, when a write is repeated upon it: it gives what the item leaves out
 */
export function assignmentBody(values: Values<typeof assignmentFields>, current?: unknown): object {
	const { attributes, schemas } = mixinsOf(values);
	return {
		mixins: joined(valueAt('mixins', current), attributes),
		metadata: metadataOf(values, schemas, current),
	};
}

/** A list of assignments. */
export const search = {
	query: {
		fields,
		sort: identifier('Sort', { narrows: false, example: 'metadata.modifiedAt:DESC' }),
	},
	form: filter,
	refuse: refuseFilters,
};
