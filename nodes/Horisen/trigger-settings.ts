import type { INodeParameterResourceLocator, IPollFunctions } from 'n8n-workflow';
import { readStartFrom } from '../../core/polling/start-from';
import type { Watched } from './contact-pages';
import type { ContactEvent, StreamSettings } from './contact-stream';

/**
 * Reads the parameters of the HORISEN Business Messenger Trigger.
 *
 * @throws NodeOperationError when the date to start from is none
 */
export function readSettings(context: IPollFunctions): StreamSettings & Watched {
	const events = context.getNodeParameter('events') as ContactEvent[];
	return {
		events,
		deleted: events.includes('deleted'),
		listUuids: readChosen(context, 'list'),
		optionUuids: readChosen(context, 'subscriptionOption'),
		startFrom: readStartFrom(context),
	};
}

function readChosen(context: IPollFunctions, name: string): string | undefined {
	const chosen = context.getNodeParameter(name, {}) as Partial<INodeParameterResourceLocator>;
	return String(chosen.value ?? '').replaceAll(' ', '') || undefined;
}
