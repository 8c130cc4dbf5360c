import * as fc from 'fast-check';
import type { Paging } from '../../core/operation.ts';
import type { Stretch } from '../../core/operation.ts';
import { collectSlices } from '../../core/slicing.ts';

const reach = 20;
const paging: Paging = {
	page: 'page',
	first: 0,
	size: 'size',
	pageSize: 7,
	reach,
	id: 'id',
	total: (answer) => Number(answer),
};

interface Item {
	id: number;
	at: number;
}

/** A vendor that lets one search reach `reach` matches; `inclusive` ends of a stretch belong to it. */
function vendorOf(items: readonly Item[], inclusive: boolean) {
	return async (query: Record<string, unknown>) => {
		const { from = -Infinity, to = Infinity, page = 0, size = 0 }: Record<string, unknown> = query;
		const end = Number(to);
		const found = items.filter(
			({ at }) => at >= Number(from) && (inclusive ? at <= end : at < end),
		);
		const start = Number(page) * 7;
		const elements = found.slice(0, reach).slice(start, start + Number(size));
		return { elements, answer: found.length };
	};
}
const narrow = (stretch: Stretch) => ({ ...stretch });
const collect = async (items: readonly Item[], inclusive = false, limit?: number) =>
	await collectSlices(paging, limit, vendorOf(items, inclusive), narrow);

const moments = fc.array(
	fc.oneof(
		fc.integer({ min: Date.UTC(1990), max: Date.UTC(2060) }),
		fc.integer({ min: Date.UTC(2026), max: Date.UTC(2026) + 9 }),
	),
	{ maxLength: 150 },
);

test('everything comes once, however the moments lie, unless one millisecond holds too much', async () => {
	await fc.assert(
		fc.asyncProperty(moments, fc.boolean(), async (times, inclusive) => {
			const items = times.map((at, id) => ({ id, at }));
			const collected = await collect(items, inclusive);
			const tooDense = collected !== undefined && 'stopped' in collected;
			if (tooDense) {
				// Outside 2000 to now a stretch has no middle; inside, only a crowded moment stops.
				expect(items.length).toBeGreaterThan(reach);
				return;
			}
			const ids = (collected?.elements ?? []).map((item) => Number(Object(item).id));
			expect(ids.sort((one, other) => one - other)).toEqual(items.map(({ id }) => id));
		}),
		{ numRuns: 150 },
	);
});

test('moments between 2000 and now are always sliced, newest stretch first', async () => {
	const items = Array.from({ length: 500 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const collected = await collect(items);
	const ids =
		collected && 'elements' in collected ? collected.elements.map((one) => Object(one).id) : [];
	expect(new Set(ids).size).toBe(500);
	expect(ids[0]).toBeGreaterThan(ids[499]);
});

test('the stretches that are read share no moment and leave none out', async () => {
	const items = Array.from({ length: 300 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const vendor = vendorOf(items, false);
	const read: Stretch[] = [];
	await collectSlices(
		paging,
		undefined,
		async (query) => {
			const page = await vendor(query);
			const { from, to } = query as Stretch;
			// What holds too much is read again in halves; only what is kept counts.
			const isWhole = from === undefined && to === undefined;
			if (!isWhole && query.page === 0 && page.answer <= reach) read.push({ from, to });
			return page;
		},
		narrow,
	);
	read.sort((one, other) => (one.from ?? -Infinity) - (other.from ?? -Infinity));
	expect(read[0]?.from).toBeUndefined();
	expect(read.at(-1)?.to).toBeUndefined();
	for (const [index, { to }] of read.slice(0, -1).entries()) {
		expect(read[index + 1]?.from).toBe(to);
	}
});

test('a limit beyond the reach ends the slices early', async () => {
	const items = Array.from({ length: 500 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	expect(await collect(items, false, 33)).toMatchObject({ elements: { length: 33 } });
});

test('a moment that holds more than one search reaches is said, not cut off', async () => {
	const items = Array.from({ length: 21 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) }));
	expect(await collect(items)).toMatchObject({
		stopped: { message: 'The search matches 21 records, but only the first 20 can be read' },
	});
});

test('without a way to narrow the search it is not sliced', async () => {
	const items = Array.from({ length: 21 }, (_, id) => ({ id, at: id }));
	expect(await collectSlices(paging, undefined, vendorOf(items, false))).toHaveProperty('stopped');
});

test('a page that cannot be read ends it all', async () => {
	expect(await collectSlices(paging, undefined, async () => undefined, narrow)).toBeUndefined();
});
