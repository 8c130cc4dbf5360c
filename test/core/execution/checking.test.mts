/** Every item is read and checked before anything is sent, and what cannot be sent is said in the words of its form. */
import type { IDataObject } from 'n8n-workflow';
import { identifier, mapping, text } from '../../../core/rows/field.ts';
import type { Batch, Operation } from '../../../core/rows/operation.ts';
import { done, one, results } from '../../../core/rows/operation.ts';
import { GET, POST } from '../../../core/rows/route.ts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import type { AcmeRun } from './acme.mts';
import { rowOf, runAcme } from './acme.mts';

const server = useRecordingServer();

const NAME = { name: '={{ $json.name }}' };
const named = (...names: string[]): IDataObject[] => names.map((name) => ({ name }));
const name = identifier('Name', { required: true });

async function run(row: Operation, more: AcmeRun) {
	server().answer(() => ({ body: {} }));
	const { failed, ...result } = await runAcme(row, server().url, {
		values: NAME,
		onError: 'continueErrorOutput',
		...more,
	});
	return {
		...result,
		told: failed.map(({ json }) => [json.name, json.error, json.message]),
		sent: server().received.map(({ method, url, body }) => `${method} ${url} ${body}`.trim()),
	};
}

describe('an item that cannot be sent', () => {
	const refusal = { message: 'Not so', description: 'Mend it.' };
	const row = rowOf({ request: POST('/people'), body: { name }, returns: done() });
	const isNo = (values: Readonly<Record<string, unknown>>) =>
		values.name === 'no' ? refusal : undefined;

	test('is refused by its row, and the others go on', async () => {
		const { told, sent } = await run(
			{ ...row, refuse: isNo },
			{ items: named('ann', 'no', 'bob') },
		);
		expect(told).toEqual([['no', 'Not so', 'Mend it.']]);
		expect(sent).toEqual(['POST /people {"name":"ann"}', 'POST /people {"name":"bob"}']);
	});

	test('is refused by its procedure, which sees the item itself', async () => {
		const seen: unknown[] = [];
		const procedure = {
			refuse: (values: Readonly<Record<string, unknown>>, item: IDataObject) => {
				seen.push(item);
				return isNo(values);
			},
			run: async () => ({ items: [] }),
		};
		const items = [{ name: 'no', file: 'x' }, { name: 'ann' }];
		const { told } = await run({ ...row, procedure }, { items });
		expect(told).toEqual([['no', 'Not so', 'Mend it.']]);
		expect(seen).toEqual(items);
	});

	test('stops the node before anything is sent, without On Error', async () => {
		const { error, sent } = await run(
			{ ...row, refuse: isNo },
			{ items: named('ann', 'no'), onError: undefined },
		);
		expect(error).toMatchObject({
			message: 'Not so',
			description: 'Mend it.',
			context: { itemIndex: 1 },
		});
		expect(sent).toEqual([]);
	});

	test('names the item that cannot be read', async () => {
		const { told, error } = await run(row, { items: named('ann', '', 'bob') });
		expect(error).toBeUndefined();
		expect(told).toEqual([
			['', '"Name" is empty', 'Fill it in, or map it from the incoming item.'],
		]);
	});
});

describe('a part of the path', () => {
	const row = rowOf({
		request: GET('/people/{name}{/version}'),
		path: { name, version: text('Version') },
		query: { note: text('Note') },
		returns: one({}),
	});
	const version = (value: string) => ({
		values: { ...NAME, additionalFields: { version: value } },
		items: named('ann'),
	});

	test('never leads to another address', async () => {
		const { told, sent } = await run(row, { items: named('..', 'ann') });
		expect(told).toEqual([
			[
				'..',
				'"Name" is no ID: dots in its place lead to another address',
				'Correct the value, or the expression that gives it.',
			],
		]);
		expect(sent).toEqual(['GET /people/ann']);
		expect((await run(row, version('..'))).told).toHaveLength(1);
	});

	test('may be left out, unless it was filled in with what nobody sees', async () => {
		expect((await run(row, version(''))).sent).toEqual(['GET /people/ann']);
		expect((await run(row, version('7'))).sent).toEqual(['GET /people/ann/7']);
		const blank = await run(row, version(' \u00a0'));
		expect(blank.sent).toEqual([]);
		expect(blank.told).toEqual([['ann', expect.stringMatching(/^"Version" /), expect.any(String)]]);
	});

	test('a blank that is no part of the path is as good as none', async () => {
		const values = { ...NAME, additionalFields: { note: '' } };
		expect((await run(row, { values, items: named('ann') })).sent).toEqual(['GET /people/ann']);
	});
});

describe('a batch', () => {
	const batch: Batch = {
		max: 2,
		elements: ({ name: list }) => String(list).split('+'),
		group: ({ name: list }) => String(list)[0] ?? '',
	};
	const row = rowOf({
		request: POST('/people'),
		body: { name },
		batch: { ...batch, several: true },
		returns: results({}, () => ({ json: {} }), {}),
	});

	test('takes as many elements of an item as fit into one request, and refuses more', async () => {
		const { told, sent } = await run(row, { items: named('a+b', 'a+b+c', 'a') });
		expect(told.filter(([list]) => list === 'a+b+c')).toEqual([
			[
				'a+b+c',
				'The item holds 3 actions; Acme takes at most 2 in one request',
				'Spread the actions over several items.',
			],
		]);
		expect(sent).toEqual(['POST /people ["a","b"]', 'POST /people ["a"]']);
	});

	test('holds items of one group alone; without groups all may share a request', async () => {
		const grouped = await run(row, { items: named('a', 'b', 'a') });
		expect(grouped.sent).toEqual(['POST /people ["a","a"]', 'POST /people ["b"]']);
		const { group: _group, ...plain } = batch;
		const together = await run({ ...row, batch: plain }, { items: named('a', 'b') });
		expect(together.sent).toEqual(['POST /people ["a","b"]']);
	});
});

test('which columns were mapped by name is said once, and nothing where none were', async () => {
	const row = rowOf({
		request: POST('/people'),
		body: { person: mapping('Person', 'getFields', { email: text('Email') }) },
		returns: done(),
	});
	const person = { mappingMode: 'autoMapInputData', value: null, matchingColumns: [], schema: [] };
	const items = [{ email: 'a@example.com', other: 1 }, { email: 'b@example.com' }];
	const { hints } = await run(row, { values: { person }, items });
	expect(hints.filter((hint) => hint.startsWith('Map'))).toEqual([
		'Map Automatically used these columns: email. It left out, because no field has their name: other.',
	]);
	const plain = rowOf({ request: POST('/people'), body: { name }, returns: done() });
	const quiet = await run(plain, { items: named('ann') });
	expect(quiet.hints).toEqual([]);
});
