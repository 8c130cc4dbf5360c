/**
 * The least that a node can do with the same items: a loop over n8n's own request helper, so many at once, that keeps what is
 * answered. Its bodies are made before it is timed.
 */
import type {
	IExecuteFunctions,
	IHttpRequestMethods,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import type { Job, PlainRequest } from '../jobs.mts';
import { CREDENTIALS } from './credentials.mts';
import { timeNode } from './engine.mts';
import { recordsIn } from './records.mts';

const loop = (
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
				answers[at] = await this.helpers.httpRequestWithAuthentication.call(this, type, {
					method: method satisfies IHttpRequestMethods,
					url: `${url}${path}`,
					json: true,
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

export async function bareLoop(job: Job, size: number, url: string) {
	const vendor = job.ours.node;
	const requests = job.requests(size);
	const node = loop(requests, job.concurrency, url, CREDENTIALS[vendor].type);
	return await timeNode(node, vendor, url, {}, job.items(size));
}
