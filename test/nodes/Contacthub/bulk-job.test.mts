import { setImmediate as turn } from 'node:timers/promises';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { readCsv } from '../../../core/values/csv.ts';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_SECOND_NODE_ID,
} from '../../../sandbox/contacthub/accounts.mts';
import { valuesOf } from '../../contracts/contract.mts';
import { runOffline } from '../../contracts/offline.mts';
import { vendors } from '../../contracts/vendors.mts';
import { passingIdleTime, passingTime, useFakeTime } from '../../engine/passing-time.mts';
import { byId, jsonOf, runContacthub, useSandbox } from './run.mts';

const sandbox = useSandbox();
useFakeTime();
/** Requests are all answered; what is waited for between them passes at once. */
const parameters = {
	nodeId: byId(CONTACTHUB_NODE_ID),
	mode: 'UPSERT',
	entity: 'CUSTOMER',
	data: 'items',
};
const create = async (
	more: IDataObject,
	items: INodeExecutionData[],
	onError?: 'continueErrorOutput',
) =>
	await passingIdleTime(
		runContacthub(sandbox(), {
			resource: 'bulkJob',
			operation: 'create',
			parameters: { ...parameters, ...more },
			items,
			onError,
		}),
	);
const people: INodeExecutionData[] = [
	{ json: { externalId: '1', base: { lastName: 'O"Brien, "Pat"', firstName: 'Zoë' } } },
	{ json: { externalId: '2', base: { lastName: 'two\nlines' }, tags: { manual: ['a', 'b'] } } },
	{ json: { base: { firstName: 'Nobody' } } },
];
const allItems = [{ item: 0 }, { item: 1 }, { item: 2 }];

test('items become one file, and the job is linked to all of them', async () => {
	const { done, error } = await create({}, people);
	expect(error).toBeUndefined();
	expect(done).toEqual([
		{ json: expect.objectContaining({ status: 'LOADED', totalEntities: 3 }), pairedItem: allItems },
	]);
	const file = sandbox().contacthub.bulkFile(String(done[0]?.json.id)) ?? '';
	expect(file.split('\r\n')[0]).toBe('externalId,base.lastName,base.firstName,tags.manual');
	expect(file).toContain('1,"O""Brien, ""Pat""",Zoë,\r\n');
	expect(readCsv(file)?.[1]).toMatchObject({
		'base.lastName': 'two\nlines',
		'tags.manual': '["a","b"]',
	});
	expect(sandbox().requests.at(-1)).toMatchObject({
		operationId: 'bulkJob.create',
		violations: [],
	});
});

test('items of different nodes become different jobs', async () => {
	const { done } = await create(
		{ nodeId: { __rl: true, mode: 'id', value: '={{ $json.node }}' } },
		[CONTACTHUB_NODE_ID, CONTACTHUB_SECOND_NODE_ID, CONTACTHUB_NODE_ID].map((node, index) => ({
			json: { node, externalId: `${index}` },
		})),
	);
	expect(done.map(({ pairedItem, json }) => [pairedItem, json.totalEntities])).toEqual([
		[[{ item: 0 }, { item: 2 }], 2],
		[[{ item: 1 }], 1],
	]);
});

test('a file of a binary field is uploaded byte by byte', async () => {
	const text = 'externalId,base.firstName\r\n9,Łucja 🌻\r\n';
	const data = {
		data: Buffer.from(text).toString('base64'),
		mimeType: 'text/csv',
		fileName: 'p.csv',
	};
	const { done, error } = await create({ data: 'binary' }, [{ json: {}, binary: { data } }]);
	expect(error).toBeUndefined();
	expect(sandbox().contacthub.bulkFile(String(done[0]?.json.id))).toBe(text);
});

test('an item without the file fails alone', async () => {
	const data = {
		data: Buffer.from('externalId\r\n1\r\n').toString('base64'),
		mimeType: 'text/csv',
	};
	const { done, refused } = await create(
		{ data: 'binary' },
		[{ json: {} }, { json: {}, binary: { data } }],
		'continueErrorOutput',
	);
	expect(done).toHaveLength(1);
	expect(refused[0]).toMatchObject({
		json: { error: 'The item has no file in the binary field "data"' },
		pairedItem: { item: 0 },
	});
});

test('waiting gives the job with its counts', async () => {
	const { done } = await create({ longestWait: 1, output: 'done' }, people);
	expect(jsonOf(done)).toEqual([
		expect.objectContaining({ status: 'PROCESSED', processedEntities: 2, failedEntities: 1 }),
	]);
	expect(sandbox().contacthub.customers.map(({ base }) => base?.lastName)).toEqual([
		'O"Brien, "Pat"',
		'two\nlines',
	]);
});

test.each([undefined, 'continueErrorOutput'] as const)(
	'stopping while it waits is a cancellation, and nothing is asked any more (%s)',
	async (onError) => {
		const stop = new AbortController();
		const running = runContacthub(sandbox(), {
			resource: 'bulkJob',
			operation: 'create',
			parameters: { ...parameters, longestWait: 30, output: 'done' },
			items: people,
			onError,
			signal: stop.signal,
		});
		while (sandbox().requests.at(-1)?.status !== 201) await turn();
		setTimeout(() => stop.abort(), 50);
		expect(await passingIdleTime(running)).toMatchObject({ status: 'canceled', refused: [] });
		expect(sandbox().requests.map(({ method }) => method)).toEqual(['POST']);
	},
);

test('waiting can give the results, as items or as a file', async () => {
	const asItems = await create({ longestWait: 1, output: 'items' }, people);
	expect(jsonOf(asItems.done).map(({ line, result }) => [line, result])).toEqual([
		['1', 'OK'],
		['2', 'OK'],
		['3', 'FAILED'],
	]);
	expect(asItems.done[0]?.pairedItem).toEqual(allItems);
	const [job] = sandbox().contacthub.bulkJobs;
	const { done } = await runContacthub(sandbox(), {
		resource: 'bulkJob',
		operation: 'getResults',
		parameters: { nodeId: byId(CONTACTHUB_NODE_ID), jobId: job?.id ?? '', output: 'binary' },
	});
	const file = done[0]?.binary?.data;
	expect(file).toMatchObject({ mimeType: 'text/csv', fileName: `bulk-job-${job?.id}-results.csv` });
	expect(Buffer.from(file?.data ?? '', 'base64').toString()).toContain(
		'3,FAILED,"externalId or base.contacts.email is required"',
	);
});

test('an eleventh waiting job of a node is explained', async () => {
	for (let job = 0; job < 10; job++) await create({}, people);
	const { done, refused } = await create({}, people, 'continueErrorOutput');
	expect(done).toEqual([]);
	expect(refused.map(({ pairedItem }) => pairedItem)).toEqual(allItems);
	expect(refused[0]?.json.error).toBe(
		'Contacthub already keeps 10 bulk jobs of this node waiting; it takes at most 10',
	);
});

test('results before the end are refused in the vendor’s words', async () => {
	const { done } = await create({}, people);
	const { error } = await runContacthub(sandbox(), {
		resource: 'bulkJob',
		operation: 'getResults',
		parameters: { nodeId: byId(CONTACTHUB_NODE_ID), jobId: done[0]?.json.id, output: 'items' },
	});
	expect(error?.message).toContain('The job is not processed yet');
});

describe('waiting for a job', () => {
	const contacthub = vendors.find(({ name }) => name === 'Contacthub');
	const row = contacthub?.rows.find(({ name }) => name === 'bulkJob.create');
	if (!contacthub || !row) throw new Error('There is no such row');
	const [status] =
		contacthub.contract
			.find(({ id }) => id === 'bulkJob.getAll')
			?.parameters.filter(({ name }) => name === 'status') ?? [];
	/** After these nothing more happens to a job (Bulk-jobs > Get bulk jobs per node). */
	const ENDED = ['FAILED', 'PROCESSED', 'STOPPED'];

	/** How often a job is looked at that is in a state from the first look on, and what comes out. */
	const looksAt = async (state: string) => {
		let looks = 0;
		const job = { id: 'j1', totalEntities: 1 };
		const running = runOffline(
			contacthub,
			row,
			{ ...parameters, output: 'done', longestWait: 1 },
			{
				items: [{ externalId: '1' }],
				answer: ({ method }) => {
					if (method === 'POST') return { status: 201, body: { ...job, status: 'LOADED' } };
					looks += 1;
					return { status: 200, body: { ...job, status: state } };
				},
			},
		);
		const { output } = await passingTime(running);
		return { looks, output };
	};

	test.each(valuesOf(status?.schema ?? {}).map(String))('%s', async (state) => {
		const { looks, output } = await looksAt(state);
		const [item] = output;
		if (!ENDED.includes(state)) {
			expect(looks).toBeGreaterThan(3);
			expect(item).toMatchObject({ id: 'j1', status: state });
			return;
		}
		expect(looks).toBe(1);
		if (state === 'PROCESSED') expect(item).toMatchObject({ id: 'j1', status: state });
		else expect(item?.error).toBe(`The bulk job ended as ${state}`);
	});
});
