import type { IPollFunctions } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';
import { readStartFrom } from '../../core/polling/start-from';
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
		startFrom: readStartFrom(context),
	};
}

/** A choice from the list, or the ID itself. */
const readNodeId = (chosen: unknown): string | undefined =>
	String((isResourceLocatorValue(chosen) ? chosen.value : chosen) ?? '').trim() || undefined;
