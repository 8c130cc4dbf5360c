import { readWaiting } from '../../../core/requests/retry-after.ts';

const NOW = Date.UTC(2026, 2, 20, 9, 30, 0);
const at = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();
const HOUR = 3_600_000;

test.each<[unknown, number | undefined]>([
	['2', 2_000],
	[2, 2_000],
	[' 7 ', 7_000],
	['1.5', 1_500],
	['1.25', 1_250],
	['0', 0],
	[at(30), 30_000],
	[at(-30), 0],
	['Wed, 21 Oct 2015 07:28:00 GMT', 0],
	['3600', HOUR],
	['999999999999', 999_999_999_999_000],
	['-5', undefined],
	['soon', undefined],
	['', undefined],
	['1e9', undefined],
	['0x10', undefined],
	['Infinity', undefined],
	['NaN', undefined],
	['9'.repeat(400), undefined],
	['2026', 2_026_000],
	[undefined, undefined],
	[null, undefined],
	[['2', '3'], undefined],
])('Retry-After: %j is %j ms', (written, expected) => {
	expect(readWaiting({ 'retry-after': written as string }, NOW).retryAfterMs).toBe(expected);
});

test.each<[string, string, number | undefined]>([
	['x-ratelimit-reset', String(NOW / 1000 + 9), 9_000],
	['x-ratelimit-reset', String(NOW + 9_000), 9_000],
	['x-ratelimit-reset', String(NOW / 1000 - 9), 0],
	['x-ratelimit-reset', '9', 9_000],
	['x-rate-limit-reset', '9', 9_000],
	['ratelimit-reset', '9', 9_000],
	['x-ratelimit-reset', '999999999', 999_999_999_000],
	['x-ratelimit-reset', '1000000000', 0],
	['x-ratelimit-reset', 'soon', undefined],
	['x-ratelimit-reset', '-9', undefined],
	['x-ratelimit-limit', '9', undefined],
])('%s: %s is %j ms', (name, written, expected) => {
	expect(readWaiting({ [name]: written }, NOW).resetMs).toBe(expected);
});
