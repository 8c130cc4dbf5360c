/** What people paste into a credential, as it was meant: the node and the test of the credential read it by these functions alike. */
import type { IHttpRequestOptions } from 'n8n-workflow';
import { withoutFormatting } from '../values/invisible-characters';
import { segmentRefusal } from '../values/path-segment';

/** Why a credential cannot be used, naming its input by the label; the message never repeats the value. */
export class UnusableCredential extends Error {
	/** How to get unstuck. */
	readonly description: string;

	constructor(message: string, description: string) {
		super(message);
		this.description = description;
	}
}

/** A pair of quotation marks around a whole value, as files of settings hold it. */
const QUOTED = /^(["'])(.*)\1$/;
/** What stands before a token in a header that was copied as a whole. */
const SCHEME = /^(?:authorization\s*:\s*)?bearer(?:\s+|$)/i;
/** What a header can carry as one word (RFC 9110, 5.5); tokens proper use less (RFC 6750, 2.1). */
const TOKEN = /^[\x21-\x7e\xa1-\xff]+$/;

/** A pasted text without white space around it and without what nobody can see. */
export const cleaned = (pasted: unknown): string => withoutFormatting(String(pasted ?? '')).trim();

/**
 * A text that a credential cannot do without.
 *
 * @param label what the input is called
 * @throws UnusableCredential when it is empty
 */
export function readText(label: string, pasted: unknown): string {
	const text = cleaned(pasted);
	if (text !== '') return text;
	throw new UnusableCredential(
		`The ${label} is empty`,
		`Open the credential and fill in ${label}.`,
	);
}

/**
 * An access token without the quotation marks and the word "Bearer" that may have been copied with it.
 *
 * @param label what the input is called
 * @throws UnusableCredential when nothing is left, or what no header can carry
 */
export function readToken(label: string, pasted: unknown): string {
	const unquoted = cleaned(pasted).replace(QUOTED, '$2');
	const token = readText(label, unquoted.replace(SCHEME, ''));
	if (TOKEN.test(token)) return token;
	throw new UnusableCredential(
		`The ${label} contains characters that no token has`,
		`Open the credential and paste ${label} again: the token alone, as one word.`,
	);
}

/** A request with a token in its Authorization header (RFC 6750, 2.1). */
export const withBearer = (request: IHttpRequestOptions, token: string): IHttpRequestOptions => ({
	...request,
	headers: { ...request.headers, Authorization: `Bearer ${token}` },
});

/**
 * An ID of the account that becomes a part of every address, such as a tenant.
 *
 * @param label what the input is called
 * @throws UnusableCredential when it is empty, or would lead requests to another address
 */
export function readAccountId(label: string, pasted: unknown): string {
	const id = readText(label, cleaned(pasted).replace(QUOTED, '$2'));
	const refusal = segmentRefusal(id);
	if (!refusal) return id;
	throw new UnusableCredential(
		`The ${label} ${refusal.what}`,
		`Open the credential and correct ${label}.`,
	);
}
