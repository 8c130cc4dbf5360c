/** Which request carries which items, how many are under way at once, and in what order. */
import { setImmediate as turn } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { text } from '../../../core/rows/field.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import { done, results } from '../../../core/rows/operation.ts';
import { POST, PUT } from '../../../core/rows/route.ts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import type { AcmeRun } from './acme.mts';
import { rowOf, runAcme } from './acme.mts';

const server = useRecordingServer();

const values = { name: '={{ $json.name }}' };
const named = (...names: string[]): IDataObject[] => names.map((name) => ({ name }));
const body = { name: text('Name', { required: true }) };

/** How long a request stays under way, in turns of the event loop. */
const TURNS = 20;

/** Runs a row; tells what was sent, and what was under way together. */
async function run(row: Operation, more: AcmeRun) {
	const underWay = new Set<string>();
	const together: string[][] = [];
	server().answer(async (received) => {
		underWay.add(received.body);
		together.push([...underWay]);
		for (let turns = 0; turns < TURNS; turns++) await turn();
		underWay.delete(received.body);
		const sent: unknown = JSON.parse(received.body);
		return { body: Array.isArray(sent) ? sent : {} };
	});
	const result = await runAcme(row, server().url, { values, ...more });
	return {
		...result,
		together,
		sent: server().received.map(({ method, url, body: sent }) => `${method} ${url} ${sent}`),
	};
}

const plain = rowOf({ request: POST('/people'), body, returns: done() });
const batched = rowOf({
	request: POST('/people'),
	body,
	batch: { max: 2, elements: ({ name }) => [name], keys: ({ name }) => [String(name)] },
	returns: results({}, (said) => ({ json: { said: String(said) } }), {}),
});

test('items travel together up to the limit of the vendor, and alone where batches are turned off', async () => {
	const items = named('a', 'b', 'c');
	const inBatches = await run(batched, { items });
	expect(inBatches.sent).toEqual(['POST /people ["a","b"]', 'POST /people ["c"]']);
	const off = { ...values, options: { batching: false } };
	const alone = await run(batched, { items, values: off });
	expect(alone.sent).toEqual(['POST /people ["a"]', 'POST /people ["b"]', 'POST /people ["c"]']);
	expect(alone.done.map(({ json }) => json.said)).toEqual(['a', 'b', 'c']);
});

test('a row whose endpoint for many is another one uses its own where batches are turned off', async () => {
	const { batch } = batched;
	if (!batch) throw new Error('The row has batches');
	const row = { ...plain, returns: done(), batch: { ...batch, request: PUT('/people/bulk') } };
	const off = { ...values, options: { batching: false } };
	const alone = await run(row, { items: named('a', 'b'), values: off });
	expect(alone.sent).toEqual(['POST /people {"name":"a"}', 'POST /people {"name":"b"}']);
	const inBatches = await run(row, { items: named('a', 'b'), onError: 'continueErrorOutput' });
	expect(inBatches.sent).toEqual(['PUT /people/bulk ["a","b"]']);
});

test('the first request goes alone, then as many as Concurrent Requests says', async () => {
	const items = named('a', 'b', 'c', 'd', 'e', 'f');
	const options = { concurrency: 2 };
	const { together } = await run(plain, { items, values: { ...values, options } });
	expect(together[0]).toHaveLength(1);
	expect(together[1]).not.toContain('{"name":"a"}');
	expect(Math.max(...together.map((requests) => requests.length))).toBe(2);
});

test('what concerns the same person never overtakes, and the rest does not wait for it', async () => {
	const off = { ...values, options: { batching: false } };
	const items = named('z', 'a', 'a', 'b', 'a');
	const { together, sent } = await run(batched, { items, values: off });
	expect(sent.filter((request) => request.includes('"a"'))).toHaveLength(3);
	for (const requests of together) {
		expect(requests.filter((request) => request.includes('"a"')).length).toBeLessThan(2);
	}
	expect(together.some((requests) => requests.length > 1)).toBe(true);
});

test('procedures run one by one', async () => {
	let underWay = 0;
	let most = 0;
	const row: Operation = {
		...plain,
		procedure: {
			run: async ({ items }) => {
				most = Math.max(most, ++underWay);
				for (let turns = 0; turns < TURNS; turns++) await turn();
				underWay -= 1;
				return {
					items: items.map(({ itemIndex: item }) => ({ json: { item }, pairedItem: { item } })),
				};
			},
		},
	};
	const { done: output } = await run(row, { items: named('a', 'b', 'c', 'd') });
	expect(output.map(({ json }) => json.item)).toEqual([0, 1, 2, 3]);
	expect(most).toBe(1);
});

test('a preview shows each request once, linked to all items that it would carry, and sends none', async () => {
	const preview = { ...values, options: { preview: true } };
	const {
		done: output,
		sent,
		hints,
	} = await run(batched, {
		items: named('a', 'b', 'c'),
		values: preview,
	});
	expect(sent).toEqual([]);
	expect(hints).toEqual([]);
	expect(output).toEqual([
		{
			json: { preview: 'Not sent', method: 'POST', path: '/people', body: ['a', 'b'] },
			pairedItem: [{ item: 0 }, { item: 1 }],
		},
		{
			json: { preview: 'Not sent', method: 'POST', path: '/people', body: ['c'] },
			pairedItem: [{ item: 2 }],
		},
	]);
});

test('a run over several items ends with one sentence, but not for an agent', async () => {
	const begun = performance.now();
	const { hints } = await run(plain, { items: named('a', 'b') });
	const tookMs = performance.now() - begun;
	expect(hints).toEqual([
		expect.stringMatching(/^2 items: 2 accepted\. 2 requests in \d+\.\d seconds\.$/),
	]);
	// Rounded to a tenth of a second.
	const [, seconds] = / in (\S+) seconds/.exec(String(hints[0])) ?? [];
	expect(Number(seconds) * 1_000).toBeLessThanOrEqual(tookMs + 50);
	expect((await run(plain, { items: named('a', 'b'), tool: true })).hints).toEqual([]);
	expect((await run(plain, { items: named('a') })).hints).toEqual([]);
});

test('a choice that the node does not know fails its items by name', async () => {
	const { error } = await run(plain, {
		items: named('a'),
		values: { ...values, operation: 'no such' },
	});
	expect(error).toMatchObject({
		message: 'Acme has no operation "no such" for "person"',
		description: 'Choose Resource and Operation again.',
	});
	const unknown = await run(plain, {
		items: named('a', 'b'),
		values: { ...values, operation: 'no such' },
		onError: 'continueErrorOutput',
	});
	expect(unknown.failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
});
