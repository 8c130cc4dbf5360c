/**
 * The lower door: a text that anybody may read, such as a description that a vendor publishes beside its API. It is no endpoint, so
 * no row stands for it; it is asked for once, without a credential, and nothing is sent with it.
 */
import type { RequestContext } from './connection';
import type { Bounds, Sender } from './exchange';
import { exchange } from './exchange';

/**
 * Reads a public text.
 *
 * @throws TypeError when none comes within the bounds
 */
export async function readPublicText(
	context: RequestContext,
	url: string,
	bounds: Bounds,
): Promise<string> {
	const sender: Sender = async (options) => await context.helpers.httpRequest(options);
	const received = await exchange(sender, { url }, bounds);
	if ('text' in received && received.status === 200) return received.text;
	throw new TypeError('There is no such text');
}
