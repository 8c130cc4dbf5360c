/** Where a trigger begins, as its form says. */
import type { IPollFunctions } from 'n8n-workflow';
import { readStartFrom } from '../../../core/polling/start-from.ts';

/** A trigger's context with the two parameters and the workflow's time zone. */
function contextOf(startFrom: string, startDate = ''): IPollFunctions {
	const context: Partial<IPollFunctions> = {
		getNodeParameter: (name: string) => (name === 'startFrom' ? startFrom : startDate),
		getTimezone: () => 'Europe/Berlin',
		getNode: () => ({
			id: 'trigger',
			name: 'Trigger',
			type: 'trigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		}),
	};
	return context as IPollFunctions;
}

test.each<[string, string, unknown]>([
	['now', '2026-01-15', 'now'],
	['beginning', '2026-01-15', 'beginning'],
	['', '', 'now'],
	['date', '2026-01-15T00:00:00', Date.UTC(2026, 0, 14, 23)],
	['date', '2026-07-15', Date.UTC(2026, 6, 14, 22)],
	['date', '2026-01-15T00:00:00Z', Date.UTC(2026, 0, 15)],
])('%j with the date %j begins at %j', (startFrom, startDate, expected) => {
	expect(readStartFrom(contextOf(startFrom, startDate))).toBe(expected);
});

test.each(['', 'soon'])('the date %j is asked for again', (startDate) => {
	expect(() => readStartFrom(contextOf('date', startDate))).toThrow(
		expect.objectContaining({
			message: '"Since" needs a date and time',
			description: 'Choose the moment from which changes count.',
		}),
	);
});
