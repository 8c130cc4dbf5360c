import * as fc from 'fast-check';
import { sendInHalves } from '../../../core/execution/halving.ts';

/** Sends items of which some make the whole request be refused; notes what arrives where. */
async function run(items: readonly number[], bad: ReadonlySet<number>) {
	const requests: number[][] = [];
	const accepted: number[] = [];
	const refused: number[][] = [];
	await sendInHalves(items, async (part) => {
		requests.push([...part]);
		if (requests.length > 2 * items.length) throw new Error('The requests do not end');
		const undone = part.some((item) => bad.has(item));
		return {
			undone,
			settle: async () => {
				if (undone) refused.push([...part]);
				else accepted.push(...part);
			},
		};
	});
	return { requests, accepted, refused };
}
const upTo = (length: number) => Array.from({ length }, (_, at) => at);

test('the good are accepted once, in their order, and each bad one is refused alone', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc
				.integer({ min: 1, max: 60 })
				.chain((length) =>
					fc.record({ length: fc.constant(length), bad: fc.subarray(upTo(length)) }),
				),
			async ({ length, bad }) => {
				fc.pre(bad.length < 25);
				const { accepted, refused, requests } = await run(upTo(length), new Set(bad));
				expect(accepted).toEqual(upTo(length).filter((item) => !bad.includes(item)));
				expect(refused).toEqual(bad.map((item) => [item]));
				expect(requests.length).toBeLessThan(2 * length);
			},
		),
	);
});

test('one bad record among 500 costs about twenty requests', async () => {
	for (const bad of [0, 250, 499]) {
		const { requests, refused } = await run(upTo(500), new Set([bad]));
		expect(refused).toEqual([[bad]]);
		expect(requests.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(500)));
	}
});

test('where nothing is accepted, not every item costs a request', async () => {
	const { requests, refused, accepted } = await run(upTo(500), new Set(upTo(500)));
	// After 64 refusals in a row, the parts that still wait are sent as they are.
	expect(requests).toHaveLength(64 + 5);
	expect(accepted).toEqual([]);
	expect(refused.flat()).toEqual(upTo(500));
});

test('many bad ones at the beginning do not keep the good ones behind them', async () => {
	const { accepted } = await run(upTo(200), new Set(upTo(100)));
	expect(accepted).toEqual(upTo(200).slice(100));
});

test('what stops at a refusal leaves the rest unsent', async () => {
	const sent: number[] = [];
	const work = sendInHalves([1, 2, 3, 4], async (part) => ({
		undone: part.includes(2),
		settle: async () => {
			if (part.includes(2)) throw new Error('Stop');
			sent.push(...part);
		},
	}));
	await expect(work).rejects.toThrow('Stop');
	expect(sent).toEqual([1]);
});
