import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** One HTTP request that really left this process. Times are milliseconds of `Date.now()`, which tests may let pass. */
export interface SentRequest {
	method: string;
	/** Where it went: name or number, and port. */
	host: string;
	/** Path and query as sent. */
	path: string;
	startedAt: number;
	/** Absent while the request is under way, and when it never got an answer. */
	finishedAt?: number;
	status?: number;
}

const recording = new AsyncLocalStorage<SentRequest[]>();
const sent = new WeakMap<object, SentRequest>();

subscribe('http.client.request.start', (message) => {
	const { request } = message as { request: ClientRequest };
	const entry = {
		method: request.method,
		host: String(request.getHeader('host')),
		path: request.path,
		startedAt: Date.now(),
	};
	sent.set(request, entry);
	recording.getStore()?.push(entry);
});

subscribe('http.client.response.finish', (message) => {
	const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
	Object.assign(sent.get(request) ?? {}, {
		finishedAt: Date.now(),
		status: response.statusCode,
	});
});

/** Runs work and records every HTTP request it sends through node:http, as n8n-core does. */
export async function recordRequests<T>(
	work: () => Promise<T>,
): Promise<{ result: T; requests: SentRequest[] }> {
	const requests: SentRequest[] = [];
	return { result: await recording.run(requests, work), requests };
}
