import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { operationReference } from '../../docs/operation-reference.mts';
import { contacthub } from '../../nodes/Contacthub/vendor.ts';
import { emporix } from '../../nodes/Emporix/vendor.ts';
import { horisen } from '../../nodes/Horisen/vendor.ts';
import { taguchi } from '../../nodes/Taguchi/vendor.ts';

test('docs/operations.md tells of every row as it is; if not, run npm run reference', () => {
	const written = readFileSync('docs/operations.md', 'utf8');
	expect(written).toBe(operationReference([taguchi, contacthub, horisen, emporix]));
});
