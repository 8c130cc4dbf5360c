/** What the Emporix Trigger puts out, as it is set at first: customers of segments. */
import type { Fields } from '../../core/rows/field';
import { object, text } from '../../core/rows/field';
import { MARKS } from '../../core/editor/trigger-form';
import { CustomerAssignment } from './operations/record';

export const output: Fields = {
	key: text('Key'),
	event: text('Event'),
	segmentId: text('Segment ID'),
	customerId: text('Customer ID'),
	legalEntityId: text('Legal Entity ID'),
	data: object('Data', CustomerAssignment),
	...MARKS,
};
