/** Waiting for something, but not for ever. */
import { waitFor } from '../../../core/requests/waiting.ts';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

const never = new Promise<void>(() => undefined);

/** Whether a wait is over after so many ms. */
async function isOver(wait: Promise<void>, afterMs: number): Promise<boolean> {
	let over = false;
	void wait.then(() => {
		over = true;
	});
	await jest.advanceTimersByTimeAsync(afterMs);
	return over;
}

test('ends with what is waited for, and leaves no timer', async () => {
	expect(await isOver(waitFor(Promise.resolve(), 1_000), 0)).toBe(true);
	expect(jest.getTimerCount()).toBe(0);
});

test('ends when its time is over, and not before', async () => {
	const wait = waitFor(never, 1_000);
	expect(await isOver(wait, 999)).toBe(false);
	expect(await isOver(wait, 1)).toBe(true);
});

test('ends when it is stopped', async () => {
	const stop = new AbortController();
	const wait = waitFor(never, 1_000, stop.signal);
	expect(await isOver(wait, 10)).toBe(false);
	stop.abort();
	expect(await isOver(wait, 0)).toBe(true);
	expect(jest.getTimerCount()).toBe(0);
	expect(await isOver(waitFor(never, 1_000, AbortSignal.abort()), 0)).toBe(true);
});
