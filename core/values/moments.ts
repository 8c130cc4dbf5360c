/** Dates and times that mean one thing only: ISO 8601, the dates of mail and HTTP, and the date objects of JavaScript and luxon. */
import { tryToParseDateTime } from 'n8n-workflow';
import { withoutInvisible } from './invisible-characters';

/** What both kinds of date object are asked for. */
interface DateObject {
	/** In ms since 1970; NaN for a date that does not exist. */
	ms: number;
	/** The calendar date that the object itself shows. */
	day(): string;
}

/** The year, month and day of ISO 8601, alone or with a time, which may have an offset. */
const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?))?)?$/i;
/** The short form of the same, which always has a time: a date alone would be a number like any other. */
const SHORT_ISO =
	/^(\d{4})(\d{2})(\d{2})T\d{4}(?:\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/i;
/** Wed, 03 Apr 2024 10:00:00 GMT (RFC 5322, RFC 9110). */
const MAIL =
	/^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC?|Z|[+-]\d{4})$/i;
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
/** Years before are what spreadsheets and databases make of an empty cell. */
const FIRST_YEAR = 1900;

/**
 * The moment in UTC, such as 2026-03-20T09:30:00.000Z.
 *
 * @param timezone where a text without an offset is at home
 * @returns undefined for what is no moment, or may be several
 */
export function momentOf(raw: unknown, timezone: string): string | undefined {
	const date = dateObjectOf(raw);
	if (date) return isoText(date);
	const written = typeof raw === 'string' ? withoutInvisible(raw) : '';
	if (!namesADay(written)) return undefined;
	try {
		return tryToParseDateTime(isoFormOf(written), timezone).toUTC().toISO() ?? undefined;
	} catch {
		return undefined;
	}
}

/**
 * The calendar date, such as 1980-03-20. It has no time zone: what stands before a time is the date, whatever the offset.
 *
 * @returns undefined for what is no date, or may be several
 */
export function dayOf(raw: unknown): string | undefined {
	const date = dateObjectOf(raw);
	if (date) return isoText(date) && date.day();
	const written = typeof raw === 'string' ? withoutInvisible(raw) : '';
	return ISO.test(written) && namesADay(written) ? written.slice(0, 10) : undefined;
}

/**
 * Date objects as text in UTC; everything else as it is.
 *
 * @returns undefined for a date that does not exist
 */
export function withoutDateObject(value: unknown): unknown {
	const date = dateObjectOf(value);
	return date ? isoText(date) : value;
}

/** By their looks, because the objects of an expression come from another realm and another copy of luxon. */
function dateObjectOf(value: unknown): DateObject | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	if (isDate(value)) return { ms: value.getTime(), day: () => value.toISOString().slice(0, 10) };
	return isLuxonDate(value)
		? { ms: value.isValid ? value.toMillis() : Number.NaN, day: () => String(value.toISODate()) }
		: undefined;
}

const isDate = (value: object): value is Date =>
	Object.prototype.toString.call(value) === '[object Date]';

interface LuxonDate {
	isValid: boolean;
	toMillis(): number;
	toISODate(): string | null;
}

const isLuxonDate = (value: object): value is LuxonDate =>
	'isLuxonDateTime' in value &&
	'isValid' in value &&
	'toMillis' in value &&
	typeof value.toMillis === 'function' &&
	'toISODate' in value &&
	typeof value.toISODate === 'function';

function isoText({ ms }: DateObject): string | undefined {
	const date = new Date(ms);
	return date.getUTCFullYear() >= FIRST_YEAR ? date.toISOString() : undefined;
}

/** Whether the text names a day that exists: engines read the 31st of February as a day of March. */
function namesADay(written: string): boolean {
	const iso = ISO.exec(written) ?? SHORT_ISO.exec(written);
	if (iso) return exists(Number(iso[1]), Number(iso[2]), Number(iso[3]));
	const [, day, month = '', year] = MAIL.exec(written) ?? [];
	return exists(Number(year), MONTHS.indexOf(month.toLowerCase()) + 1, Number(day));
}

/** A day that its month does not have falls into another one. */
function exists(year: number, month: number, day: number): boolean {
	return year >= FIRST_YEAR && new Date(Date.UTC(year, month - 1, day)).getUTCMonth() === month - 1;
}

/** What databases write with spaces, with the T and the offset of ISO 8601. */
const isoFormOf = (written: string): string =>
	ISO.test(written)
		? written.toUpperCase().replace(' ', 'T').replace(' ', '').replace(',', '.')
		: written;
