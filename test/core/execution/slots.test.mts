import * as fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import { Slots } from '../../../core/execution/slots.ts';
import { soon } from '../../engine/passing-time.mts';

/** Asks for slots for work of so many turns of the event loop; notes in which order it starts, and how much is under way at once. */
async function use(slots: Slots, lengths: readonly number[]) {
	const started: number[] = [];
	let underWay = 0;
	let most = 0;
	const work = lengths.map(
		async (turns, index) =>
			await slots.use(async () => {
				started.push(index);
				most = Math.max(most, ++underWay);
				for (let left = turns; left >= 0; left--) await turn();
				underWay -= 1;
			}),
	);
	await soon(Promise.all(work));
	return { started, most };
}

test('never more at once than there are slots, in the order of asking, and all are used', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 6 }),
			fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 }), { maxLength: 3 }),
			async (limit, rounds) => {
				const slots = new Slots(limit);
				for (const lengths of rounds) {
					expect(await use(slots, lengths)).toEqual({
						most: Math.min(limit, lengths.length),
						started: lengths.map((_, index) => index),
					});
				}
			},
		),
	);
});

test('work that throws gives its slot back', async () => {
	const slots = new Slots(1);
	const failing = slots.use(async () => {
		throw new Error('No');
	});
	const next = slots.use(async () => 'yes');
	await expect(failing).rejects.toThrow('No');
	expect(await soon(next)).toBe('yes');
});
