/**
 * What an older n8n lacks is done without here. The package runs from n8n 1.122 on; `npm run compatibility` tries every
 * operation in the engines of several versions.
 */
import * as engine from 'n8n-workflow';

type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

const { sleep: sleepOfToday, sleepWithAbort }: { sleep: Sleep; sleepWithAbort?: Sleep } = engine;

/**
 * Waits for some milliseconds; rejects at once when the signal aborts. In older engines `sleep` does not listen to a signal;
 * `sleepWithAbort` does, which newer ones no longer export.
 */
export const sleep: Sleep = sleepWithAbort ?? sleepOfToday;
