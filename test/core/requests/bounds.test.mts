/** Whatever a server does, a request ends: in time, in size, and with its connection. */
import { getEventListeners, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { RequestContext } from '../../../core/requests/connection.ts';
import { GET, POST } from '../../../core/rows/route.ts';
import type { Call, Patience } from '../../../core/requests/transport.ts';
import { PATIENT, send } from '../../../core/requests/transport.ts';
import { ContacthubApi } from '../../../credentials/ContacthubApi.credentials.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { editorContext, executionContext } from '../../engine/request-context.mts';

const server = useRecordingServer();

const signed = { type: new ContacthubApi(), data: { token: 'a-token' } };
const contexts: Array<[string, () => RequestContext]> = [
	['an execution', () => executionContext(signed)],
	['a poll or a dropdown', () => editorContext(signed)],
];
const hasty: Patience = { ...PATIENT, timeoutMs: 400, firstWaitMs: 1 };
const read: Call = { route: GET('/record'), idempotent: true };
const message: Call = { route: POST('/message'), body: {}, idempotent: false };

const ask = async (context: RequestContext, call: Call, patience: Patience, url = server().url) =>
	await send(
		context,
		contacthub,
		{ credentialType: 'contacthubApi', baseUrl: url, path: {} },
		call,
		patience,
	);

/** 10 MB of nothing, in 10 kB. */
const BOMB = gzipSync(Buffer.alloc(10_000_000, ' '));

/** Writes pieces until the other side has had enough; resolves when it has hung up. */
async function pour(response: ServerResponse, piece: Buffer): Promise<void> {
	const gone = once(response, 'close');
	const flow = () => {
		while (!response.destroyed && response.write(piece));
	};
	response.on('drain', flow);
	flow();
	await gone;
}

describe.each(contexts)('in %s', (_where, contextOf) => {
	let hungUp: Promise<void> | undefined;
	const answerBy = (begin: (response: ServerResponse) => Promise<void>) =>
		server().answer((_received, response) => {
			hungUp = begin(response);
			return undefined;
		});

	test('a server that never answers is not waited for, and its connection is closed', async () => {
		answerBy(async (response) => {
			await once(response, 'close');
		});
		const answer = await ask(contextOf(), read, hasty);
		expect(answer).toMatchObject({
			ok: false,
			failure: { message: 'Contacthub did not answer in time' },
		});
		await hungUp;
	});

	test('nor one that sends a byte now and then', async () => {
		answerBy(async (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			const gone = once(response, 'close');
			while (!response.destroyed) {
				response.write(' ');
				await Promise.race([sleep(20), gone]);
			}
		});
		const answer = await ask(contextOf(), read, hasty);
		expect(answer).toMatchObject({ failure: { message: 'Contacthub did not answer in time' } });
		await hungUp;
	});

	test('of a message that was not answered in time, it says to look first', async () => {
		answerBy(async (response) => {
			await once(response, 'close');
		});
		const answer = await ask(contextOf(), message, hasty);
		expect(answer).toMatchObject({
			failure: { description: expect.stringContaining('The work may have been done') },
		});
		expect(server().received).toHaveLength(1);
	});

	test('a body without end is not read to its end', async () => {
		answerBy(async (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			await pour(response, Buffer.alloc(1_000_000, ' '));
		});
		const answer = await ask(contextOf(), read, PATIENT);
		expect(answer).toMatchObject({
			failure: { message: 'Contacthub sent an answer that is too large to be read' },
		});
		await hungUp;
		expect(server().received).toHaveLength(1);
	});

	test('nor one that is small only as long as it is packed', async () => {
		answerBy(async (response) => {
			response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
			await pour(response, BOMB);
		});
		const answer = await ask(contextOf(), read, PATIENT);
		expect(answer).toMatchObject({
			failure: { message: 'Contacthub sent an answer that is too large to be read' },
		});
		await hungUp;
	});

	test('headers that trickle are not waited for', async () => {
		let closed: Promise<unknown> | undefined;
		const plain = createServer((socket) => {
			socket.on('error', () => undefined);
			closed = new Promise((resolve) => socket.on('close', resolve));
			void (async () => {
				socket.write('HTTP/1.1 200 OK\r\n');
				while (!socket.destroyed) {
					socket.write('x');
					await sleep(20);
				}
			})();
		}).listen(0, '127.0.0.1');
		await once(plain, 'listening');
		const address = plain.address();
		const port = typeof address === 'object' ? address?.port : 0;
		try {
			const answer = await ask(contextOf(), read, hasty, `http://127.0.0.1:${port}`);
			expect(answer).toMatchObject({ failure: { message: 'Contacthub did not answer in time' } });
			await closed;
		} finally {
			plain.close();
		}
	});
});

test('a stopped execution ends a request at once, and says so in the word that n8n knows', async () => {
	const stop = new AbortController();
	server().answer((_received, response) => {
		stop.abort();
		void once(response, 'close');
		return undefined;
	});
	const asking = ask(executionContext(signed, stop.signal), read, PATIENT);
	await expect(asking).rejects.toThrow('The execution was canceled');
});

test('a request that is over leaves nothing on the signal of its execution', async () => {
	const stop = new AbortController();
	server().answer(() => ({ body: {} }));
	await ask(executionContext(signed, stop.signal), read, PATIENT);
	server().answer(() => new Promise(() => undefined));
	await ask(executionContext(signed, stop.signal), read, hasty);
	expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
});

test('every request asks for JSON, signs itself, and forbids n8n to follow redirects', async () => {
	server().answer(() => ({ body: {} }));
	const context = editorContext(signed);
	const original = context.helpers.httpRequestWithAuthentication;
	const options: object[] = [];
	context.helpers.httpRequestWithAuthentication = async function (type, request, more) {
		options.push(request);
		return await original.call(this, type, request, more);
	};
	await ask(context, read, PATIENT);
	expect(options).toEqual([
		expect.objectContaining({
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
		}),
	]);
	expect(server().received[0]?.headers).toMatchObject({
		accept: 'application/json',
		authorization: 'Bearer a-token',
	});
});
