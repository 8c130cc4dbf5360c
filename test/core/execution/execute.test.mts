/** What the engine promises of items, output and requests, on operations of two vendors. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import { CONTACTHUB_NODE_ID, CONTACTHUB_TOKEN } from '../../../sandbox/contacthub/accounts.mts';
import type { NodeRun } from '../../engine/execute.mts';
import { runNode } from '../../engine/execute.mts';
import type { SentRequest } from '../../engine/requests.mts';
import { byId, credentialTypes, credentialsFor } from '../../nodes/Contacthub/run.mts';
import {
	actionsOf,
	links,
	people,
	runTaguchi,
	upsert,
	useSandbox,
} from '../../nodes/Taguchi/run.mts';

const sandbox = useSandbox();

type Run = Pick<NodeRun, 'onError' | 'signal'> & {
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	token?: string;
};
async function runCustomers({ operation, parameters, token = CONTACTHUB_TOKEN, ...rest }: Run) {
	const { contacthubApi } = credentialsFor(sandbox());
	return await runNode({
		node: new Contacthub(),
		parameters: { resource: 'customer', operation, ...parameters },
		credentials: { contacthubApi: { ...contacthubApi, token } },
		credentialTypes,
		...rest,
	});
}
const getMany = (parameters: IDataObject, items: IDataObject[]): Run => ({
	operation: 'getAll',
	parameters: { nodeId: byId(CONTACTHUB_NODE_ID), ...parameters },
	items,
});
const getOne = (items: IDataObject[]): Run => ({
	operation: 'get',
	parameters: { customerId: '={{ $json.id }}' },
	items,
});

/** How many requests were under way at the worst moment. */
const mostAtOnce = (requests: SentRequest[]) =>
	Math.max(
		...requests.map(
			({ startedAt: moment }) =>
				requests.filter(
					({ startedAt, finishedAt = Infinity }) => startedAt <= moment && moment < finishedAt,
				).length,
		),
	);

describe('items', () => {
	test('each item may become many, or none; all are linked, in the order of the input', async () => {
		const customers = sandbox().contacthub.addPeople(120);
		const emails = customers.map(({ externalId }) => externalId).reverse();
		// The first item is the slowest, so that its answer comes last.
		sandbox().misbehave({ kind: 'delay', ms: 0 });
		sandbox().misbehave({ kind: 'delay', ms: 150 });
		const run = await runCustomers(
			getMany(
				{
					returnAll: '={{ $json.all }}',
					limit: '={{ $json.limit }}',
					additionalFields: { externalId: '={{ $json.wanted }}' },
				},
				[
					{ all: true, limit: 1, wanted: '' },
					{ all: false, limit: 1, wanted: 'nobody' },
					{ all: false, limit: 3, wanted: '' },
					{ all: false, limit: 60, wanted: '' },
				],
			),
		);
		expect(run.error).toBeUndefined();
		const [output = []] = run.outputs;
		expect(links(output)).toEqual([
			...emails.map(() => ({ item: 0 })),
			...emails.slice(0, 3).map(() => ({ item: 2 })),
			...emails.slice(0, 60).map(() => ({ item: 3 })),
		]);
		expect(output.map(({ json }) => json.externalId)).toEqual([
			...emails,
			...emails.slice(0, 3),
			...emails.slice(0, 60),
		]);
	});

	test('no items make no requests', async () => {
		const run = await runTaguchi(sandbox(), upsert({ items: [] }));
		expect([run.done, run.failed, run.error]).toEqual([[], [], undefined]);
		expect(sandbox().requests).toEqual([]);
	});

	test('all are checked before the first request', async () => {
		const run = await runTaguchi(
			sandbox(),
			upsert({ items: [...people(250), { firstname: 'Jane' }] }),
		);
		expect(run.error).toMatchObject({
			message: 'Values to Send holds nothing that identifies the person',
			context: { itemIndex: 250 },
		});
		expect(sandbox().requests).toEqual([]);
	});
});

describe('On Error', () => {
	const missing = [...'abc'].map((letter) => ({
		id: `00000000-0000-4000-8000-00000000000${letter}`,
	}));

	test('Continue (using error output): a failed item is its input with error, message and details', async () => {
		const [found] = sandbox().contacthub.addPeople(1);
		const items = [...missing.slice(1), { id: String(found?.id) }];
		const run = await runCustomers({ ...getOne(items), onError: 'continueErrorOutput' });
		const [done = [], failed = []] = run.outputs;
		expect(done).toMatchObject([{ json: { id: found?.id }, pairedItem: { item: 2 } }]);
		expect(failed).toEqual(
			missing.slice(1).map((input, item) => ({
				json: {
					...input,
					error: `Contacthub found nothing that matches: customer not found ${input.id}`,
					message: 'Check the identifier, and that the credential belongs to the right account.',
					details: { status: 404 },
				},
				pairedItem: { item },
			})),
		);
	});

	test('Continue: a failed item is exactly error, message and details', async () => {
		const run = await runCustomers({ ...getOne(missing), onError: 'continueRegularOutput' });
		const [output = []] = run.outputs;
		expect(links(output)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		for (const { json } of output) {
			expect(Object.keys(json)).toEqual(['error', 'message', 'details']);
		}
	});

	test('Stop: the message names the item and says how many were accepted before', async () => {
		const items: IDataObject[] = people(250);
		items[149] = { taguchiId: '77' };
		const options = { concurrency: 1 };
		const run = await runTaguchi(sandbox(), upsert({ items, parameters: { options } }));
		expect(run.error).toMatchObject({
			message: expect.stringContaining('No matching subscriber profile'),
			description: expect.stringContaining('Already accepted: 199 of 250 items'),
			context: { itemIndex: 149 },
		});
		expect(sandbox().requests).toHaveLength(2);
	});

	test('Stop: a credential that is refused costs one request', async () => {
		const { requests } = sandbox();
		const items = Array.from({ length: 20 }, () => missing[0] ?? {});
		const run = await runCustomers({ ...getOne(items), token: 'wrong' });
		expect(run.error?.message).toContain('refused the credential');
		// n8n asks once more after a 401, for credentials that it can renew.
		expect(requests.length).toBeLessThanOrEqual(2);
	});

	test('a vendor that cannot be asked at all leaves no item on the success output', async () => {
		const { url } = sandbox();
		const run = await runTaguchi(
			sandbox(),
			upsert({
				items: people(2),
				credential: { endpointUrl: `${url}/nobody/prod/5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01` },
				onError: 'continueErrorOutput',
			}),
		);
		expect(run.done).toEqual([]);
		expect(links(run.failed)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test.each(['nodeId', 'limit', 'simplify'])(
		'an expression in %s that cannot be resolved fails its own item',
		async (name) => {
			sandbox().contacthub.addPeople(1);
			const broken = "={{ $json.good ? $json.good : $('No such node').first().json.id }}";
			const good = { nodeId: CONTACTHUB_NODE_ID, limit: 1, simplify: true }[name];
			const parameters = { limit: 1, [name]: name === 'nodeId' ? byId(broken) : broken };
			const run = await runCustomers({
				...getMany(parameters, [{ good }, { good: false }, { good }]),
				onError: 'continueErrorOutput',
			});
			const [done = [], failed = []] = run.outputs;
			expect(links(done)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(links(failed)).toEqual([{ item: 1 }]);
		},
	);

	test.each([0, -1, 1.5, 'many'])(
		'a Limit of %j is refused by name before the first request',
		async (limit) => {
			const run = await runCustomers(
				getMany({ limit: '={{ $json.limit }}' }, [{ limit: 1 }, { limit }]),
			);
			expect(run.error).toMatchObject({
				message: '"Limit" needs a whole number from 1',
				context: { itemIndex: 1 },
			});
			expect(sandbox().requests).toEqual([]);
		},
	);

	test('an operation that does not exist leaves no item on the success output', async () => {
		const run = await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'no such',
			items: people(2),
			onError: 'continueErrorOutput',
		});
		expect(run.done).toEqual([]);
		expect(run.failed.map(({ json }) => json.error)).toEqual(
			people(2).map(() => expect.stringContaining('has no operation "no such"')),
		);
	});
});

describe('concurrency', () => {
	test.each([
		[undefined, 5],
		[1, 1],
		[3, 3],
	])('%s requests at once are at most %d, and the first goes alone', async (concurrency, most) => {
		sandbox().contacthub.addPeople(1);
		sandbox().misbehave({ kind: 'delay', ms: 30, times: 100 });
		const items = Array.from({ length: 20 }, () => ({ limit: 1 }));
		const options = concurrency === undefined ? {} : { concurrency };
		const run = await runCustomers(getMany({ limit: 1, options }, items));
		expect(run.outputs[0]).toHaveLength(20);
		expect(mostAtOnce(run.requests)).toBe(most);
		const [first, second] = run.requests;
		expect(second?.startedAt).toBeGreaterThanOrEqual(Number(first?.finishedAt));
	});
});

describe('cancelling', () => {
	async function cancelWhen(
		underWay: () => boolean,
		run: (signal: AbortSignal) => Promise<{ status: string }>,
	) {
		const stop = new AbortController();
		const running = run(stop.signal);
		while (!underWay()) await sleep(5);
		const stoppedAt = performance.now();
		stop.abort();
		const { status } = await running;
		expect(status).toBe('canceled');
		// The vendor would answer after a minute.
		expect(performance.now() - stoppedAt).toBeLessThan(30_000);
		const sent = sandbox().requests.length;
		await sleep(100);
		expect(sandbox().requests).toHaveLength(sent);
		return sent;
	}

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'ends the requests under way and starts no other (%s)',
		async (onError) => {
			sandbox().misbehave({ kind: 'delay', ms: 20 });
			sandbox().misbehave({ kind: 'delay', ms: 60_000, times: 100 });
			const parameters = { options: { batching: false, concurrency: 3 } };
			const sent = await cancelWhen(
				() => sandbox().requests.length === 4,
				(signal) =>
					runTaguchi(sandbox(), upsert({ items: people(50), parameters, onError, signal })),
			);
			expect(sent).toBe(4);
		},
	);

	test('does not wait out a Retry-After', async () => {
		sandbox().misbehave({ kind: 'status', status: 429, retryAfter: 60 });
		const sent = await cancelWhen(
			() => sandbox().requests[0]?.status === 429,
			(signal) => runTaguchi(sandbox(), upsert({ items: people(300), signal })),
		);
		expect(sent).toBe(1);
	});
});

test('Send in Batches packs by the limit of the vendor, never by chance', async () => {
	await runTaguchi(sandbox(), upsert({ items: people(101) }));
	expect(sandbox().requests.map((request) => actionsOf(request).length)).toEqual([100, 1]);
});
