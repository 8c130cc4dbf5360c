/**
 * `npm run fuzz [rounds] [seed]`: tries every field of every operation, `rounds` times with six values each, and prints the
 * counts. The seed is another one each time; giving it again repeats a run.
 */
import { spawnSync } from 'node:child_process';

const [rounds = '10', seed = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
const { status } = spawnSync(
	process.execPath,
	['node_modules/jest/bin/jest.js', 'test/fuzz', '--maxWorkers=1', '--reporters=default'],
	{ stdio: 'inherit', env: { ...process.env, FUZZ_ROUNDS: rounds, FUZZ_SEED: seed } },
);
process.exitCode = status ?? 1;
