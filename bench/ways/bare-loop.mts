/**
 * The least that a node can do with the same items: a loop over n8n's own request helper, so many at once, that keeps what is
 * answered. Its bodies are made before it is timed. And the least that a node can do that also bounds the time and the size of
 * each answer, as ours does and n8n does not.
 */
import type { Readable } from 'node:stream';
import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import type { Job, PlainRequest } from '../jobs.mts';
import { CREDENTIALS } from './credentials.mts';
import { timeNode } from './engine.mts';
import { recordsIn } from './records.mts';

/** Sends one request and gives what was answered, parsed. */
type Ask = (
	context: IExecuteFunctions,
	type: string,
	options: IHttpRequestOptions,
) => Promise<unknown>;

const askPlainly: Ask = async (context, type, options) =>
	await context.helpers.httpRequestWithAuthentication.call(context, type, {
		...options,
		json: true,
	});

const LONGEST_MS = 120_000;
const LARGEST_BYTES = 50_000_000;

const askWithinBounds: Ask = async (context, type, options) => {
	const late = AbortSignal.timeout(LONGEST_MS);
	const { body } = (await context.helpers.httpRequestWithAuthentication.call(context, type, {
		...options,
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: LONGEST_MS,
	})) as { body: Readable };
	const stop = () => body.destroy();
	late.addEventListener('abort', stop, { once: true });
	const pieces: Buffer[] = [];
	let bytes = 0;
	for await (const piece of body as AsyncIterable<Buffer>) {
		bytes += piece.length;
		if (bytes > LARGEST_BYTES) throw new Error('The answer is too large');
		pieces.push(piece);
	}
	late.removeEventListener('abort', stop);
	return JSON.parse(Buffer.concat(pieces).toString());
};

const loop = (
	ask: Ask,
	requests: readonly PlainRequest[],
	atOnce: number,
	url: string,
	type: string,
): INodeType => ({
	description: {
		displayName: 'Bare Loop',
		name: 'bareLoop',
		group: ['input'],
		version: 1,
		description: 'Sends requests and keeps the answers',
		defaults: { name: 'Bare Loop' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: type, required: true }],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const answers: unknown[] = [];
		let next = 0;
		const worker = async () => {
			for (let at = next++; at < requests.length; at = next++) {
				const { method, path, body } = requests[at] ?? { method: 'GET', path: '' };
				answers[at] = await ask(this, type, {
					method: method satisfies IHttpRequestMethods,
					url: `${url}${path}`,
					...(body !== undefined && { body: body as object }),
				});
			}
		};
		await Promise.all(Array.from({ length: atOnce }, worker));
		const items = answers.flatMap((answer, item) =>
			recordsIn(answer).map(
				(record) => ({ json: record, pairedItem: { item } }) as INodeExecutionData,
			),
		);
		return [items];
	},
});

const timed = (ask: Ask) => async (job: Job, size: number, url: string) => {
	const vendor = job.ours.node;
	const requests = job.requests(size);
	const node = loop(ask, requests, job.concurrency, url, CREDENTIALS[vendor].type);
	return await timeNode(node, vendor, url, {}, job.items(size));
};

export const bareLoop = timed(askPlainly);
export const boundedLoop = timed(askWithinBounds);
