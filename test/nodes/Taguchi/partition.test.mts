import type { IDataObject } from 'n8n-workflow';
import { inPassingTime } from '../../engine/passing-time.mts';
import { actionsOf, links, runTaguchi, useSandbox } from './run.mts';

const sandbox = useSandbox();
const write = (parameters: IDataObject, items: IDataObject[] = [{}]) => ({
	resource: 'partition',
	operation: 'upsert',
	parameters,
	items,
	onError: 'continueErrorOutput' as const,
});
const read = (parameters: IDataObject) => ({
	resource: 'partition',
	operation: 'get',
	parameters,
	onError: 'continueErrorOutput' as const,
});

test('101 partitions make two requests; created and updated ones are told apart', async () => {
	const items = Array.from({ length: 101 }, (_, number) => ({ ref: `store-${number % 100}` }));
	const run = await runTaguchi(sandbox(), write({ ref: '={{ $json.ref }}' }, items));
	expect(sandbox().requests.map((request) => actionsOf(request).length)).toEqual([100, 1]);
	expect(links(run.done)).toEqual(items.map((_, item) => ({ item })));
	expect(run.done.slice(99).map(({ json }) => json.code)).toEqual([201, 200]);
});

test('keeps ids and custom values as they are', async () => {
	const custom = {
		entry: [
			{ name: 'closed', value: '={{ 0 }}' },
			{ name: 'type', value: 'shop' },
		],
	};
	const fields = { organizationId: '9007199254740993', isArchived: true };
	await runTaguchi(
		sandbox(),
		write({
			ref: 'store-1',
			customFields: custom,
			additionalFields: { ...fields, customFields: custom },
		}),
	);
	expect(sandbox().taguchi.partitions).toMatchObject([
		{ organizationId: 9007199254740993n, isArchived: true, custom: { closed: 0, type: 'shop' } },
	]);

	const expected = [
		{
			json: {
				id: '9107199254740993',
				ref: 'store-1',
				organizationId: '9007199254740993',
				status: null,
				custom: { closed: 0, type: 'shop' },
			},
			pairedItem: { item: 0 },
		},
	];
	const byRef = await runTaguchi(sandbox(), read({ identifyBy: 'ref', ref: 'store-1' }));
	const byId = await runTaguchi(sandbox(), read({ identifyBy: 'id', id: '9107199254740993' }));
	expect(byRef.done).toEqual(expected);
	expect(byId.done).toEqual(expected);
});

test('a partition that is unknown, or that nothing identifies, fails alone', async () => {
	const items = [{ ref: 'store-1' }, { id: '12' }, {}, { ref: 'store-2' }];
	const identifiers = { ref: '={{ $json.ref ?? "" }}', id: '={{ $json.id ?? "" }}' };
	const run = await runTaguchi(sandbox(), write(identifiers, items));
	expect(links(run.done)).toEqual([{ item: 0 }, { item: 3 }]);
	expect(run.failed).toMatchObject([
		{ json: { details: { status: 404 } }, pairedItem: { item: 1 } },
		{ json: { error: 'Nothing identifies the partition' }, pairedItem: { item: 2 } },
	]);
	const nobody = await runTaguchi(sandbox(), read({ identifyBy: 'ref', ref: 'store-9' }));
	expect(nobody.failed).toMatchObject([{ json: { details: { status: 404 } } }]);
});

test('a lost answer is asked for again', async () => {
	sandbox().misbehave({ kind: 'reset-after' });
	const run = await inPassingTime(
		async () => await runTaguchi(sandbox(), write({ ref: 'store-1' })),
	);
	expect(run.done).toMatchObject([{ json: { code: 200 } }]);
	expect(sandbox().taguchi.partitions).toHaveLength(1);
});
