/** Time that passes as fast as work waits for it, so that no test depends on how fast the machine is. */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
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

/** Runs work whose waits pass at once, as with {@link passingIdleTime}; before and afterwards time is as always. */
export async function inPassingTime<T>(work: () => Promise<T>): Promise<T> {
	jest.useFakeTimers({ doNotFake: [...REAL] });
	try {
		return await passingIdleTime(work());
	} finally {
		jest.useRealTimers();
	}
}

/** Says whether work is over, however it ended. */
function watched(work: Promise<unknown>): { readonly isOver: boolean } {
	const state = { isOver: false };
	const end = () => {
		state.isOver = true;
	};
	work.then(end, end);
	return state;
}

/** Lets time pass until the work is over. */
export async function passingTime<T>(work: Promise<T>, stepMs = 250): Promise<T> {
	const state = watched(work);
	while (!state.isOver) {
		await jest.advanceTimersByTimeAsync(stepMs);
		await turn();
	}
	return await work;
}

/** The same work, under fake time; that it is not over after so many ms is a fault that the test tells. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`The work is not over after ${ms} ms`)), ms);
	});
	return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Requests that have set out and are not over. */
let underWay = 0;
subscribe('http.client.request.start', (message) => {
	const { request } = message as { request: ClientRequest };
	underWay += 1;
	request.once('close', () => {
		underWay -= 1;
	});
});

/** How many turns of the event loop nothing must be under way before time passes. */
const QUIET_TURNS = 8;

/**
 * Lets time pass until the work is over, to the next moment that somebody waits for, and only while no request is under way: so
 * none is late because the machine is slow.
 *
 * @param hanging how many of the requests under way will never be answered
 */
export async function passingIdleTime<T>(work: Promise<T>, hanging = { count: 0 }): Promise<T> {
	const state = watched(work);
	for (let quiet = 0; !state.isOver; ) {
		await turn();
		quiet = underWay > hanging.count ? 0 : quiet + 1;
		if (quiet < QUIET_TURNS) continue;
		quiet = 0;
		await jest.advanceTimersToNextTimerAsync();
	}
	return await work;
}

/** How often the event loop may turn until work that waits for nothing outside of this process is over. */
const MOST_TURNS = 10_000;

/**
 * Waits for work that needs nothing but turns of the event loop. Work that hangs is a fault that the test tells, rather than one
 * that holds it up.
 */
export async function soon<T>(work: Promise<T>): Promise<T> {
	const state = watched(work);
	for (let turns = 0; !state.isOver; turns++) {
		if (turns === MOST_TURNS) throw new Error('The work hangs');
		await turn();
	}
	return await work;
}
