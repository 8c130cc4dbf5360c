/** A local server that keeps what it was sent and answers as a test says; it has no opinion of its own. */
import { once } from 'node:events';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

export interface Received {
	method: string;
	/** Path and query as they arrived. */
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** What is answered: a JSON value or a text, or what the handler writes by itself. */
export interface Reply {
	status?: number;
	headers?: Record<string, string>;
	/** Text goes out as it is, anything else as JSON. */
	body?: unknown;
}

/** Answers a request; undefined where it has written to the response itself, or never will. */
export type Handler = (
	received: Received,
	response: ServerResponse,
) => Reply | undefined | Promise<Reply | undefined>;

export interface RecordingServer {
	url: string;
	/** Everything that arrived since the last `answer`. */
	received: Received[];
	/** Forgets what arrived, and answers differently from now on. */
	answer(handler: Handler): void;
}

/** Lets a server listen on a port that is free; gives where, without the scheme. */
export async function listen(server: Server): Promise<string> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return `127.0.0.1:${address.port}`;
}

function reply(response: ServerResponse, { status = 200, headers = {}, body = {} }: Reply): void {
	const isText = typeof body === 'string';
	response.writeHead(status, {
		'content-type': isText ? 'text/html' : 'application/json',
		...headers,
	});
	response.end(isText ? body : JSON.stringify(body));
}

/** One server for a test file; it answers `{}` until a test says otherwise. */
export function useRecordingServer(): () => RecordingServer {
	const received: Received[] = [];
	let handler: Handler = () => ({});
	let url = '';
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const seen: Received = {
			method: request.method ?? '',
			url: request.url ?? '',
			headers: request.headers,
			body: Buffer.concat(chunks).toString('utf8'),
		};
		received.push(seen);
		const answer = await handler(seen, response);
		if (answer) reply(response, answer);
	});
	beforeAll(async () => {
		url = `http://${await listen(server)}`;
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	return () => ({
		url,
		received,
		answer(next) {
			received.length = 0;
			handler = next;
		},
	});
}
