/** What became of each item: its records, a failure of its own, or what stops the node. */
import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { text } from '../../../core/rows/field.ts';
import type { Performed, Task } from '../../../core/rows/operation.ts';
import { done, many } from '../../../core/rows/operation.ts';
import { GET, POST } from '../../../core/rows/route.ts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import type { AcmeRun } from './acme.mts';
import { rowOf, runAcme } from './acme.mts';

const server = useRecordingServer();

const LIST = rowOf({
	request: GET('/lists/{id}'),
	path: { id: text('ID', { required: true }) },
	returns: many({}),
});
const WRITE = rowOf({
	request: POST('/people/{id}'),
	idempotent: false,
	path: { id: text('ID', { required: true }) },
	returns: done(),
});
const ID = { id: '={{ $json.id }}' };
const ids = (...all: string[]): IDataObject[] => all.map((id) => ({ id }));

/** A list of as many records as its ID says; `no` is refused. */
function lists() {
	server().answer(({ url }) => {
		const id = url.split('/').at(-1);
		if (id === 'no') return { status: 404, body: { words: 'no such list' } };
		return { body: Array.from({ length: Number(id) }, (_, number) => ({ number })) };
	});
}

const read = async (items: IDataObject[], more: AcmeRun = {}) => {
	lists();
	return await runAcme(LIST, server().url, { values: ID, items, ...more });
};

test('every record is linked to its item, in the order of the input', async () => {
	const { done: output } = await read(ids('2', '0', '1'));
	expect(output).toEqual([
		{ json: { number: 0 }, pairedItem: { item: 0 } },
		{ json: { number: 1 }, pairedItem: { item: 0 } },
		{ json: { number: 0 }, pairedItem: { item: 2 } },
	]);
});

test('an item that comes to nothing goes to the error output, and the others go on', async () => {
	const run = await read(ids('1', 'no', '1'), { onError: 'continueErrorOutput' });
	expect(run.error).toBeUndefined();
	expect(run.done.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
	expect(run.failed).toEqual([
		{
			json: {
				id: 'no',
				error: 'Acme found nothing that matches: no such list',
				message: 'Check the identifier, and that the credential belongs to the right account.',
				details: { status: 404 },
			},
			pairedItem: { item: 1 },
		},
	]);
});

describe('without On Error', () => {
	test('the first item that comes to nothing stops the node, and says how many were accepted before', async () => {
		const { error, done: output } = await read(ids('1', '0', 'no', '1'), {
			values: { ...ID, options: { concurrency: 1 } },
		});
		expect(output).toEqual([]);
		expect(error).toMatchObject({
			message: 'Acme found nothing that matches: no such list',
			description:
				'Check the identifier, and that the credential belongs to the right account. Already accepted: 2 of 4 items. Set On Error to Continue to let the others pass.',
			context: { itemIndex: 2 },
		});
		expect(server().received).toHaveLength(3);
	});

	test('nothing is said of others where none was accepted', async () => {
		const { error } = await read(ids('no', '1'));
		expect(error?.description).toBe(
			'Check the identifier, and that the credential belongs to the right account.',
		);
	});

	test('values that do not fit stop the node before anything is sent', async () => {
		const { error } = await read(ids('1', ''));
		expect(error).toMatchObject({ message: '"ID" is empty', context: { itemIndex: 1 } });
		expect(server().received).toEqual([]);
	});
});

describe('what is thrown', () => {
	const thrower = (thrown: (task: Task<unknown>) => unknown) =>
		rowOf({
			...WRITE,
			procedure: {
				run: async (task): Promise<Performed> => {
					throw thrown(task);
				},
			},
		});
	const run = async (thrown: (task: Task<unknown>) => unknown, more: AcmeRun = {}) =>
		await runAcme(thrower(thrown), server().url, { values: ID, items: ids('a', 'b'), ...more });

	test('becomes words of the item that it belongs to', async () => {
		const { error } = await run(() => new Error('Odd'));
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'Odd',
			description: 'Check the credential and the settings of this node.',
			context: { itemIndex: 0 },
		});
		const { failed } = await run(() => 'Odd', { onError: 'continueErrorOutput' });
		expect(failed.map(({ json }) => [json.id, json.error])).toEqual([
			['a', 'Odd'],
			['b', 'Odd'],
		]);
	});

	test('stays as it is where it has its own words', async () => {
		const own = ({ context }: Task<unknown>) =>
			new NodeOperationError(context.getNode(), 'Not so.', {
				description: 'Mend it.',
				itemIndex: 1,
			});
		const { error } = await run(own);
		expect(error).toMatchObject({
			message: 'Not so.',
			description: 'Mend it.',
			context: { itemIndex: 1 },
		});
		const told = await run(own, { tool: true });
		expect(told.error?.message).toBe('Not so. Mend it.');
	});
});

test('a stopped execution ends as a whole, even where On Error lets items go on', async () => {
	const stop = new AbortController();
	server().answer(() => {
		stop.abort();
		return undefined;
	});
	const { status } = await runAcme(WRITE, server().url, {
		values: { ...ID, options: { concurrency: 1 } },
		items: ids('a', 'b'),
		onError: 'continueErrorOutput',
		signal: stop.signal,
	});
	expect(status).toBe('canceled');
	expect(server().received).toHaveLength(1);
});

test('an agent reads that nothing was found, and anybody else gets no item', async () => {
	const { done: output } = await read(ids('0'), { tool: true });
	expect(output).toMatchObject([{ json: { message: 'Acme found nothing that matches' } }]);
	expect((await read(ids('0'))).done).toEqual([]);
	expect((await read(ids('1'), { tool: true })).done).toMatchObject([{ json: { number: 0 } }]);
});
