/** How requests are sent: options are fields like all others, judged before anything leaves. */
import type { IDataObject } from 'n8n-workflow';
import { CONTACTHUB_NODE_ID } from '../../../sandbox/contacthub/accounts.mts';
import { byId, runContacthub, useSandbox } from '../../nodes/Contacthub/run.mts';
import { people, runTaguchi, upsert } from '../../nodes/Taguchi/run.mts';

const sandbox = useSandbox();
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
