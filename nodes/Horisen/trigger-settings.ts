import type { INodeParameterResourceLocator, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError, tryToParseDateTime } from 'n8n-workflow';
import type { ContactEvent, StreamSettings } from './contact-stream';

/**
 * Reads the parameters of the HORISEN Business Messenger Trigger.
 *
 * @throws NodeOperationError when the date to start from is none
 */
export function readSettings(context: IPollFunctions): StreamSettings {
	return {
		events: context.getNodeParameter('events') as ContactEvent[],
		listUuids: readChosen(context, 'list'),
		optionUuids: readChosen(context, 'subscriptionOption'),
		startFrom: readStart(context),
	};
}

function readChosen(context: IPollFunctions, name: string): string | undefined {
	const chosen = context.getNodeParameter(name, {}) as Partial<INodeParameterResourceLocator>;
	return String(chosen.value ?? '').replaceAll(' ', '') || undefined;
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
