import type { IPollFunctions } from 'n8n-workflow';
import { NodeOperationError, isResourceLocatorValue, tryToParseDateTime } from 'n8n-workflow';
import type { StreamSettings } from './update-stream';

/**
 * Reads the parameters of the Contacthub Trigger.
 *
 * @throws NodeOperationError when the date to start from is none
 */
export function readSettings(context: IPollFunctions): StreamSettings {
	const entity = context.getNodeParameter('entity');
	return {
		nodeId: readNodeId(context.getNodeParameter('nodeId', '')),
		entity: entity === 'CUSTOMER' || entity === 'EVENT' ? entity : undefined,
		operations: context.getNodeParameter('operations') as string[],
		startFrom: readStart(context),
	};
}

/** A choice from the list, or the ID itself. */
const readNodeId = (chosen: unknown): string | undefined =>
	String((isResourceLocatorValue(chosen) ? chosen.value : chosen) ?? '').trim() || undefined;

function readStart(context: IPollFunctions): StreamSettings['startFrom'] {
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
