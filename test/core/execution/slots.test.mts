import * as fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import { Slots } from '../../../core/execution/slots.ts';

test('never more at once than there are slots, in the order of asking, and all are used', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 6 }),
			fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }),
			async (limit, lengths) => {
				const slots = new Slots(limit);
				const started: number[] = [];
				let underWay = 0;
				let most = 0;
				await Promise.all(
					lengths.map(
						async (turns, index) =>
							await slots.use(async () => {
								started.push(index);
								most = Math.max(most, ++underWay);
								for (let left = turns; left >= 0; left--) await turn();
								underWay -= 1;
							}),
					),
				);
				expect(most).toBe(Math.min(limit, lengths.length));
				expect(started).toEqual(lengths.map((_, index) => index));
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
	expect(await next).toBe('yes');
});
