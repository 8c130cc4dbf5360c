/** What may stand between two slashes of a path, so that a value never moves a request to another resource. */
import type { Fields } from '../rows/field';
import { entriesOf } from '../rows/field';
import { visibleIn } from './invisible-characters';

/** A dot as a URL or a gateway may read it: written as it is, or percent-encoded any number of times. */
const DOT = String.raw`(?:\.|%(?:25)*2e)`;
/** What separates segments, also after a gateway has decoded it. */
const SLASH = String.raw`(?:[/\\]|%(?:25)*(?:2f|5c))`;
/** A segment that stands for the resource itself or its parent (WHATWG URL Standard, 4.4; RFC 3986, 5.2.4). */
const DOT_SEGMENT = new RegExp(`(?:^|${SLASH})${DOT}{1,2}(?:${SLASH}|$)`, 'i');

/** Whether a text was cut in the middle of a character (a lone surrogate); it cannot be percent-encoded. */
export const hasHalfCharacter = (text: string): boolean => !text.isWellFormed();

/** Why a value cannot be a segment of a path, as the end of the sentence '"Contact ID" …', with the way out. */
export interface SegmentRefusal {
	what: string;
	wayOut: string;
}

/** Why a value cannot be a segment of a path; undefined where it can. */
export function segmentRefusal(value: unknown): SegmentRefusal | undefined {
	const text = String(value ?? '');
	if (hasHalfCharacter(text) || text.includes('\0')) {
		return {
			what: 'contains a character that cannot be sent',
			wayOut:
				'Correct the value where it comes from: it was cut in the middle of a character, or holds a NUL.',
		};
	}
	const visible = visibleIn(text);
	if (visible === '') {
		return { what: 'is empty', wayOut: 'Fill it in, or map it from the incoming item.' };
	}
	if (DOT_SEGMENT.test(visible)) {
		return {
			what: 'is no ID: dots in its place lead to another address',
			wayOut: 'Correct the value, or the expression that gives it.',
		};
	}
	return undefined;
}

const NO_FIELDS: Fields = {};

/**
 * Why the values of a row's path fields cannot be sent; the first one that does not fit.
 *
 * @param fields the row's path fields
 * @param values the item's values by name; absent ones are not judged
 */
export function pathRefusal(
	fields: Fields = NO_FIELDS,
	values: Readonly<Record<string, unknown>>,
): { message: string; description: string } | undefined {
	for (const [name, { label }] of entriesOf(fields)) {
		const refusal = values[name] === undefined ? undefined : segmentRefusal(values[name]);
		if (refusal) return { message: `"${label}" ${refusal.what}`, description: refusal.wayOut };
	}
	return undefined;
}

/**
 * Why a part of the path that may be left out cannot be sent: it was filled in, but only with what nobody sees. Left out, the
 * request would go to another record.
 *
 * @param filledIn what stands in the form, by name, before it is read
 */
export function blankRefusal(
	fields: Fields = {},
	filledIn: Readonly<Record<string, unknown>>,
): { message: string; description: string } | undefined {
	const blank = Object.entries(fields).find(([name]) => {
		const written = filledIn[name];
		return typeof written === 'string' && written !== '' && visibleIn(written) === '';
	});
	if (!blank) return undefined;
	return {
		message: `"${blank[1].label}" holds nothing but white space`,
		description: 'Correct the value, or leave the field empty.',
	};
}
