/** One pass over a list: everything once, in order, within the limit, and whatever moves is told. */
import * as fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import type { Paging } from '../../../core/rows/operation.ts';
import type { Place } from '../../../core/requests/paging.ts';
import type { Listed } from '../../../core/requests/sweeping.ts';
import { sweep } from '../../../core/requests/sweeping.ts';

const paging: Paging = { page: 'page', first: 1, size: 'size', pageSize: 50, id: 'id' };
const records = (length: number, from = 0) =>
	Array.from({ length }, (_, at) => ({ id: `r${from + at}` }));
const idsOf = (found: readonly unknown[]) => found.map((record) => String(Object(record).id));

interface Vendor {
	/** The records in their order; a test may change them between requests. */
	stored: Array<{ id: string }>;
	/** The most that it serves in a page. */
	cap?: number;
	total?: boolean;
	/** Called before each page is served. */
	change?(request: number): void;
}

/** A vendor's list, and what was asked of it. */
function listOf(vendor: Vendor, more: Partial<Listed> = {}) {
	const asked: Array<Place & { size: number }> = [];
	let underWay = 0;
	let mostAtOnce = 0;
	const list: Listed = {
		paging,
		ahead: 1,
		identify: (record) => idsOf([record])[0],
		readPage: async (place, size) => {
			asked.push({ ...place, size });
			vendor.change?.(asked.length);
			const served = Math.min(size, vendor.cap ?? size);
			const start = (place.page - 1) * served;
			const page = vendor.stored.slice(start, start + served);
			const { length } = vendor.stored;
			mostAtOnce = Math.max(mostAtOnce, ++underWay);
			await turn();
			underWay -= 1;
			return { records: page, ...(vendor.total && { total: length }) };
		},
		...more,
	};
	return { list, asked, most: () => mostAtOnce };
}

test('every record once, in order, up to the limit, whether the list tells its length or not', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 0, max: 320 }),
			fc.option(fc.integer({ min: 1, max: 320 }), { nil: undefined }),
			fc.boolean(),
			fc.integer({ min: 1, max: 12 }),
			fc.constantFrom(undefined, 20),
			async (length, limit, total, ahead, cap) => {
				// Without a total, a page that is not full ends the list.
				fc.pre(total || cap === undefined);
				const { list, asked } = listOf({ stored: records(length), total, cap }, { ahead });
				const wanted = Math.min(length, limit ?? length);
				expect(await sweep(list, limit)).toEqual({
					records: records(wanted),
					moved: false,
				});
				expect(asked.length).toBeLessThanOrEqual(Math.ceil(wanted / (cap ?? 50)) + 1);
			},
		),
	);
});

/** A list of pages that are given one by one. */
const listOfPages = (...pages: Array<{ records: unknown[]; total?: number }>): Listed => ({
	...listOf({ stored: [] }).list,
	readPage: async ({ page }) => pages[page - 1] ?? { records: [] },
});

test('a list that cannot be read at all says why', async () => {
	const failure = { message: 'Away', description: 'Wait.' };
	const closed: Listed = { ...listOfPages(), readPage: async () => ({ failure }) };
	expect(await sweep(closed, undefined)).toEqual({ failure });
});

test('a page that is smaller than the first, with more behind it, means that the list moved', async () => {
	const list = listOfPages(
		{ records: records(50), total: 120 },
		{ records: records(40, 50), total: 120 },
		{ records: records(30, 90), total: 120 },
	);
	expect(await sweep(list, undefined)).toEqual({ records: records(120), moved: true });
});

test('a list that ends before its total has moved, one that reaches it has not', async () => {
	const ending = (total: number) =>
		listOfPages({ records: records(50), total }, { records: records(10, 50), total });
	expect(await sweep(ending(61), undefined)).toMatchObject({ moved: true });
	expect(await sweep(ending(60), undefined)).toMatchObject({ moved: false });
	expect(await sweep(ending(61), 55)).toEqual({ records: records(55), moved: false });
});

test('a later page that tells no total changes nothing', async () => {
	const list = listOfPages({ records: records(50), total: 60 }, { records: records(10, 50) });
	expect(await sweep(list, undefined)).toEqual({ records: records(60), moved: false });
});

test('records that cannot be told apart are all kept, and none has moved', async () => {
	const { list } = listOf({ stored: records(70) }, { identify: () => undefined });
	expect(await sweep(list, undefined)).toEqual({ records: records(70), moved: false });
});

test('pages that begin or end alike are not the same page', async () => {
	const [same, other] = [{ id: 'same' }, { id: 'other' }];
	const full = (...ends: unknown[]) => [...ends.slice(0, 1), ...Array(48).fill(other), ends[1]];
	const list = {
		...listOfPages(
			{ records: full(same, 1) },
			{ records: full(same, 2) },
			{ records: full(3, 2) },
			{ records: [3, 2] },
		),
		identify: () => undefined,
	};
	expect(await sweep(list, undefined)).toMatchObject({ records: { length: 152 } });
});

test('a search within reach, or one that tells no total, is read', async () => {
	const reached = { paging: { ...paging, reach: 60 } };
	expect(await sweep({ ...listOfPages({ records: records(20) }), ...reached }, undefined)).toEqual({
		records: records(20),
		moved: false,
	});
	const untold = listOfPages({ records: records(50) }, { records: records(30, 50) });
	expect(await sweep({ ...untold, ...reached }, undefined)).toMatchObject({
		records: { length: 80 },
	});
});

test('a small limit asks for one small page', async () => {
	const { list, asked } = listOf({ stored: records(320), total: true });
	await sweep(list, 3);
	expect(asked).toEqual([{ page: 1, before: 0, size: 3 }]);
});

test('a list that tells its total is read several pages at once, never more than allowed; others page by page', async () => {
	const told = listOf({ stored: records(1_000), total: true }, { ahead: 4 });
	await sweep(told.list, undefined);
	expect(told.most()).toBe(4);
	expect(told.asked).toHaveLength(20);
	const silent = listOf({ stored: records(1_000) }, { ahead: 4 });
	await sweep(silent.list, undefined);
	expect(silent.most()).toBe(1);
});

/** What may happen to a list of 250 while its pages are read. */
const CHANGES: Record<string, (stored: Array<{ id: string }>) => void> = {
	'one is added in front': (stored) => stored.unshift({ id: 'new' }),
	'one moves to the front': (stored) => stored.unshift(...stored.splice(130, 1)),
	'one moves to the end': (stored) => stored.push(...stored.splice(30, 1)),
	'one of the first page is deleted': (stored) => stored.splice(3, 1),
	'all but a few are deleted': (stored) => stored.splice(60),
};

describe.each(Object.keys(CHANGES))('%s', (name) => {
	test.each([1, 3, 10])(
		'nothing comes twice, and that it moved is told (%d ahead)',
		async (ahead) => {
			for (let when = 2; when <= 5; when++) {
				const stored = records(250);
				const change = (request: number) => {
					if (request === when) CHANGES[name]?.(stored);
				};
				const { list } = listOf({ stored, total: true, change }, { ahead });
				const swept = await sweep(list, undefined);
				if (!('records' in swept)) throw new Error(swept.failure.message);
				const ids = idsOf(swept.records);
				expect(new Set(ids).size).toBe(ids.length);
				const missing = idsOf(stored).filter((id) => !ids.includes(id) && id !== 'new');
				if (missing.length > 0) expect(swept.moved).toBe(true);
			}
		},
	);
});

test('a limit is filled up where a record came twice', async () => {
	const stored = records(250);
	const change = (request: number) => {
		if (request === 2) stored.unshift({ id: 'new' });
	};
	const { list } = listOf({ stored, total: true, change });
	const swept = await sweep(list, 150);
	expect('records' in swept && new Set(idsOf(swept.records)).size).toBe(150);
});

test('a list that grew is read to its new end', async () => {
	const stored = records(100);
	const change = (request: number) => {
		if (request === 2) stored.push(...records(70, 100));
	};
	const { list } = listOf({ stored, total: true, change });
	expect(await sweep(list, undefined)).toEqual({ records: records(170), moved: true });
});

test('fewer records than the total promises are told', async () => {
	const { list, asked } = listOf({ stored: records(60) });
	const lying: Listed = {
		...list,
		readPage: async (place, size) => ({ ...(await list.readPage(place, size)), total: 100_000 }),
	};
	expect(await sweep(lying, undefined)).toEqual({ records: records(60), moved: true });
	expect(asked.length).toBeLessThan(5);
});

test('records that do not tell who they are all come', async () => {
	const same = Array.from({ length: 120 }, () => ({ id: '' }));
	const { list } = listOf({ stored: same }, { identify: () => undefined });
	const different = {
		...list,
		readPage: async (place: Place, size: number) => {
			const page = await list.readPage(place, size);
			if ('failure' in page) return page;
			return { ...page, records: page.records.map((_, at) => ({ at, page: place.page })) };
		},
	};
	expect(await sweep(different, undefined)).toMatchObject({
		records: { length: 120 },
		moved: false,
	});
});

test.each([true, false])(
	'a list that repeats a page is stopped in words, not read for ever (total: %s)',
	async (told) => {
		const { list } = listOf({ stored: records(50) });
		const stuck: Listed = {
			...list,
			ahead: 3,
			readPage: async () => ({ records: records(50), ...(told && { total: 500 }) }),
		};
		expect(await sweep(stuck, undefined)).toEqual({
			failure: {
				message: 'Page 2 of the list repeats the page before it',
				description:
					'The list did not move on, so its end cannot be reached. Try again, or set a Limit.',
			},
		});
	},
);

test('a list without an end is stopped in words', async () => {
	let last = 0;
	const endless: Listed = {
		paging,
		ahead: 5,
		identify: (record) => idsOf([record])[0],
		readPage: async (_place, size) => ({ records: records(size, (last += size)) }),
	};
	expect(await sweep(endless, undefined)).toEqual({
		failure: {
			message: 'The list has no end: after 2000 pages the vendor still gave more',
			description: 'Narrow it with a filter, or turn off Return All and set a Limit.',
		},
	});
	const growing: Listed = {
		...endless,
		readPage: async (_place, size) => ({ records: records(size, (last += size)), total: last + 1 }),
	};
	last = 0;
	expect(await sweep(growing, undefined)).toHaveProperty('failure');
	expect(await sweep(endless, 120)).toMatchObject({ records: { length: 120 } });
});

test('more matches than can be reached are never cut off in silence', async () => {
	const searched = { ...paging, reach: 100 };
	const sweepOf = async (length: number, limit?: number) =>
		await sweep(listOf({ stored: records(length), total: true }, { paging: searched }).list, limit);
	expect(await sweepOf(101)).toEqual({
		failure: {
			message: 'The search matches 101 records, but only the first 100 can be read',
			description:
				'Narrow the search with a filter, or turn off Return All and set a Limit of at most 100.',
		},
		beyondReach: true,
	});
	expect(await sweepOf(101, 101)).toHaveProperty('beyondReach');
	expect(await sweepOf(101, 100)).toMatchObject({ records: { length: 100 } });
	expect(await sweepOf(100)).toMatchObject({ records: { length: 100 } });
});

test('a page that cannot be read ends it, after those under way have ended', async () => {
	const failure = { message: 'No', description: 'No.' };
	const { list } = listOf({ stored: records(1_000), total: true });
	let underWay = 0;
	const broken: Listed = {
		...list,
		ahead: 5,
		readPage: async (place, size) => {
			underWay += 1;
			const page = await list.readPage(place, size);
			underWay -= 1;
			return place.page === 4 ? { failure } : page;
		},
	};
	expect(await sweep(broken, undefined)).toEqual({ failure });
	expect(underWay).toBe(0);
	const cancelled: Listed = {
		...broken,
		readPage: async (place, size) => {
			if (place.page > 4) throw new Error('The execution was canceled');
			return await broken.readPage(place, size);
		},
	};
	await expect(sweep({ ...cancelled, ahead: 3 }, undefined)).resolves.toEqual({ failure });
});
