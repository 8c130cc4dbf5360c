/**
 * What an older n8n lacks is done without here. The package runs from n8n 1.122 on; `npm run compatibility` tries every
 * operation in the engines of several versions.
 */
import type { INode, INodeExecutionData } from 'n8n-workflow';
import * as engine from 'n8n-workflow';

type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

const { sleep: sleepOfToday, sleepWithAbort }: { sleep: Sleep; sleepWithAbort?: Sleep } = engine;

/**
 * Waits for some milliseconds; rejects at once when the signal aborts. In older engines `sleep` does not listen to a signal;
 * `sleepWithAbort` does, which newer ones no longer export.
 */
export const sleep: Sleep = sleepWithAbort ?? sleepOfToday;

/** Came with n8n 2.36, whose error output takes details (2.34.4 and 2.35.5 do, too, and lose nothing by this). */
const SINCE_DETAILS = ['REDACTED', 'recordConsumedAuth', 'redactedHeaders'];
const TAKES_DETAILS = SINCE_DETAILS.some((name) => name in engine);

/**
 * An error item as the engine's error output takes it. Before n8n 2.36 an item with any key beside `error` and `message` stays
 * on the success output (n8n-core, workflow-execute): there the message tells the details.
 */
export function forErrorOutput({ onError }: INode, item: INodeExecutionData): INodeExecutionData {
	if (TAKES_DETAILS || onError !== 'continueErrorOutput') return item;
	const { error, message, details } = item.json;
	return { ...item, json: { error, message: `${String(message)} ${JSON.stringify(details)}` } };
}
