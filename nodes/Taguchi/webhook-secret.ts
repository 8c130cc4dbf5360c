/** The shared secret of an outgoing webhook. Taguchi signs nothing, so the secret travels in the URL or in a bearer header. */
import { timingSafeEqual } from 'node:crypto';
import type { IWebhookFunctions } from 'n8n-workflow';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

/** Whether the request carries the secret: as `Authorization: Bearer …`, or as the URL parameter `secret`. */
export function isAuthorized({ headers, query }: Request, secret: string): boolean {
	const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
	return secret !== '' && [bearer, query.secret].some((given) => isSame(given, secret));
}

/** Compares in constant time, so that answering times tell nothing about the secret. */
function isSame(given: unknown, secret: string): boolean {
	if (typeof given !== 'string') return false;
	const one = Buffer.from(given, 'utf8');
	const other = Buffer.from(secret, 'utf8');
	return one.length === other.length && timingSafeEqual(one, other);
}
