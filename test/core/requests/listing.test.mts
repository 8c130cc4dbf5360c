/** A page of a row's list, or all of it: what is asked for, and what is made of what comes. */
import type { Door } from '../../../core/requests/door.ts';
import { readList, readPage } from '../../../core/requests/listing.ts';
import { Slots } from '../../../core/execution/slots.ts';
import { text } from '../../../core/rows/field.ts';
import type { Operation, Paging } from '../../../core/rows/operation.ts';
import { many } from '../../../core/rows/operation.ts';
import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import type { Handler } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { editorContext } from '../../engine/request-context.mts';
import { acme, rowOf } from '../execution/acme.mts';

const server = useRecordingServer();

const plain = rowOf({
	query: { name: text('Name'), sort: text('Sort') },
	returns: many({}, 'list'),
});
const paging: Paging = {
	page: 'page',
	first: 1,
	size: 'size',
	pageSize: 2,
	id: 'id',
	total: (answer) => Object(answer).total,
};
const paged = { ...plain, paging };

function doorTo(row: Operation, slots?: Slots): Door {
	const { url } = server();
	const signed = { type: new HorisenTokenApi(), data: {} };
	return {
		context: editorContext(signed),
		vendor: acme(row, url),
		connection: { baseUrl: url, path: {} },
		slots,
	};
}

const records = (ids: string) => [...ids].map((id) => ({ id }));
/** What a page of a list holds; the total is told where a test says so. */
const pages =
	(list: () => string[], total?: number): Handler =>
	({ url }) => {
		const page = Number(new URL(url, 'http://localhost').searchParams.get('page'));
		return { body: { list: records(list()[page - 1] ?? ''), total } };
	};
const urls = () => server().received.map(({ url }) => url);
const NONE = { failure: { message: 'Acme found nothing that matches' } };
const ODD = {
	failure: { message: 'Acme answered something else where a list of records belongs' },
};

describe('a page', () => {
	test('is the first one, of the largest size, unless somebody asks for another', async () => {
		server().answer(pages(() => ['ab', 'c']));
		const door = doorTo(paged);
		expect(await readPage(door, paged, { name: 'x' })).toEqual({
			value: { records: records('ab'), next: { page: 2, before: 2 } },
		});
		expect(await readPage(door, paged, {}, { page: 2, before: 2 }, 5)).toEqual({
			value: { records: records('c'), next: undefined },
		});
		expect(urls()).toEqual(['/people?name=x&page=1&size=2', '/people?page=2&size=5']);
	});

	test('ends the list where the total says so', async () => {
		server().answer(pages(() => ['ab'], 2));
		expect(await readPage(doorTo(paged), paged, {})).toEqual({
			value: { records: records('ab'), total: 2, next: undefined },
		});
	});

	test.each<[string | undefined, number | undefined]>([
		['7', 7],
		['', 3],
		[undefined, 3],
	])('tells the total in a header of %j', async (header, total) => {
		const row = { ...paged, paging: { ...paging, totalHeader: 'X-Total' } };
		server().answer(() => ({
			body: { list: records('ab'), total: 3 },
			...(header !== undefined && { headers: { 'X-Total': header } }),
		}));
		expect(await readPage(doorTo(row), row, {})).toMatchObject({ value: { total } });
		expect(server().received[0]?.headers['x-total']).toBe('true');
	});

	test('of a vendor that tells no total goes on until one is not full', async () => {
		const { total: _total, ...untold } = paging;
		const row = { ...paged, paging: untold };
		server().answer(pages(() => ['ab'], 2));
		expect(await readPage(doorTo(row), row, {})).toEqual({
			value: { records: records('ab'), total: undefined, next: { page: 2, before: 2 } },
		});
	});

	test('is the whole list where the row has no pages', async () => {
		server().answer(() => ({ body: { list: records('abc') } }));
		expect(await readPage(doorTo(plain), plain, {})).toEqual({
			value: { records: records('abc') },
		});
		expect(await readList(doorTo(plain), plain, {}, 2)).toEqual({
			value: records('ab'),
			moved: false,
		});
		expect(await readList(doorTo(plain), plain, {})).toEqual({
			value: records('abc'),
			moved: false,
		});
	});

	test.each([plain, paged])('that cannot be read is a failure in words', async (row) => {
		const door = doorTo(row);
		server().answer(() => ({ status: 404 }));
		expect(await readPage(door, row, {})).toMatchObject(NONE);
		expect(await readList(door, row, {})).toMatchObject(NONE);
		server().answer(() => ({ body: { list: 'none' } }));
		expect(await readPage(door, row, {})).toMatchObject(ODD);
		expect(await readList(door, row, {})).toMatchObject(ODD);
	});
});

describe('a list', () => {
	test('is read to its end, or to its limit', async () => {
		server().answer(pages(() => ['ab', 'cd', 'e']));
		expect(await readList(doorTo(paged), paged, {})).toEqual({
			value: records('abcde'),
			moved: false,
		});
		expect(await readList(doorTo(paged), paged, {}, 3)).toEqual({
			value: records('abc'),
			moved: false,
		});
	});

	test('that moved once is read once more', async () => {
		const lists = [
			['ab', 'bc', 'd'],
			['ab', 'cd'],
		];
		server().answer((received, response) =>
			pages(() => lists[server().received.length > 3 ? 1 : 0] ?? [])(received, response),
		);
		expect(await readList(doorTo(paged), paged, {})).toEqual({
			value: records('abcd'),
			moved: false,
		});
		// Three pages in which one record came twice, two in which none did, and the empty end.
		expect(urls()).toHaveLength(6);
	});

	test('that moved twice gives all that was seen, each record once', async () => {
		const lists = [
			['ab', 'bx', 'd'],
			['ab', 'bc', 'd'],
		];
		server().answer((received, response) =>
			pages(() => lists[server().received.length > 3 ? 1 : 0] ?? [])(received, response),
		);
		expect(await readList(doorTo(paged), paged, {})).toEqual({
			value: records('abcdx'),
			moved: true,
		});
	});

	test('that cannot be read a second time stands as it was read first', async () => {
		server().answer((received, response) =>
			server().received.length > 3
				? { status: 404 }
				: pages(() => ['ab', 'bc', 'd'])(received, response),
		);
		expect(await readList(doorTo(paged), paged, {})).toEqual({
			value: records('abcd'),
			moved: true,
		});
	});

	test('with a limit is not read again', async () => {
		server().answer(pages(() => ['ab', 'bc', 'd']));
		expect(await readList(doorTo(paged), paged, {}, 3)).toEqual({
			value: records('abc'),
			moved: true,
		});
		expect(urls()).toHaveLength(2);
	});

	test('is asked for in the order that holds still, where all of it is read and no order was wished for', async () => {
		const row = { ...paged, paging: { ...paging, steady: { sort: 'created' } } };
		server().answer(pages(() => ['a']));
		await readList(doorTo(row), row, {});
		await readList(doorTo(row), row, {}, 1);
		await readList(doorTo(row), row, { sort: 'name' });
		await readList(doorTo(paged), paged, {});
		const steady = { sort: 'created', name: 'x' };
		const both = { ...paged, paging: { ...paging, steady } };
		await readList(doorTo(both), both, { sort: 'name' });
		expect(urls()).toEqual([
			'/people?sort=created&page=1&size=2',
			'/people?page=1&size=1',
			'/people?sort=name&page=1&size=2',
			'/people?page=1&size=2',
			'/people?sort=name&page=1&size=2',
		]);
	});

	test('that reaches too far is read in stretches of time, where its values leave room for that', async () => {
		const within = (
			{ name }: Readonly<Record<string, unknown>>,
			{ from, to }: { from?: number; to?: number },
		) => (name === 'x' ? undefined : { from, to });
		const row = { ...paged, paging: { ...paging, reach: 2, within } };
		server().answer(({ url }) => {
			const { searchParams } = new URL(url, 'http://localhost');
			const part = searchParams.has('to') && !searchParams.has('from');
			if (searchParams.has('to') || searchParams.has('from')) {
				return { body: { list: records(part ? 'ab' : ''), total: part ? 2 : 0 } };
			}
			return { body: { list: records('ab'), total: 3 } };
		});
		expect(await readList(doorTo(row), row, {})).toMatchObject({ value: records('ab') });
		expect(urls()).toHaveLength(4);
		const refused = {
			failure: { message: expect.stringContaining('only the first 2 can be read') },
		};
		expect(await readList(doorTo(row), row, { name: 'x' })).toMatchObject(refused);
		const uncut = { ...row, paging: { ...paging, reach: 2 } };
		expect(await readList(doorTo(uncut), uncut, {})).toMatchObject(refused);
	});

	test('whose first page tells the total is read side by side, as far as slots allow', async () => {
		let underWay = 0;
		const most: number[] = [];
		const handler = pages(() => ['ab', 'cd', 'ef', 'gh', 'i'], 9);
		server().answer(async (received, response) => {
			most.push(++underWay);
			for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
			underWay -= 1;
			return await handler(received, response);
		});
		for (const slots of [undefined, new Slots(2)]) {
			most.length = 0;
			expect(await readList(doorTo(paged, slots), paged, {})).toMatchObject({
				value: records('abcdefghi'),
			});
			expect(Math.max(...most)).toBe(slots ? 2 : 1);
		}
	});
});
