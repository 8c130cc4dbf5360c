/** Dates and times mean one thing, or are none. */
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { dayOf, momentOf, withoutDateObject } from '../../../core/values/moments.ts';

const ROME = 'Europe/Rome';
const moment = new Date(Date.UTC(2024, 3, 3, 10));
const inTokyo = DateTime.fromISO('1980-03-20T01:00', { zone: 'Asia/Tokyo' });

describe('a moment', () => {
	test.each([
		['2024-04-03', '2024-04-02T22:00:00.000Z', 'midnight where the workflow is at home'],
		['2024-04-03T10:00', '2024-04-03T08:00:00.000Z', 'without seconds'],
		['2024-04-03 10:00:00', '2024-04-03T08:00:00.000Z', 'as databases write it'],
		['2024-04-03 10:00:00.123456+00', '2024-04-03T10:00:00.123Z', 'as PostgreSQL writes it'],
		['2024-04-03T10:00:00+05:30', '2024-04-03T04:30:00.000Z', 'with an offset'],
		['2024-04-03T10:00:00-0800', '2024-04-03T18:00:00.000Z', 'with an offset in short'],
		['2024-04-03 10:00:00 +02:00', '2024-04-03T08:00:00.000Z', 'with a space before the offset'],
		['2024-04-03t10:00:00z', '2024-04-03T10:00:00.000Z', 'in small letters'],
		['2024-04-03T10:00:00,5Z', '2024-04-03T10:00:00.500Z', 'with a comma for a fraction'],
		['20240403T100000Z', '2024-04-03T10:00:00.000Z', 'in the short form'],
		['20240403T1000', '2024-04-03T08:00:00.000Z', 'in the short form, without seconds'],
		['20240403T100000.123456Z', '2024-04-03T10:00:00.123Z', 'in the short form, with a fraction'],
		['20240403T100000,5Z', '2024-04-03T10:00:00.500Z', 'in the short form, with a comma'],
		['20240403T100000-0330', '2024-04-03T13:30:00.000Z', 'in the short form, with an offset'],
		['20240403T100000+05:45', '2024-04-03T04:15:00.000Z', 'in the short form, with a colon'],
		['20240403T1000+14', '2024-04-02T20:00:00.000Z', 'in the short form, with an offset in hours'],
		[' \ufeff2024-04-03T10:00:00Z\u00a0', '2024-04-03T10:00:00.000Z', 'with what nobody sees'],
		['2024-02-29T12:00:00Z', '2024-02-29T12:00:00.000Z', 'on a leap day'],
		['2024-03-31T02:30:00', '2024-03-31T01:30:00.000Z', 'in the hour that summer time skips'],
		['9999-12-31T00:00:00Z', '9999-12-31T00:00:00.000Z', 'that never comes'],
		['Wed, 03 Apr 2024 10:00:00 GMT', '2024-04-03T10:00:00.000Z', 'of a mail'],
		['3 Apr 2024 10:00 +0200', '2024-04-03T08:00:00.000Z', 'of a mail, in short'],
		['30 Apr 2024 10:00 -0200', '2024-04-30T12:00:00.000Z', 'of a mail, on the last of a month'],
		['1 JAN 2024 10:00 UT', '2024-01-01T10:00:00.000Z', 'of a mail, in Universal Time'],
		['31 dec 2024 10:00:30 UTC', '2024-12-31T10:00:30.000Z', 'of a mail, in UTC'],
		[moment, '2024-04-03T10:00:00.000Z', 'a Date'],
		[DateTime.fromJSDate(moment, { zone: 'Asia/Tokyo' }), '2024-04-03T10:00:00.000Z', "luxon's"],
	])('%s is %s: %s', (written, expected, _why) => {
		expect(momentOf(written, ROME)).toBe(expected);
	});

	test.each([
		[0, 'a flag'],
		['0', 'a flag'],
		[1, 'a flag'],
		[true, 'a flag'],
		['TRUE', 'a flag'],
		['12', 'a number'],
		[45382, 'a day of a spreadsheet'],
		['45382.5', 'a day of a spreadsheet'],
		[1712138400, 'Unix seconds, or a number'],
		['1712138400000', 'Unix milliseconds, or a number'],
		['20240403', 'a number'],
		['2024', 'a year'],
		['2024-04', 'a month'],
		['2024-W14-3', 'a week'],
		['10:00', 'a time of any day'],
		['5/6', 'two days'],
		['03/04/2024', 'two days'],
		['03/04/2024 10:00', 'two days'],
		['31/12/2024', 'one day, in an order that others read otherwise'],
		['03.04.2024', 'two days'],
		['3 April', 'any year'],
		['tomorrow', 'a word'],
		['2024-02-30', 'no day'],
		['2024-02-30T10:00:00Z', 'no day'],
		['2023-02-29T10:00', 'no day'],
		['2024-13-01', 'no month'],
		['2024-04-03T25:00', 'no hour'],
		['2024-04-03T10:00:00+25:00', 'no offset'],
		['31 Feb 2024 10:00 GMT', 'no day'],
		['20240230T100000Z', 'no day'],
		['20241303T100000Z', 'no month'],
		['20240403T100000+15', 'no offset'],
		['20240403T100000+05:60', 'no offset'],
		['3 Foo 2024 10:00 GMT', 'no month'],
		['0000-00-00 00:00:00', 'nothing of a database'],
		['0001-01-01T00:00:00Z', 'nothing of a program'],
		['1899-12-30', 'nothing of a spreadsheet'],
		['2024-04-03 and more', 'a sentence'],
		['By 3 Apr 2024 10:00 +0200', 'a sentence'],
		['3 Apr 2024 10:00 +0200 (or later)', 'a sentence'],
		[new Date(Number.NaN), 'a Date that does not exist'],
		[new Date(0, 0, -1), 'a Date of an empty cell'],
		[DateTime.invalid('none'), "luxon's that does not exist"],
		[{}, 'a record'],
		[['2024-04-03'], 'a list'],
		[['20240403T100000Z'], 'a list'],
		[null, 'nothing'],
	])('is not %p: %s', (written, _why) => {
		expect(momentOf(written, ROME)).toBeUndefined();
	});

	test('that was written comes back, whatever its offset', () => {
		const range = { min: new Date('1900-01-02'), max: new Date('9999-12-30'), noInvalidDate: true };
		fc.assert(
			fc.property(fc.date(range), fc.integer({ min: -14, max: 14 }), (date, hours) => {
				const written = DateTime.fromJSDate(date, {
					zone: `UTC${hours < 0 ? hours : `+${hours}`}`,
				});
				expect(momentOf(written.toISO(), ROME)).toBe(date.toISOString());
				expect(momentOf(written, ROME)).toBe(date.toISOString());
			}),
		);
	});
});

describe('a calendar date', () => {
	test.each([
		['1980-03-20', '1980-03-20'],
		['1980-03-20T00:00:00.000Z', '1980-03-20'],
		['1980-03-20T23:59:59+14:00', '1980-03-20'],
		['1980-03-20 00:00:00', '1980-03-20'],
		['\ufeff1980-03-20 ', '1980-03-20'],
		['2000-02-29', '2000-02-29'],
		[new Date(Date.UTC(1980, 2, 20)), '1980-03-20'],
		[inTokyo, '1980-03-20'],
	])('%s is %s', (written, expected) => {
		expect(dayOf(written)).toBe(expected);
	});

	test.each([
		'1900-02-29',
		'2024-02-30',
		'1980-13-20',
		'1980-00-20',
		'1980-03-00',
		'1980-03-20 or later',
		'born 1980-03-20',
		'20/03/1980',
		'20.03.1980',
		'0000-00-00',
		'1899-12-31',
		'--05-17',
		'19800320',
		'Thu, 20 Mar 1980 10:00:00 GMT',
		29300,
		true,
		[['1980-03-20']],
		{},
		new Date(Number.NaN),
		DateTime.invalid('none'),
	])('is not %p', (written) => {
		expect(dayOf(written)).toBeUndefined();
	});
});

test('date objects become text in UTC; everything else stays', () => {
	expect(withoutDateObject(moment)).toBe('2024-04-03T10:00:00.000Z');
	expect(withoutDateObject(inTokyo)).toBe('1980-03-19T16:00:00.000Z');
	expect(withoutDateObject(new Date(Number.NaN))).toBeUndefined();
	for (const other of ['2024-04-03', 5, null, undefined])
		expect(withoutDateObject(other)).toBe(other);
	const record = { toISO: () => 'mine' };
	expect(withoutDateObject(record)).toBe(record);
});

test.each<[string, object]>([
	['a name for luxon', { isLuxonDateTime: true }],
	['no validity', { isLuxonDateTime: true, toMillis: () => 0, toISODate: () => '1970-01-01' }],
	['no milliseconds', { isLuxonDateTime: true, isValid: true, toISODate: () => '1970-01-01' }],
	[
		'milliseconds that cannot be asked for',
		{ isLuxonDateTime: true, isValid: true, toMillis: 0, toISODate: () => '1970-01-01' },
	],
	['no day', { isLuxonDateTime: true, isValid: true, toMillis: () => 0 }],
	[
		'a day that cannot be asked for',
		{ isLuxonDateTime: true, isValid: true, toMillis: () => 0, toISODate: '1970-01-01' },
	],
	['no name', { isValid: true, toMillis: () => 0, toISODate: () => '1970-01-01' }],
])("a record like luxon's with %s is no date", (_what, record) => {
	expect(withoutDateObject(record)).toBe(record);
	expect(momentOf(record, ROME)).toBeUndefined();
	expect(dayOf(record)).toBeUndefined();
});

test("a date of another copy of luxon is as good as one's own", () => {
	const other = { isLuxonDateTime: true, isValid: true, toMillis: () => 0, toISODate: () => 'day' };
	expect(withoutDateObject(other)).toBe('1970-01-01T00:00:00.000Z');
	expect(dayOf(other)).toBe('day');
});
