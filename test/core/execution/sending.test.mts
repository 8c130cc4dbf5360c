/** What is sent for one item or for several, and what an answer means for each of them. */
import type { IDataObject } from 'n8n-workflow';
import { choice, text } from '../../../core/rows/field.ts';
import type { Batch, Operation, Result, TaskItem } from '../../../core/rows/operation.ts';
import { done, many, one } from '../../../core/rows/operation.ts';
import { GET, POST, PUT } from '../../../core/rows/route.ts';
import type { Handler } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import type { AcmeRun } from './acme.mts';
import { rowOf, runAcme } from './acme.mts';

const server = useRecordingServer();

const NAME = { name: '={{ $json.name }}' };
const named = (...names: string[]): IDataObject[] => names.map((name) => ({ name }));
const GO_ON = { onError: 'continueErrorOutput' } as const;

async function run(row: Operation, handler: Handler, more: AcmeRun = {}) {
	server().answer(handler);
	const result = await runAcme(row, server().url, { values: NAME, ...more });
	return {
		...result,
		sent: server().received.map(
			({ method, url, body }) => `${method} ${url}${body === '' ? '' : ` ${body}`}`,
		),
		texts: result.failed.map(({ json }) => `${String(json.name)}: ${String(json.error)}`),
	};
}

describe('a batch', () => {
	const verdict = (element: unknown): Result | undefined => {
		const { name, code } = Object(element);
		if (code === undefined) return undefined;
		return code === 200 ? { json: { wrote: name } } : { refused: { message: `not ${name}` } };
	};
	const batch: Batch = {
		max: 10,
		elements: ({ name }) =>
			String(name)
				.split('+')
				.map((part) => ({ name: part })),
	};
	const row = rowOf({
		request: POST('/people'),
		idempotent: false,
		body: { name: text('Name', { required: true }) },
		batch,
		returns: { kind: 'results', shape: {}, read: verdict },
	});
	const several = { ...row, batch: { ...batch, several: true } };
	/** Accepts every element but those that are called "no". */
	const judging: Handler = ({ body }) => ({
		body: JSON.parse(body).map(({ name }: { name: string }) => ({
			name,
			code: name === 'no' ? 400 : 200,
		})),
	});

	test('is one request, and every verdict goes back to its own item', async () => {
		const {
			done: output,
			texts,
			sent,
		} = await run(row, judging, {
			items: named('ann', 'no', 'bob'),
			...GO_ON,
		});
		expect(sent).toEqual(['POST /people [{"name":"ann"},{"name":"no"},{"name":"bob"}]']);
		expect(output).toEqual([
			{ json: { wrote: 'ann' }, pairedItem: { item: 0 } },
			{ json: { wrote: 'bob' }, pairedItem: { item: 2 } },
		]);
		expect(texts).toEqual(['no: Acme did not accept this item: not no']);
	});

	test('lists the verdicts of an item with several elements', async () => {
		const { done: output, texts } = await run(several, judging, {
			items: named('ann+bob', 'cid+no', 'dan'),
			...GO_ON,
		});
		expect(output.map(({ json }) => json)).toEqual([
			{ results: [{ wrote: 'ann' }, { wrote: 'bob' }] },
			{ results: [{ wrote: 'dan' }] },
		]);
		expect(texts).toEqual(['cid+no: Acme did not accept this item: action 2 of 2: not no']);
	});

	test('is wrapped as the row says, with the values of its first item, and goes where many go', async () => {
		const wrapped = {
			...row,
			batch: {
				...batch,
				request: PUT('/people/bulk'),
				wrap: (elements: unknown[], { name }: Readonly<Record<string, unknown>>) => ({
					first: name,
					elements,
				}),
			},
		};
		const { sent } = await run(wrapped, () => ({ body: [] }), {
			items: named('ann', 'bob'),
			...GO_ON,
		});
		expect(sent).toEqual([
			'PUT /people/bulk {"first":"ann","elements":[{"name":"ann"},{"name":"bob"}]}',
		]);
	});

	test('knows the values of the item behind each element', async () => {
		const owners: unknown[] = [];
		const reading = {
			...several,
			batch: {
				...several.batch,
				read: (_answer: unknown, elements: readonly unknown[], values: readonly unknown[]) => {
					owners.push(...values);
					return elements.map((): Result => ({ json: {} }));
				},
			},
		};
		await run(reading, () => ({ body: {} }), { items: named('ann+bob', 'cid') });
		expect(owners).toEqual([{ name: 'ann+bob' }, { name: 'ann+bob' }, { name: 'cid' }]);
	});

	test('that is refused as a whole, and may have been done, fails all of its items with one advice', async () => {
		const { failed, sent } = await run(row, () => ({ status: 400 }), {
			items: named('ann', 'bob'),
			...GO_ON,
		});
		expect(sent).toHaveLength(1);
		for (const { json } of failed) {
			expect(json.message).toMatch(/was refused for all its 2 items together/);
		}
	});

	test('that is refused as a whole, and has done nothing, is sent again in halves', async () => {
		const refusing: Handler = (received, response) =>
			received.body.includes('"no"') ? { status: 400 } : judging(received, response);
		const {
			done: output,
			texts,
			sent,
		} = await run({ ...row, idempotent: true }, refusing, {
			items: named('ann', 'bob', 'no'),
			...GO_ON,
		});
		expect(output.map(({ json }) => json.wrote)).toEqual(['ann', 'bob']);
		expect(texts).toEqual(['no: Acme did not accept the request (400)']);
		expect(sent).toHaveLength(3);
	});

	test('is not sent again where its answer speaks of every element, even with a status that refuses', async () => {
		const partly: Handler = async (received, response) => ({
			...(await judging(received, response)),
			status: 400,
		});
		const {
			done: output,
			texts,
			sent,
		} = await run({ ...row, idempotent: true }, partly, {
			items: named('ann', 'no'),
			...GO_ON,
		});
		expect([output.length, texts.length, sent.length]).toEqual([1, 1, 1]);
	});

	test('stops at its first failure without On Error, with what was accepted before', async () => {
		const { error } = await run(row, judging, { items: named('ann', 'no', 'bob') });
		expect(error).toMatchObject({
			message: 'Acme did not accept this item: not no',
			description: expect.stringContaining('Already accepted: 2 of 3 items'),
			context: { itemIndex: 1 },
		});
	});
});

describe('a write that lost a race', () => {
	const row = rowOf({
		request: PUT('/people/{name}'),
		path: { name: text('Name', { required: true }) },
		body: { colour: choice('Colour', [{ name: 'Red', value: 'red' }], { required: true }) },
		returns: one({ name: text('Name') }),
		renew: {
			wanted: ({ name }) => name !== 'eve',
			request: GET('/people/{name}/current'),
			body: (values, current) => ({ ...values, version: Object(current).version }),
		},
	});
	/** Answers the first write with a conflict. */
	const racing = (current: unknown, status = 200): Handler => {
		let writes = 0;
		return ({ method }) => {
			if (method === 'GET') return { status, body: current };
			return ++writes === 1 ? { status: 409 } : { body: { name: 'written' } };
		};
	};

	test('is sent once more upon the current record', async () => {
		const { done: output, sent } = await run(row, racing({ version: 7 }), { items: named('ann') });
		expect(output.map(({ json }) => json)).toEqual([{ name: 'written' }]);
		expect(sent).toEqual([
			'PUT /people/ann {"colour":"red"}',
			'GET /people/ann/current',
			'PUT /people/ann {"name":"ann","colour":"red","version":7}',
		]);
	});

	test('is not sent again where the item does not want that, nor after any other refusal', async () => {
		const unwanted = await run(row, racing({ version: 7 }), { items: named('eve'), ...GO_ON });
		expect(unwanted.texts).toEqual(['eve: Acme reports a conflict with existing data']);
		expect(unwanted.sent).toHaveLength(1);
		const refused = await run(row, () => ({ status: 404 }), { items: named('ann'), ...GO_ON });
		expect(refused.sent).toHaveLength(1);
		const { renew: _renew, ...plain } = row;
		const lost = await run(plain, racing({}), { items: named('ann'), ...GO_ON });
		expect(lost.texts).toEqual(['ann: Acme reports a conflict with existing data']);
	});

	test('says why where the current record cannot be read', async () => {
		const gone = await run(row, racing({ words: 'gone' }, 404), { items: named('ann'), ...GO_ON });
		expect(gone.texts).toEqual(['ann: Acme found nothing that matches: gone']);
		const odd = await run(row, racing([]), { items: named('ann'), ...GO_ON });
		expect(odd.texts).toEqual(['ann: Acme answered something else where a record belongs']);
		expect(odd.failed[0]?.json.message).toMatch(/^Check the address/);
		expect(odd.sent).toHaveLength(2);
	});
});

describe('a list', () => {
	const paged = rowOf({
		request: GET('/people'),
		query: { name: text('Name', { required: true }) },
		paging: { page: 'page', first: 0, size: 'size', pageSize: 2, id: 'id' },
		returns: many({ id: text('ID') }, undefined, ['id']),
	});
	const pages =
		(...all: unknown[][]): Handler =>
		({ url }) => {
			const page = Number(new URL(url, 'http://localhost').searchParams.get('page'));
			return { body: all[page] ?? [] };
		};
	const records = (...ids: string[]) => ids.map((id) => ({ id, more: 1 }));
	const all = { ...NAME, returnAll: true };

	test('is read to its end, or to its limit, in short or in full', async () => {
		const handler = pages(records('a', 'b'), records('c'));
		const items = named('ann');
		const every = await run(paged, handler, { items, values: all });
		expect(every.done.map(({ json }) => json)).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
		const values = { ...NAME, limit: 1, simplify: false };
		const first = await run(paged, handler, { items, values });
		expect(first.done.map(({ json }) => json)).toEqual(records('a'));
		expect(first.hints).toEqual([]);
	});

	test('that did not hold still gives what was seen, and says the doubt once', async () => {
		const moving = pages(records('a', 'b'), records('b', 'c'), records('d'));
		const { done: output, hints } = await run(paged, moving, {
			items: named('ann', 'bob'),
			values: all,
		});
		expect(output).toHaveLength(8);
		expect(hints).toEqual([
			'A list changed while it was read, so some of its records may be missing. None comes twice. To be sure, run it again when less is going on.',
		]);
	});

	test('of something else than records is a failure, and so is one that cannot be read', async () => {
		const odd = await run(paged, pages(['a', 'b'], []), {
			items: named('ann'),
			values: all,
			...GO_ON,
		});
		expect(odd.texts).toEqual([
			'ann: Acme answered something else where a list of records belongs',
		]);
		const none = await run(paged, () => ({ status: 404 }), { items: named('ann'), ...GO_ON });
		expect(none.texts).toEqual(['ann: Acme found nothing that matches']);
	});

	test('that the vendor cuts off says how much is missing', async () => {
		const total = (answer: unknown) => Number(Object(answer).total);
		const row = rowOf({
			query: { name: text('Name') },
			returns: { ...many({}, 'list'), total },
		});
		const cut = await run(row, () => ({ body: { list: [{}, {}], total: 7 } }), {
			items: named('ann', 'bob'),
		});
		expect(cut.done).toHaveLength(4);
		expect(cut.hints).toEqual([
			'Acme lists 2 of 7 records here, and documents no way to the others.',
		]);
		const whole = await run(row, () => ({ body: { list: [{}], total: 1 } }), { items: named('a') });
		expect(whole.hints).toEqual([]);
		const refused = await run(row, () => ({ status: 404, body: { list: [], total: 1 } }), GO_ON);
		expect(refused.hints).toEqual([]);
	});
});

test('a row may know better how to get unstuck, for a request and for a single verdict', async () => {
	const advise = (status: number | undefined) => (status === 404 ? 'Look elsewhere.' : undefined);
	const plain = rowOf({ body: undefined, query: { name: text('Name') }, advise });
	const { failed } = await run(plain, () => ({ status: 404 }), { items: named('ann'), ...GO_ON });
	expect(failed[0]?.json.message).toBe('Look elsewhere.');
	const other = await run(plain, () => ({ status: 409 }), { items: named('ann'), ...GO_ON });
	expect(other.failed[0]?.json.message).toMatch(/^Read the current record/);
	const read = (element: unknown): Result => ({
		refused: { message: 'no', status: Number(Object(element).code) },
	});
	const batched = rowOf({
		request: POST('/people'),
		body: { name: text('Name') },
		batch: { max: 10, elements: ({ name }) => [name] },
		returns: { kind: 'results', shape: {}, read },
		advise,
	});
	const codes = [{ code: 404 }, { code: 400 }];
	const told = await run(batched, () => ({ body: codes }), {
		items: named('ann', 'bob'),
		...GO_ON,
	});
	expect(told.failed.map(({ json }) => json.message)).toEqual([
		'Look elsewhere.',
		'Correct the values of this item. The other items of the request are not affected.',
	]);
});

describe('a procedure', () => {
	type Item = TaskItem<Readonly<Record<string, unknown>>>;
	const groups: string[][] = [];
	const nameOf = ({ values }: Item) => String(values.name);
	const row = rowOf({
		request: POST('/people'),
		body: { name: text('Name', { required: true }) },
		returns: done(),
		procedure: {
			group: ({ name }) => String(name)[0],
			run: async ({ items }) => {
				groups.push(items.map(nameOf));
				if (items.some((item) => nameOf(item) === 'no')) {
					return { failure: { message: 'No', description: 'Not so.' } };
				}
				const pairedItem = items.map(({ itemIndex }) => ({ item: itemIndex }));
				return { items: [{ json: { together: items.length }, pairedItem }] };
			},
		},
	});

	beforeEach(() => {
		groups.length = 0;
	});

	test('handles the items of a group together, and links what it gives by itself', async () => {
		const { done: output } = await run(row, () => ({}), { items: named('ann', 'bob', 'abe') });
		expect(groups).toEqual([['ann', 'abe'], ['bob']]);
		expect(output).toEqual([
			{ json: { together: 2 }, pairedItem: [{ item: 0 }, { item: 2 }] },
			{ json: { together: 1 }, pairedItem: [{ item: 1 }] },
		]);
	});

	test('that comes to nothing fails every item of its group', async () => {
		const { texts, done: output } = await run(row, () => ({}), {
			items: named('no', 'bob', 'nan'),
			...GO_ON,
		});
		expect(texts).toEqual(['no: No', 'nan: No']);
		expect(output.map(({ json }) => json)).toEqual([{ together: 1 }]);
	});

	test('handles items without a group alone', async () => {
		const { procedure } = row;
		if (!procedure) throw new Error('The row has a procedure');
		const alone = { ...row, procedure: { ...procedure, group: () => undefined } };
		await run(alone, () => ({}), { items: named('ann', 'abe') });
		const { group: _group, ...plain } = procedure;
		await run({ ...row, procedure: plain }, () => ({}), { items: named('ann', 'abe') });
		expect(groups).toEqual([['ann'], ['abe'], ['ann'], ['abe']]);
	});
});
