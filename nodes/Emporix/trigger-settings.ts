import type { IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { readStartFrom } from '../../core/polling/start-from';
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
		startFrom: readStartFrom(context),
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
