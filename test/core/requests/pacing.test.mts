import { takeTurn } from '../../../core/requests/pacing.ts';

const connection = (name: string, requestsPerMinute: number) => ({
	credentialType: 'api',
	baseUrl: `https://${name}.example`,
	path: {},
	requestsPerMinute,
});

/** When each turn came, in ms after all were asked for. */
async function startsOf(...accounts: Array<Parameters<typeof takeTurn>>) {
	const begin = performance.now();
	return await Promise.all(
		accounts.map(async (account) => {
			await takeTurn(...account);
			return performance.now() - begin;
		}),
	);
}

test('requests of one account start one after the other, evenly', async () => {
	const account = connection('paced', 600);
	const starts = await startsOf([account], [account], [account], [account], [account]);
	// Timers may fire a moment early, and late on a busy machine.
	starts.forEach((start, index) => expect(start).toBeGreaterThan(index * 100 - 20));
	expect(starts).toEqual([...starts].sort((one, other) => one - other));
});

test('accounts do not wait for each other, nor does one without a limit', async () => {
	const starts = await startsOf(
		[connection('first', 1)],
		[connection('second', 1)],
		[connection('free', 0)],
		[connection('free', 0)],
	);
	expect(Math.max(...starts)).toBeLessThan(30_000);
});

test('a cancelled wait ends at once', async () => {
	const account = connection('cancelled', 1);
	await takeTurn(account);
	const [start] = await startsOf([account, AbortSignal.timeout(30)]);
	expect(start).toBeLessThan(30_000);
});

test('not every account is remembered for ever: the one that was idle longest is forgotten first', async () => {
	const idle = connection('idle', 1);
	const busy = connection('busy', 1);
	await takeTurn(idle);
	await takeTurn(busy);
	for (let other = 0; other < 99; other++) await takeTurn(connection(`other ${other}`, 1));
	const signal = AbortSignal.timeout(30);
	await takeTurn(busy, signal);
	expect(signal.aborted).toBe(true);
	const [start] = await startsOf([idle]);
	expect(start).toBeLessThan(30_000);
});
