/** Items travel in bulk requests and get their own verdicts back. */
import { readMultiStatus } from '../../../nodes/Emporix/operations/multi-status.ts';
import { addSegment, requestsOf, runEmporix, useSandbox } from './run.mts';

const sandbox = useSandbox();

const customers = (count: number) =>
	Array.from({ length: count }, (_, number) => ({ customer: `c${number}` }));
const assign = {
	resource: 'customerAssignment',
	operation: 'upsert',
	parameters: { segmentId: 'GOLD', customerId: '={{ $json.customer }}' },
	onError: 'continueErrorOutput' as const,
};

test.each([0, 1] as const)(
	'1,000 assignments go in 5 requests, and 13 refused ones are the right 13 (index from %i)',
	async (indexBase) => {
		const { emporix } = sandbox();
		addSegment('GOLD');
		emporix.indexBase = indexBase;
		const refused = Array.from({ length: 13 }, (_, number) => number * 77);
		for (const number of refused) emporix.tenant.unknownCustomers.add(`c${number}`);
		const { outputs } = await runEmporix({ ...assign, items: customers(1_000) });

		const requests = requestsOf();
		expect(requests.map(({ operationId }) => operationId)).toEqual(
			Array(5).fill('customerAssignment.bulkUpsert'),
		);
		expect(requests.flatMap(({ violations }) => violations)).toEqual([]);
		const [accepted = [], rejected = []] = outputs;
		expect(rejected.map(({ pairedItem }) => pairedItem)).toEqual(refused.map((item) => ({ item })));
		expect(rejected.map(({ json }) => json.customer)).toEqual(
			refused.map((number) => `c${number}`),
		);
		expect(rejected[1]?.json).toMatchObject({
			error: 'Emporix did not accept this item: There is no customer c77.',
			details: { status: 400 },
		});
		expect(accepted).toHaveLength(987);
		for (const { json, pairedItem } of accepted) {
			expect(pairedItem).toEqual({ item: Number(String(json.customerId).slice(1)) });
		}
		expect(accepted[0]?.json).toEqual({ segmentId: 'GOLD', customerId: 'c1', result: 'created' });
		expect(emporix.tenant.of('GOLD').customers.all).toHaveLength(987);
	},
);

test('items of several segments do not share a request, and keep their order', async () => {
	addSegment('GOLD');
	addSegment('SILVER');
	const items = ['GOLD', 'SILVER', 'GOLD'].map((segment, number) => ({
		segment,
		customer: `c${number}`,
	}));
	const { outputs } = await runEmporix({
		...assign,
		parameters: { segmentId: '={{ $json.segment }}', customerId: '={{ $json.customer }}' },
		items,
	});
	expect(requestsOf()).toHaveLength(2);
	expect(outputs[0]?.map(({ json }) => [json.segmentId, json.customerId])).toEqual(
		items.map(({ segment, customer }) => [segment, customer]),
	);
});

test('with Send in Batches off every item is a request of its own', async () => {
	addSegment('GOLD');
	const parameters = { ...assign.parameters, options: { batching: false } };
	const { outputs } = await runEmporix({ ...assign, parameters, items: customers(3) });
	expect(requestsOf().map(({ operationId }) => operationId)).toEqual(
		Array(3).fill('customerAssignment.upsertB2c'),
	);
	expect(outputs[0]?.map(({ json }) => json.result)).toEqual(['created', 'created', 'created']);
});

test('a request that is refused as a whole is sent again in halves, and whoever is good goes through', async () => {
	addSegment('GOLD');
	sandbox().misbehave({
		vendor: 'emporix',
		operationId: 'customerAssignment.bulkUpsert',
		kind: 'status',
		status: 400,
	});
	const { outputs } = await runEmporix({ ...assign, items: customers(250) });
	expect(outputs.map((branch) => branch.length)).toEqual([250, 0]);
});

test('deletions in bulk send their ids in the body and put out one item each', async () => {
	addSegment('ONE');
	addSegment('TWO');
	const { outputs } = await runEmporix({
		resource: 'segment',
		operation: 'delete',
		parameters: { segmentId: '={{ $json.id }}' },
		items: [{ id: 'ONE' }, { id: 'TWO' }],
	});
	const [request] = requestsOf();
	expect(request).toMatchObject({ method: 'DELETE', body: '["ONE","TWO"]', violations: [] });
	expect(outputs[0]).toEqual(
		[0, 1].map((item) => ({ json: { deleted: true }, pairedItem: { item } })),
	);
	expect(sandbox().emporix.tenant.segments.all).toEqual([]);
});

describe('the answer to a bulk request', () => {
	const read = readMultiStatus((status, values: string) => ({ status, values }));
	const element = (index: number, code = 204) => ({ index, code, status: 'OK' });
	const items = ['a', 'b', 'c'];

	test('is matched by index, in any order and from either base', () => {
		expect(read([element(3, 409), element(1), element(2)], items, items)).toEqual([
			{ json: { status: 204, values: 'a' } },
			{ json: { status: 204, values: 'b' } },
			{ refused: { message: 'OK', status: 409 } },
		]);
		expect(read([element(2, 409), element(1), element(0)], items, items)?.[2]).toMatchObject({
			refused: { status: 409 },
		});
	});

	test('that leaves an item out refuses that item only', () => {
		const verdicts = read([element(1), element(3)], items, items);
		expect(verdicts?.map((verdict) => 'json' in verdict)).toEqual([true, false, true]);
	});

	test('is told apart by ids where the base is open', () => {
		expect(
			read([{ ...element(1), id: 'b' }], items, items)?.map((verdict) => 'json' in verdict),
		).toEqual([false, true, false]);
	});

	test('is not believed when it cannot be matched', () => {
		expect(read([element(1)], items, items)).toBeUndefined();
		expect(read([element(1), element(1), element(2)], items, items)).toBeUndefined();
		expect(read([element(7), element(8), element(9)], items, items)).toBeUndefined();
		expect(read({ code: 400 }, items, items)).toBeUndefined();
	});
});
