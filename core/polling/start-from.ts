/** Where a trigger begins when it has no position yet: its parameters Start From and Since. */
import type { IPollFunctions } from 'n8n-workflow';
import { NodeOperationError, tryToParseDateTime } from 'n8n-workflow';

/** From now on, from the oldest change there is, or from a moment in ms since 1970. */
export type StartFrom = 'now' | 'beginning' | number;

/**
 * Reads where a trigger begins; a date without an offset is in the workflow's time zone.
 *
 * @throws NodeOperationError when the date to start from is none
 */
export function readStartFrom(context: IPollFunctions): StartFrom {
	const startFrom = context.getNodeParameter('startFrom');
	if (startFrom !== 'date') return startFrom === 'beginning' ? 'beginning' : 'now';
	try {
		return tryToParseDateTime(
			context.getNodeParameter('startDate'),
			context.getTimezone(),
		).toMillis();
	} catch {
		throw new NodeOperationError(context.getNode(), '"Since" needs a date and time', {
			description: 'Choose the moment from which changes count.',
		});
	}
}
