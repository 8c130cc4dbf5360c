import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { operationReference } from '../../docs/operation-reference.mts';
import { accounts } from '../nodes/accounts.mts';

test('docs/operations.md tells of every row as it is; if not, run npm run reference', () => {
	const written = readFileSync('docs/operations.md', 'utf8');
	expect(written).toBe(operationReference(accounts.map(({ vendor }) => vendor)));
});
