/** The shared secret of an outgoing webhook. Taguchi signs nothing, so the secret travels in the URL or in a bearer header. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';
import { cleaned } from '../../core/credentials/pasted';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/** The name of an authentication scheme has no case (RFC 9110, 11.1). */
const BEARER = /^bearer +(.+)$/i;

/**
 * Whether the request carries the secret: as `Authorization: Bearer …`, or as the URL parameter `secret`. An empty secret
 * lets nobody in.
 *
 * @param pasted the secret as it stands in the credential
 */
export function isAuthorized({ headers, query }: Request, pasted: unknown): boolean {
	const secret = cleaned(pasted);
	const bearer = BEARER.exec(headers.authorization?.trim() ?? '')?.[1];
	const matches = [bearer, fromBytes(bearer), query.secret].map((given) => isSame(given, secret));
	return secret !== '' && matches.includes(true);
}

/** HTTP hands a header over byte by byte; a secret outside ASCII was sent in UTF-8. */
const fromBytes = (header: string | undefined) =>
	header === undefined ? undefined : Buffer.from(header, 'latin1').toString('utf8');

/** Compares in constant time, and digests of the same length, so that answering times tell nothing about the secret. */
function isSame(given: unknown, secret: string): boolean {
	if (typeof given !== 'string') return false;
	return timingSafeEqual(digestOf(given), digestOf(secret));
}

const digestOf = (text: string) => createHash('sha256').update(text, 'utf8').digest();
