/** What a person says of a segment, and the body it becomes. */
import type { Values } from '../../../core/rows/field';
import { choice, dateTime } from '../../../core/rows/field';
import { valueAt } from '../../../core/execution/output';
import { siteCode } from './identity';
import { localized } from './localized';
import type { locking } from './locking';
import { joined, metadataOf } from './locking';
import { mixins, mixinsOf } from './mixins';

export const status = choice('Status', [
	{ name: 'Active', value: 'ACTIVE' },
	{ name: 'Inactive', value: 'INACTIVE' },
]);

export const validity = {
	validFrom: dateTime('Valid From'),
	validTo: dateTime('Valid To'),
};

export const segmentFields = {
	name: localized('Name', { required: true, description: 'The name in one or more languages' }),
	siteCode,
	status: { ...status, upfront: true, default: 'ACTIVE' },
	description: localized('Description'),
	...validity,
	...mixins,
};

type SegmentValues = Values<typeof segmentFields & typeof locking>;

/**
 * The body of a write.
 *
 * @param current the stored segment, when a write is repeated upon it: it gives what the item leaves out
 */
export function segmentBody(values: SegmentValues, current?: unknown): object {
	const { attributes, schemas } = mixinsOf(values);
	return {
		name: values.name,
		description: values.description ?? valueAt('description', current),
		validity: validityOf(values, current),
		status: values.status ?? valueAt('status', current),
		siteCode: values.siteCode,
		mixins: joined(valueAt('mixins', current), attributes),
		metadata: metadataOf(values, schemas, current),
	};
}

function validityOf({ validFrom, validTo }: Values<typeof validity>, current: unknown) {
	const from = validFrom ?? valueAt('validity.from', current);
	const to = validTo ?? valueAt('validity.to', current);
	return from === undefined && to === undefined ? undefined : { from, to };
}
