/**
 * Characters that nobody sees: what spreadsheets, web pages and address books leave around and inside of addresses, phone
 * numbers and IDs. One rule for all of them, so that a profile, its event and its erasure mean the same person.
 */

/** Soft hyphen, zero-width space, word joiner and its kin, marks of writing direction, byte order mark. */
const UNSEEN = String.raw`\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff`;
/** They join letters of some scripts and parts of emoji, and mean nothing between Latin letters and digits. */
const JOINERS = String.raw`\u200c\u200d`;

const AROUND = new RegExp(`^[\\s${UNSEEN}${JOINERS}]+|[\\s${UNSEEN}${JOINERS}]+$`, 'gu');
const INSIDE = new RegExp(`[${UNSEEN}]|(?<=[\\x20-\\x7e])[${JOINERS}](?=[\\x20-\\x7e])`, 'gu');
/** Spaces that look like the ordinary one. */
const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
const MAY_HOLD_ANY = /^\s|\s$|[^\x20-\x7e]/u;

/** The text without white space around it, and without anything that cannot be seen; its spaces are ordinary ones. */
export const withoutInvisible = (text: string): string =>
	MAY_HOLD_ANY.test(text)
		? text.replace(INSIDE, '').replace(AROUND, '').replace(SPACES, ' ')
		: text;

const BLANK = new RegExp(`^[\\s${UNSEEN}${JOINERS}]*$`, 'u');

/** Most texts begin with one of them, and are told apart without more ado. */
const BEGINS_VISIBLY = /^[!-~]/;

/** Whether nothing of the text can be seen. */
export const isBlank = (text: string): boolean => !BEGINS_VISIBLY.test(text) && BLANK.test(text);

/**
 * The text without control characters, and without any that Unicode says only format: more than is taken from a value, for
 * letters of some scripts and parts of emoji need them. No token, address or ID does.
 */
export const withoutFormatting = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '');

/** What can be seen of a text, without the gaps between it. */
export const visibleIn = (text: string): string => withoutFormatting(text).replace(/\s/gu, '');
