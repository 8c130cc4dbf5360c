/** Time that passes as fast as work waits for it, so that no test depends on how fast the machine is. */
import { setImmediate as turn } from 'node:timers/promises';

/** What the event loop itself runs on. */
const REAL = ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] as const;

/** Makes every wait of the tests in this block one that {@link passingTime} passes. */
export function useFakeTime(): void {
	beforeEach(() => {
		jest.useFakeTimers({ doNotFake: [...REAL] });
	});
	afterEach(() => {
		jest.useRealTimers();
	});
}

/** Lets time pass until the work is over. */
export async function passingTime<T>(work: Promise<T>, stepMs = 250): Promise<T> {
	let over = false;
	const end = () => {
		over = true;
	};
	work.then(end, end);
	while (!over) {
		await jest.advanceTimersByTimeAsync(stepMs);
		await turn();
	}
	return await work;
}
