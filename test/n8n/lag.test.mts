import { Lag, lagWords } from '../../n8n/demonstration/lag.mts';

describe('the lag in the live summary of npm start', () => {
	it('is the time from the moment a difference shows until it is gone', () => {
		const lag = new Lag();
		lag.note(['Anna', 'Bea'], 1_000);
		lag.note(['Bea', 'Cleo'], 3_000);
		lag.note([], 9_000);
		expect(lag.period(9_000)).toEqual({ median: 6_000, longest: 8_000, waiting: 0, oldest: 0 });
	});

	it('tells what is still on its way, and since when', () => {
		const lag = new Lag();
		lag.note(['Anna'], 1_000);
		lag.note(['Anna', 'Bea'], 4_000);
		const lags = lag.period(6_000);
		expect(lags).toEqual({ median: undefined, longest: undefined, waiting: 2, oldest: 5_000 });
		expect(lagWords(lags)).toBe('2 differences on the way, for 5 s at most');
	});

	it('begins anew with each period', () => {
		const lag = new Lag();
		lag.note(['Anna'], 0);
		lag.note([], 4_000);
		expect(lagWords(lag.period(4_000))).toBe('lag 4 s, at most 4 s; the systems agree');
		expect(lagWords(lag.period(5_000))).toBe('the systems agree');
	});
});
