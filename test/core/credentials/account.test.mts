/** A position belongs to an account; who signs in, and with which token, does not change whose data it speaks of. */
import { accountOf } from '../../../core/credentials/account.ts';

const connection = {
	baseUrl: 'https://api.example.com/v1',
	path: { workspace: 'w-1', node: 'n-1' },
	credentialType: 'shopApi',
	secrets: ['canary-secret'],
};
const KNOWN = 'O2llS22CW41W';

test('an account keeps its fingerprint for ever, or every trigger would begin anew', () => {
	expect(accountOf(connection)).toBe(KNOWN);
});

test.each<[string, object]>([
	['another credential', { credentialType: 'other', secrets: ['another'] }],
	['the IDs in another order', { path: { node: 'n-1', workspace: 'w-1' } }],
	['other capitals', { baseUrl: 'https://API.example.com/V1' }],
])('%s leaves it as it is', (_what, changes) => {
	expect(accountOf({ ...connection, ...changes })).toBe(KNOWN);
});

test.each<[string, object]>([
	['another address', { baseUrl: 'https://api.example.com/v2' }],
	['another workspace', { path: { workspace: 'w-2', node: 'n-1' } }],
	['the same IDs in other places', { path: { workspace: 'n-1', node: 'w-1' } }],
	['an ID less', { path: { workspace: 'w-1' } }],
])('%s is another account', (_what, changes) => {
	expect(accountOf({ ...connection, ...changes })).not.toBe(KNOWN);
});

test('nothing of it can be read from the fingerprint', () => {
	expect(accountOf(connection)).toMatch(/^[\w-]{12}$/);
});
