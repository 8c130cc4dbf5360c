/** A server that encrypts, with a certificate that nobody vouches for. Whoever sends it a request has not checked who it is. */
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';
import { listen } from './recording-server.mts';

export interface UntrustedServer {
	url: string;
	/** How many requests have arrived. */
	requests: number;
}

/** One server for a test file. */
export function useUntrustedServer(): () => UntrustedServer {
	const told: UntrustedServer = { url: '', requests: 0 };
	let server: Server | undefined;
	beforeAll(async () => {
		const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
			keyType: 'ec',
			algorithm: 'sha256',
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
		});
		server = createServer({ key, cert }, (_request, response) => {
			told.requests += 1;
			response.end('{}');
		});
		told.url = `https://${await listen(server)}`;
	});
	afterAll(() => {
		server?.closeAllConnections();
		server?.close();
	});
	return () => told;
}
