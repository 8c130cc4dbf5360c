/** What time it is at a vendor is read from the vendor's dates, not from n8n's clock. */
import { VendorClock } from '../../../core/polling/vendor-clock.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-03-20T09:30:00Z');

beforeEach(() => void jest.useFakeTimers({ now: NOW }));
afterEach(() => void jest.useRealTimers());

test('time passes there as it passes here, from the latest date on', () => {
	const clock = new VendorClock();
	// The process has been running for a while.
	jest.advanceTimersByTime(5_000);
	clock.observe([NOW - 600_000, NOW - 500_000]);
	expect(clock.atLeast).toBe(NOW - 500_000);
	jest.advanceTimersByTime(60_000);
	clock.observe([NOW - 600_000]);
	expect(clock.atLeast).toBe(NOW - 440_000);
});

test("a jump of n8n's clock changes nothing", () => {
	const clock = new VendorClock();
	clock.observe([NOW - 600_000]);
	jest.setSystemTime(NOW + 3_600_000);
	expect(clock.atLeast).toBe(NOW - 600_000);
});

test('a date further ahead than a day is nothing that the vendor wrote now', () => {
	const clock = new VendorClock();
	clock.observe([NOW + DAY, NOW - 60_000]);
	expect(clock.atLeast).toBe(NOW - 60_000);
});

test('without a date, or with old ones, no clock is more than a day off', () => {
	const clock = new VendorClock();
	expect(clock.atLeast).toBe(NOW - DAY);
	clock.observe([NOW - 3 * DAY]);
	expect(clock.atLeast).toBe(NOW - DAY);
});
