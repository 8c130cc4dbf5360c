/** How requests are sent: options are fields like all others, judged before anything leaves. */
import type { IDataObject } from 'n8n-workflow';
import { propertyOf } from '../../../core/editor/form.ts';
import {
	BATCHING,
	CONCURRENCY,
	PREVIEW,
	readOptions,
	REQUESTS_PER_MINUTE,
} from '../../../core/execution/options.ts';
import { CONTACTHUB_NODE_ID } from '../../../sandbox/contacthub/accounts.mts';
import { byId, runContacthub, useSandbox } from '../../nodes/Contacthub/run.mts';
import { runNode } from '../../engine/execute.mts';
import { people, runTaguchi, upsert } from '../../nodes/Taguchi/run.mts';
import { acme, nodeOf, rowOf } from './acme.mts';

const sandbox = useSandbox();

describe('the options of a run', () => {
	const batch = { max: 10, elements: () => [] };
	const node = nodeOf(acme(rowOf({ batch }), ''), async (context) => [
		[{ json: { ...readOptions(context) } }],
	]);
	const readAs = async (options: IDataObject) => {
		const parameters = { resource: 'person', operation: 'any', options };
		const { outputs } = await runNode({ node, parameters });
		return outputs[0]?.[0]?.json;
	};
	const usual = { concurrency: 5, requestsPerMinute: 0, batching: true, preview: false };

	test('are five requests at once, in batches, without a limit, unless somebody says otherwise', async () => {
		expect(await readAs({})).toEqual(usual);
		expect(await readAs({ concurrency: '7' })).toEqual({ ...usual, concurrency: 7 });
		expect(await readAs({ requestsPerMinute: '60' })).toEqual({ ...usual, requestsPerMinute: 60 });
		expect(await readAs({ batching: 'no' })).toEqual({ ...usual, batching: false });
		expect(await readAs({ preview: true })).toEqual({ ...usual, preview: true });
		expect(await readAs({ preview: false, batching: true })).toEqual(usual);
	});

	test('say in the form what they are', async () => {
		expect(await readAs({})).toEqual(usual);
		const shown = [CONCURRENCY, REQUESTS_PER_MINUTE, BATCHING, PREVIEW].map((field) => {
			const { displayName, description, default: value } = propertyOf('any', field);
			return [displayName, value, description];
		});
		expect(shown).toEqual([
			['Concurrent Requests', 5, expect.stringContaining('the first always goes alone')],
			['Requests per Minute', 0, expect.stringContaining('0 is no limit')],
			['Send in Batches', true, expect.stringContaining('each item still gets its own result')],
			['Preview', false, expect.stringContaining('Whether to send nothing')],
		]);
	});
});
const items = Array.from({ length: 12 }, (_, number) => ({ number }));

type OnError = { onError?: 'continueErrorOutput' };
const read = async (options: IDataObject, more: OnError = {}) => {
	const { refused: failed, ...result } = await runContacthub(sandbox(), {
		resource: 'customer',
		operation: 'getAll',
		parameters: { nodeId: byId(CONTACTHUB_NODE_ID), limit: 1, options },
		items,
		...more,
	});
	return { ...result, failed };
};
/** Only rows with batches have the switch. */
const write = async (options: IDataObject, more: OnError = {}) =>
	await runTaguchi(sandbox(), upsert({ items: people(12), parameters: { options }, ...more }));

const WRONG = ['={{ "five" }}', '={{ NaN }}', '={{ -1 }}', '={{ 1.5 }}', '={{ {} }}', '={{ [] }}'];

describe.each([
	[
		'concurrency',
		'Concurrent Requests',
		read,
		[...WRONG, '={{ 0 }}', '={{ 51 }}', '={{ Infinity }}'],
	],
	['requestsPerMinute', 'Requests per Minute', read, [...WRONG, '={{ "1e3" }}', '={{ Infinity }}']],
	['batching', 'Send in Batches', write, ['={{ "often" }}', '={{ 7 }}']],
])('%s', (name, label, run, wrong) => {
	test.each(wrong)('%s is refused by its label before anything is sent', async (value) => {
		const { error, requests } = await run({ [name]: value });
		expect(error?.message).toMatch(new RegExp(`^"${label}" needs `));
		expect(error?.description).toMatch(/\.$/);
		expect(requests).toEqual([]);
	});

	test('what is refused fails every item where On Error lets the workflow go on', async () => {
		const { done, failed, error } = await run(
			{ [name]: wrong[0] },
			{ onError: 'continueErrorOutput' },
		);
		expect(error).toBeUndefined();
		expect(done).toEqual([]);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	});
});

test('text that is a number counts as one, and an empty option as none', async () => {
	for (const options of [
		{ concurrency: '={{ "3" }}' },
		{ concurrency: '={{ "" }}', requestsPerMinute: '={{ null }}', batching: '={{ undefined }}' },
		{ requestsPerMinute: 0 },
	]) {
		const { error, requests } = await read(options);
		expect(error).toBeUndefined();
		expect(requests).toHaveLength(items.length);
	}
});
