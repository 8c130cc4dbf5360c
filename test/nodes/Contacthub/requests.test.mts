/** How requests are spaced, repeated and doubted; and what is said of lists that cannot be read to their end. */
import { CONTACTHUB_NODE_ID } from '../../../sandbox/contacthub/accounts.mts';
import { inPassingTime } from '../../engine/passing-time.mts';
import { byId, jsonOf, runContacthub, useSandbox } from './run.mts';

const sandbox = useSandbox();
const nodeId = byId(CONTACTHUB_NODE_ID);
const six = Array.from({ length: 6 }, (_, index) => ({ index }));
const getNode = (options = {}, items = six) =>
	runContacthub(sandbox(), {
		resource: 'entryNode',
		operation: 'get',
		parameters: { nodeId, options },
		items,
	});

test('Requests per Minute spaces the starts of requests', async () => {
	const { requests, done } = await inPassingTime(
		async () => await getNode({ requestsPerMinute: 600 }),
	);
	const starts = requests.map(({ startedAt }) => startedAt);
	expect(done).toHaveLength(6);
	expect(starts.map((start) => start - (starts[0] ?? 0))).toEqual([0, 100, 200, 300, 400, 500]);
});

test('the next run of the node goes on in the same pace', async () => {
	const one = six.slice(0, 1);
	const run = async () => (await getNode({ requestsPerMinute: 120 }, one)).requests;
	const [first, second] = await inPassingTime(async () => [...(await run()), ...(await run())]);
	expect(Number(second?.startedAt) - Number(first?.startedAt)).toBe(500);
});

test('a workspace that asks for patience gets it', async () => {
	sandbox().misbehave({ kind: 'status', status: 429, retryAfter: 1, times: 2 });
	const { done, error } = await inPassingTime(async () => await getNode({ concurrency: 1 }));
	expect(error).toBeUndefined();
	expect(jsonOf(done).map(({ name }) => name)).toEqual(Array(6).fill('Online Shop'));
	expect(sandbox().requests.filter(({ status }) => status === 429)).toHaveLength(2);
});

test('a list without a documented second page says what it leaves out', async () => {
	for (let index = 0; index < 21; index++) {
		await runContacthub(sandbox(), {
			resource: 'source',
			operation: 'create',
			parameters: { provider: 'API', name: `Source ${index}` },
		});
	}
	const { done, hints } = await runContacthub(sandbox(), {
		resource: 'source',
		operation: 'getAll',
	});
	expect(done).toHaveLength(20);
	expect(hints.map(({ message }) => message)).toEqual([
		'Contacthub lists 20 of 22 records here, and documents no way to the others.',
	]);
});

test('what an empty node lost, and what it kept', async () => {
	sandbox().contacthub.addPeople(3);
	const empty = (eventsOnly: boolean) =>
		runContacthub(sandbox(), {
			resource: 'entryNode',
			operation: 'empty',
			parameters: { nodeId, eventsOnly },
		});
	expect(jsonOf((await empty(true)).done)).toEqual([{ success: true }]);
	expect(sandbox().contacthub.customers).toHaveLength(3);
	await empty(false);
	expect(sandbox().contacthub.customers).toEqual([]);
});
