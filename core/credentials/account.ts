/** Whose data a position speaks of. */
import { createHash } from 'node:crypto';
import type { Connection } from '../requests/connection';

/** Length of a fingerprint: 72 bits in Base64. */
const LENGTH = 12;

/**
 * A fingerprint of the account behind a connection: where it is served and the IDs in its paths, such as a tenant. A renewed
 * token or another way to sign in leaves it as it is. Hashed, for it is kept with the workflow.
 */
export function accountOf({ baseUrl, path }: Connection): string {
	const ids = Object.entries(path).sort(([one], [other]) => (one < other ? -1 : 1));
	const written = JSON.stringify([baseUrl, ids]).toLowerCase();
	return createHash('sha256').update(written).digest('base64url').slice(0, LENGTH);
}
