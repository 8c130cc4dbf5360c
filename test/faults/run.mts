/** `npm run faults`: writes the rules into docs/faults.md, and tries every fault in every kind of work. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFaultRules } from '../../docs/fault-rules.mts';

const page = join(import.meta.dirname, '../../docs/faults.md');
writeFileSync(page, withFaultRules(readFileSync(page, 'utf8')));
const { status } = spawnSync(
	process.execPath,
	['node_modules/jest/bin/jest.js', 'test/faults', '--runInBand', '--reporters=default'],
	{ stdio: 'inherit', env: { ...process.env, FAULTS: 'all' } },
);
process.exitCode = status ?? 1;
