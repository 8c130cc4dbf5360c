/** Several things are read at once and come in order; nothing is left under way. */
import { readAhead } from '../../../core/requests/reading-ahead.ts';
import { soon } from '../../engine/passing-time.mts';

/** Reads numbers, each of which a test lets come; notes which were asked for. */
function reader(failing?: number) {
	const asked: number[] = [];
	const ended: number[] = [];
	const come = new Map<number, () => void>();
	const read = async (place: number) => {
		asked.push(place);
		await new Promise<void>((resolve) => come.set(place, resolve));
		ended.push(place);
		if (place === failing) throw new Error('No');
		return `found ${place}`;
	};
	return { asked, ended, read, arrive: (place: number) => come.get(place)?.() };
}

test('as many are under way as may be, and all come in their order', async () => {
	const { asked, read, arrive } = reader();
	const reading = readAhead([1, 2, 3, 4], 2, read);
	expect(asked).toEqual([]);
	const first = reading.next();
	expect(asked).toEqual([1, 2]);
	arrive(2);
	arrive(1);
	expect(await soon(first)).toEqual({ done: false, value: [1, 'found 1'] });
	expect(asked).toEqual([1, 2]);
	const second = reading.next();
	expect(asked).toEqual([1, 2, 3]);
	expect(await soon(second)).toEqual({ done: false, value: [2, 'found 2'] });
	const third = reading.next();
	arrive(3);
	arrive(4);
	expect(await soon(third)).toEqual({ done: false, value: [3, 'found 3'] });
	arrive(4);
	expect(await soon(reading.next())).toEqual({ done: false, value: [4, 'found 4'] });
	expect(await soon(reading.next())).toEqual({ done: true, value: undefined });
	expect(asked).toEqual([1, 2, 3, 4]);
});

test('nothing is read of nothing', async () => {
	const { asked, read } = reader();
	expect(await soon(readAhead([], 3, read).next())).toMatchObject({ done: true });
	expect(asked).toEqual([]);
});

test('what fails is thrown in its turn, after all that was begun has ended', async () => {
	const { read, arrive, ended } = reader(1);
	const reading = readAhead([1, 2, 3], 3, read);
	const first = reading.next();
	arrive(1);
	let isTold = false;
	const told = first.catch((reason: unknown) => {
		isTold = true;
		return reason;
	});
	await new Promise(setImmediate);
	arrive(3);
	await new Promise(setImmediate);
	expect([ended, isTold]).toEqual([[1, 3], false]);
	arrive(2);
	expect(await soon(told)).toEqual(new Error('No'));
	expect(ended).toEqual([1, 3, 2]);
});

test('one that fails before its turn disturbs nobody until then', async () => {
	const { read, arrive } = reader(2);
	const reading = readAhead([1, 2], 2, read);
	const first = reading.next();
	arrive(2);
	await new Promise(setImmediate);
	arrive(1);
	expect(await soon(first)).toMatchObject({ value: [1, 'found 1'] });
	await expect(soon(reading.next())).rejects.toThrow('No');
});
