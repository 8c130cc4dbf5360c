/** Requests of an account are spaced evenly, where the user wants it. */
import { getEventListeners } from 'node:events';
import type { Connection } from '../../../core/requests/connection.ts';
import { signerOf, takeTurn } from '../../../core/requests/pacing.ts';
import { passingTime, useFakeTime, within } from '../../engine/passing-time.mts';

useFakeTime();

/** What is remembered of an account outlives a test, so each has accounts of its own. */
let tests = 0;
beforeEach(() => {
	tests += 1;
});

const connection = (name: string, requestsPerMinute?: number): Connection => ({
	credentialType: 'api',
	baseUrl: `https://${name}-${tests}.example`,
	path: {},
	requestsPerMinute,
});

/** Longer than any wait here, in ms. */
const LONGEST_MS = 100_000;

/** When each turn came, in ms after all were asked for. */
async function startsOf(...accounts: Array<Parameters<typeof takeTurn>>) {
	const begun = Date.now();
	const turns = accounts.map(async (account) => {
		await takeTurn(...account);
		return Date.now() - begun;
	});
	return await passingTime(within(LONGEST_MS, Promise.all(turns)), 10);
}

/** A signal that is aborted after so many ms. */
function abortedAfter(ms: number): AbortSignal {
	const stop = new AbortController();
	setTimeout(() => stop.abort(), ms);
	return stop.signal;
}

test('requests of one account start one after the other, evenly', async () => {
	const account = connection('paced', 600);
	const five = Array.from({ length: 5 }, (): [Connection] => [account]);
	expect(await startsOf(...five)).toEqual([0, 100, 200, 300, 400]);
	// Also those that come later.
	expect(await startsOf([account], [account])).toEqual([100, 200]);
	await jest.advanceTimersByTimeAsync(1_000);
	expect(await startsOf([account])).toEqual([0]);
});

test('another connection of the same account keeps to the same pace', async () => {
	expect(await startsOf([connection('same', 600)], [connection('same', 600)])).toEqual([0, 100]);
});

test('accounts and paces do not wait for each other, nor does one without a limit', async () => {
	const free = [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, undefined];
	const starts = await startsOf(
		[connection('first', 1)],
		[connection('second', 1)],
		[connection('first', 2)],
		[{ ...connection('first', 1), secrets: ['another token'] }],
		...[...free, ...free].map((limit): [Connection] => [connection('free', limit)]),
	);
	expect(starts).toEqual(starts.map(() => 0));
	expect(await startsOf([connection('slow', 1)], [connection('slow', 1)])).toEqual([0, 60_000]);
});

test('a clock that was put back makes no wait longer', async () => {
	const account = connection('clock', 600);
	await startsOf([account]);
	jest.setSystemTime(Date.now() - 3_600_000);
	expect(await startsOf([account])).toEqual([100]);
});

test('a cancelled wait ends at once, and takes no turn from those behind it', async () => {
	const account = connection('cancelled', 60);
	const starts = await startsOf([account], [account, abortedAfter(30)], [account]);
	expect(starts).toEqual([0, 30, 1_000]);
	expect(await startsOf([account, AbortSignal.abort()])).toEqual([0]);
	const crowded = connection('crowded', 60);
	const others = await startsOf(
		[crowded],
		[crowded],
		[crowded, abortedAfter(30)],
		[crowded, AbortSignal.abort()],
		[crowded],
	);
	expect(others).toEqual([0, 1_000, 30, 0, 2_000]);
});

test('a request that is not cancelled waits for its turn, and leaves nothing on its signal', async () => {
	const account = connection('patient', 60);
	const { signal } = new AbortController();
	expect(await startsOf([account, signal], [account, signal])).toEqual([0, 1_000]);
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('not every account is remembered for ever: the one that was idle longest is forgotten first', async () => {
	const idle = connection('idle', 1);
	const busy = connection('busy', 60);
	const waits = async (account: Connection) => (await startsOf([account])).some((ms) => ms > 0);
	await startsOf([busy]);
	await startsOf([idle]);
	expect(await waits(busy)).toBe(true);
	const others = Array.from({ length: 99 }, (_, other) => connection(`other ${other}`, 1));
	await startsOf(...others.map((account): [Connection] => [account]));
	expect(await waits(busy)).toBe(true);
	expect(await waits(idle)).toBe(false);
});

test('who signs is told by all that an account is made of, and by a digest', () => {
	const account = { ...connection('digest'), secrets: ['a-token-of-ours'] };
	const signer = signerOf(account);
	expect(signer).toMatch(/^[\w+/]{43}=$/);
	expect(signerOf({ ...account, requestsPerMinute: 7, headers: { a: 'b' } })).toBe(signer);
	const others: Array<Partial<Connection>> = [
		{ credentialType: 'other' },
		{ baseUrl: 'https://other.example' },
		{ path: { workspace: 'w1' } },
		{ secrets: ['another-token'] },
		{ secrets: undefined },
	];
	const signers = others.map((other) => signerOf({ ...account, ...other }));
	expect(new Set([signer, ...signers]).size).toBe(6);
});
