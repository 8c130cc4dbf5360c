import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFaultRules } from '../../docs/fault-rules.mts';

test('docs/faults.md holds the rules that the tests keep (npm run faults writes them)', () => {
	const page = readFileSync(join(import.meta.dirname, '../../docs/faults.md'), 'utf8');
	expect(withFaultRules(page)).toBe(page);
});
