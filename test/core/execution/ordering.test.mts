import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { runInOrder } from '../../../core/execution/ordering.ts';
import { soon } from '../../engine/passing-time.mts';

interface Piece {
	keys: string[];
	/** How many turns of the event loop it takes. */
	turns: number;
	fails: boolean;
}

const pieces = (fails: fc.Arbitrary<boolean>): fc.Arbitrary<Piece[]> =>
	fc.array(
		fc.record({
			keys: fc.subarray(['ann', 'bob', 'cid']),
			turns: fc.integer({ min: 1, max: 5 }),
			fails,
		}),
		{ maxLength: 30 },
	);
const limits = fc.integer({ min: 1, max: 6 });

/** Runs the pieces and notes what starts and ends, in order. */
async function run(list: Piece[], limit: number) {
	const log: Array<{ index: number; what: 'start' | 'end' }> = [];
	let underWay = 0;
	let most = 0;
	const work = list.map(({ keys, turns, fails }, index) => ({
		keys,
		run: async () => {
			most = Math.max(most, ++underWay);
			log.push({ index, what: 'start' });
			for (let left = turns; left > 0; left--) await turn();
			log.push({ index, what: 'end' });
			underWay -= 1;
			if (fails) throw new Error(`Piece ${index}`);
		},
	}));
	const thrown: unknown = await soon(runInOrder(work, limit)).then(
		() => 'nothing',
		(reason: unknown) => reason,
	);
	const at = (index: number, what: string) =>
		log.findIndex((entry) => entry.index === index && entry.what === what);
	return { thrown, most, log, at, underWay };
}

test('everything runs once, the first alone, never more at once than allowed', async () => {
	await fc.assert(
		fc.asyncProperty(pieces(fc.constant(false)), limits, async (list, limit) => {
			const { log, most, thrown } = await run(list, limit);
			expect(thrown).toBe('nothing');
			expect(most).toBeLessThanOrEqual(limit);
			expect(log.slice(0, 2)).toEqual(
				list.length > 0
					? [
							{ index: 0, what: 'start' },
							{ index: 0, what: 'end' },
						]
					: [],
			);
			const started = log.filter(({ what }) => what === 'start').map(({ index }) => index);
			expect(started.sort((one, other) => one - other)).toEqual(list.map((_, index) => index));
		}),
	);
});

test('pieces that share a key follow each other in order', async () => {
	await fc.assert(
		fc.asyncProperty(pieces(fc.constant(false)), limits, async (list, limit) => {
			const { at } = await run(list, limit);
			list.forEach(({ keys }, later) => {
				for (let earlier = 0; earlier < later; earlier++) {
					if (!list[earlier]?.keys.some((key) => keys.includes(key))) continue;
					expect(at(later, 'start')).toBeGreaterThan(at(earlier, 'end'));
				}
			});
		}),
	);
});

test('pieces that share nothing do not wait for each other', async () => {
	const { at } = await run(
		[
			{ keys: [], turns: 0, fails: false },
			{ keys: ['ann'], turns: 20, fails: false },
			{ keys: ['bob'], turns: 1, fails: false },
		],
		2,
	);
	expect(at(2, 'end')).toBeLessThan(at(1, 'end'));
});

test('after a rejection nothing starts, and what is under way ends before it is thrown', async () => {
	await fc.assert(
		fc.asyncProperty(pieces(fc.boolean()), limits, async (list, limit) => {
			const { log, at, thrown, underWay } = await run(list, limit);
			const failed = log.find(({ index, what }) => what === 'end' && list[index]?.fails);
			expect(underWay).toBe(0);
			expect(thrown).toEqual(failed ? new Error(`Piece ${failed.index}`) : 'nothing');
			if (!failed) return;
			const late = log.slice(at(failed.index, 'end') + 1).filter(({ what }) => what === 'start');
			expect(late).toEqual([]);
		}),
	);
});
