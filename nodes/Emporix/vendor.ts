/** Emporix Customer Segment as the engine sees it. */
import { valueAt } from '../../core/execution/output';
import type { Vendor } from '../../core/rows/vendor';
import { connect } from './connection';
import { customerAssignment } from './operations/customer-assignment';
import { groupAssignment } from './operations/group-assignment';
import { itemAssignment } from './operations/item-assignment';
import type { EmporixSurroundings } from './operations/operation';
import { segment } from './operations/segment';

export const emporix: Vendor<EmporixSurroundings> = {
	name: 'Emporix',
	resources: [segment, customerAssignment, itemAssignment, groupAssignment],
	connect,
	explain,
	credentialAdvice:
		'Check the Tenant in the credential, and that the API key has the scopes customersegment.segment_read and, to write, customersegment.segment_manage. A customer access token only reads.',
};

/** The service explains itself with a message and details, the gateway before it with a fault. */
function explain(answer: unknown): string | undefined {
	const details = valueAt('details', answer);
	const places: unknown[] = Array.isArray(details) ? details : [details];
	const words = places.map((place) =>
		typeof place === 'string'
			? place
			: [valueAt('field', place), valueAt('message', place)].filter(Boolean).join(' '),
	);
	const said = [valueAt('message', answer), valueAt('fault.faultstring', answer), ...words];
	return said.filter(Boolean).join('; ') || undefined;
}
