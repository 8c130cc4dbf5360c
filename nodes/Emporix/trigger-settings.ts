import type { IPollFunctions } from 'n8n-workflow';
import { NodeOperationError, tryToParseDateTime } from 'n8n-workflow';
import type { StreamSettings } from './change-stream';
import type { Entity } from './watched-list';

const ENTITIES: readonly Entity[] = ['segment', 'customerAssignment', 'itemAssignment'];

/**
 * Reads the parameters of the Emporix Trigger.
 *
 * @throws NodeOperationError when no segment is chosen, or the date to start from is none
 */
export function readSettings(context: IPollFunctions): StreamSettings {
	const watched = context.getNodeParameter('entity');
	return {
		entity: ENTITIES.find((entity) => entity === watched) ?? 'segment',
		events: context.getNodeParameter('events') as string[],
		startFrom: readStart(context),
		...(watched !== 'segment' &&
			context.getNodeParameter('segments') === 'one' && { segmentId: readSegment(context) }),
	};
}

function readSegment(context: IPollFunctions): string {
	const id = String(context.getNodeParameter('segmentId', '', { extractValue: true }) ?? '').trim();
	if (id !== '') return id;
	throw new NodeOperationError(context.getNode(), '"Segment" is empty', {
		description: 'Choose the segment to watch, or watch all segments.',
	});
}

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
