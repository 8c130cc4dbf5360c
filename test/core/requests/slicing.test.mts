import * as fc from 'fast-check';
import type { Stretch } from '../../../core/rows/operation.ts';
import { collectSlices } from '../../../core/requests/slicing.ts';
import type { Swept } from '../../../core/requests/sweeping.ts';

const reach = 20;

interface Item {
	id: number;
	at: number;
}

const idOf = (record: unknown) => String(Object(record).id);

/** A vendor that lets one search reach `reach` matches; `inclusive` ends of a stretch belong to it. */
function searchOf(items: readonly Item[], inclusive: boolean) {
	return async (limit?: number, query: Record<string, unknown> = {}): Promise<Swept> => {
		const { from = -Infinity, to = Infinity } = query;
		const end = Number(to);
		const records = items.filter(
			({ at }) => at >= Number(from) && (inclusive ? at <= end : at < end),
		);
		if (records.length > reach && (limit ?? Infinity) > reach) {
			const failure = { message: `${records.length} match`, description: 'Narrow it.' };
			return { failure, beyondReach: true };
		}
		return { records: records.slice(0, limit), moved: false };
	};
}
const narrow = (stretch: Stretch) => ({ ...stretch });
const collect = async (items: readonly Item[], inclusive = false, limit?: number) =>
	await collectSlices(searchOf(items, inclusive), idOf, limit, narrow);

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
			if ('failure' in collected) {
				// Outside 2000 to now a stretch has no middle; inside, only a crowded moment stops.
				expect(items.length).toBeGreaterThan(reach);
				return;
			}
			const ids = collected.records.map((item) => Number(idOf(item)));
			expect(ids.sort((one, other) => one - other)).toEqual(items.map(({ id }) => id));
		}),
		{ numRuns: 150 },
	);
});

test('moments between 2000 and now are always sliced, newest stretch first', async () => {
	const items = Array.from({ length: 500 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const collected = await collect(items);
	const ids = 'records' in collected ? collected.records.map((one) => Number(idOf(one))) : [];
	expect(new Set(ids).size).toBe(500);
	expect(ids[0]).toBeGreaterThan(Number(ids[499]));
	expect(collected).toHaveProperty('moved', false);
});

test('two moments side by side that each hold enough are read apart', async () => {
	const items = Array.from({ length: 30 }, (_, id) => ({
		id,
		at: Date.UTC(2025, 0, 1) + (id % 2),
	}));
	expect(await collect(items)).toMatchObject({ records: { length: 30 } });
});

test.each([
	['before 2000', Date.UTC(1999)],
	['from now on', Date.UTC(2060)],
])('what lies %s cannot be cut, and is said when it is too much', async (_where, begin) => {
	const items = Array.from({ length: 21 }, (_, id) => ({ id, at: begin + id * 86_400_000 }));
	expect(await collect(items)).toMatchObject({ failure: { message: '21 match' } });
});

test('records that cannot be told apart are all kept', async () => {
	const items = Array.from({ length: 30 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const search = searchOf(items, false);
	expect(await collectSlices(search, () => undefined, undefined, narrow)).toMatchObject({
		records: { length: 30 },
	});
});

test('once there are enough records, nothing more is asked for', async () => {
	const items = Array.from({ length: 60 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const search = searchOf(items, false);
	const limits: Array<number | undefined> = [];
	await collectSlices(
		async (limit, query) => {
			limits.push(limit);
			return await search(limit, query);
		},
		idOf,
		25,
		narrow,
	);
	expect(Math.min(...limits.map(Number))).toBeGreaterThan(0);
});

test('the stretches that are read share no moment and leave none out', async () => {
	const items = Array.from({ length: 300 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const search = searchOf(items, false);
	const read: Stretch[] = [];
	const collectPart = async (limit?: number, stretch?: Stretch) => {
		const part = await search(limit, { ...stretch });
		// What holds too much is read again in halves; only what is kept counts.
		if (stretch && 'records' in part) read.push(stretch);
		return part;
	};
	await collectSlices(collectPart, idOf, undefined, narrow);
	read.sort((one, other) => (one.from ?? -Infinity) - (other.from ?? -Infinity));
	expect(read[0]?.from).toBeUndefined();
	expect(read.at(-1)?.to).toBeUndefined();
	for (const [index, { to }] of read.slice(0, -1).entries()) {
		expect(read[index + 1]?.from).toBe(to);
	}
});

test('a record of the very moment between two stretches comes once, where both hold it', async () => {
	const items = Array.from({ length: 300 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const collected = await collect(items, true);
	const ids = 'records' in collected ? collected.records.map((one) => Number(idOf(one))) : [];
	expect(ids.sort((one, other) => one - other)).toEqual(items.map(({ id }) => id));
});

test('a limit beyond the reach ends the slices early', async () => {
	const items = Array.from({ length: 500 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	expect(await collect(items, false, 33)).toMatchObject({ records: { length: 33 } });
});

test('a moment that holds more than one search reaches is said, not cut off', async () => {
	const items = Array.from({ length: 21 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) }));
	expect(await collect(items)).toMatchObject({
		failure: { message: '21 match' },
	});
});

test('without a way to narrow the search it is not sliced', async () => {
	const items = Array.from({ length: 21 }, (_, id) => ({ id, at: id }));
	const collected = await collectSlices(searchOf(items, false), idOf, undefined);
	expect(collected).toHaveProperty('beyondReach');
});

test('a slice that cannot be read ends it all, and one that moved is told', async () => {
	const items = Array.from({ length: 500 }, (_, id) => ({ id, at: Date.UTC(2025, 0, 1) + id }));
	const search = searchOf(items, false);
	const failure = { message: 'No', description: 'No.' };
	const broken = await collectSlices(
		async (limit, query) => (query ? { failure } : await search(limit, query)),
		idOf,
		undefined,
		narrow,
	);
	expect(broken).toEqual({ failure });
	let slices = 0;
	const moved = await collectSlices(
		async (limit, query) => {
			const part = await search(limit, query);
			return 'records' in part ? { ...part, moved: ++slices === 2 } : part;
		},
		idOf,
		undefined,
		narrow,
	);
	expect(moved).toMatchObject({ records: { length: 500 }, moved: true });
});
