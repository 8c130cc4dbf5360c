/**
 * What an older n8n lacks is done without here. The package runs from n8n 1.122 on; `npm run compatibility` tries every
 * operation in the engines of several versions.
 */
import type {
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';
import * as engine from 'n8n-workflow';

type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

const { sleep: sleepOfToday, sleepWithAbort }: { sleep: Sleep; sleepWithAbort?: Sleep } = engine;

/**
 * Waits for some milliseconds; rejects at once when the signal aborts. In older engines `sleep` does not listen to a signal;
 * `sleepWithAbort` does, which newer ones no longer export.
 */
export const sleep: Sleep = sleepWithAbort ?? sleepOfToday;

/** Came with n8n 2.36. Its error output takes details (that of 2.34.4 and 2.35.5, too); it renews a token once for all. */
const SINCE_2_36 = ['REDACTED', 'recordConsumedAuth', 'redactedHeaders'].some(
	(name) => name in engine,
);

/**
 * An error item as the engine's error output takes it. Before n8n 2.36 an item with any key beside `error` and `message` stays
 * on the success output (n8n-core, workflow-execute): there the message tells the details.
 */
export function forErrorOutput({ onError }: INode, item: INodeExecutionData): INodeExecutionData {
	if (SINCE_2_36 || onError !== 'continueErrorOutput') return item;
	const { error, message, details } = item.json;
	return { ...item, json: { error, message: `${String(message)} ${JSON.stringify(details)}` } };
}

type Send = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** For each credential, settled with the last request that is sent so that n8n may renew its token. */
const renewals = new Map<string, Promise<void>>();

/**
 * Sends a request that n8n signs with a token, which it renews when the vendor answers 401. n8n 1.122 and 2.0 do that only where
 * every refusal throws, and up to 2.15 each request renews for itself, though a vendor may take a refresh token only once. There
 * a request that was refused with 401 is sent again in its turn: the first renews the token, the others find it renewed.
 *
 * @throws what n8n throws, where the vendor refuses the renewed token or none can be had
 */
export async function sendWithRenewal(
	send: Send,
	options: IHttpRequestOptions,
	credentialId: string,
): Promise<IN8nHttpFullResponse> {
	if (SINCE_2_36) return await send(options);
	const again = { ...options, headers: { ...options.headers }, ignoreHttpStatusErrors: false };
	const answer = await send({ ...options, ignoreHttpStatusErrors: true });
	if (answer.statusCode !== 401) return answer;
	discard(answer.body);
	const before = renewals.get(credentialId);
	const renewal = (async () => {
		await before;
		return await send(again).catch(asAnswer);
	})();
	const settled = renewal.then(nothing, nothing);
	renewals.set(credentialId, settled);
	return await renewal;
}

const nothing = (): void => undefined;

/** An answer that nobody reads would keep its connection. */
function discard(body: IN8nHttpFullResponse['body']): void {
	if (typeof body !== 'object' || body === null || !('destroy' in body)) return;
	if (typeof body.destroy === 'function') body.destroy();
}

/** After the renewal n8n throws every refusal, and keeps no more of it than the status. */
function asAnswer(thrown: unknown): IN8nHttpFullResponse {
	const told = typeof thrown === 'object' && thrown !== null && 'httpCode' in thrown;
	const status = told ? Number(thrown.httpCode) : NaN;
	if (!(status >= 400) || status === 401) throw thrown;
	return { statusCode: status, headers: {}, body: '' };
}
