/** Who may talk to the sandbox, and how much they may say: it runs on people's machines, beside their browser. */
import type { IncomingMessage } from 'node:http';
import type { VendorAnswer } from './vendor.mts';

/** The largest body of a request to a vendor, in bytes; bulk files are the largest. */
export const LARGEST_BODY = 64 * 1024 * 1024;
/** The largest body of a request to the controls, in bytes. */
export const LARGEST_CONTROL = 64 * 1024;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The body is larger than it may be; the rest of it is not read. */
export class BodyTooLarge extends Error {}

/**
 * Why a request is not for the sandbox, whatever it asks. A page of a foreign site reaches a local server under the site's own
 * name (DNS rebinding), so the name in Host must be one of this machine; a target with a host of its own is for a proxy.
 */
export function refusalOfAddress({ url = '', headers }: IncomingMessage): VendorAnswer | undefined {
	if (!url.startsWith('/') || url.startsWith('//')) {
		return { status: 400, body: { message: 'The request target must be a path' } };
	}
	if (LOOPBACK.has((headers.host ?? '').replace(/:\d*$/, '').toLowerCase())) return undefined;
	return {
		status: 421,
		body: { message: 'The sandbox answers to the names of this machine only' },
	};
}

/** Why a request may not steer the sandbox: a page of another site sends it. Programs send neither header. */
export function refusalOfSite({ headers }: IncomingMessage): VendorAnswer | undefined {
	const { origin, 'sec-fetch-site': site, host = '' } = headers;
	const own = origin === undefined || origin === `http://${host}`;
	if (own && [undefined, 'same-origin', 'none'].includes(site?.toString())) return undefined;
	return { status: 403, body: { message: 'Other sites may not steer the sandbox' } };
}

/** @throws BodyTooLarge */
export async function readBody(request: IncomingMessage, largest: number): Promise<Buffer> {
	if (Number(request.headers['content-length'] ?? 0) > largest) throw new BodyTooLarge();
	const pieces: Buffer[] = [];
	let bytes = 0;
	// Not destroyed when there is too much, for the answer goes through the same socket.
	for await (const read of request.iterator({ destroyOnReturn: false })) {
		const piece = Buffer.from(read);
		bytes += piece.length;
		if (bytes > largest) throw new BodyTooLarge();
		pieces.push(piece);
	}
	return Buffer.concat(pieces);
}
