/**
 * Changes core/ in thousands of small ways, one at a time, and counts the changes that no test notices.
 *
 *     npm run mutation                            # all of core/
 *     npm run mutation -- core/values             # a room
 *     npm run mutation -- core/values/csv.ts      # a file
 *     npm run mutation -- --once core/values      # several times as quick; some that a test kills are counted as survivors
 *
 * Reports come into output/mutation. What was found there before is kept, and only what has changed since is tried again.
 */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';

/** Folders of test/core that hold a room of core/, where that is not the one of its name alone. */
const HOLDING: Readonly<Record<string, readonly string[]>> = {
	rows: ['editor', 'values'],
};

/** What runs all rows through n8n, and would take nine tenths of the time. */
const TOO_LONG = ['/values/own-path\\.test\\.mts$'];

/** A test that has not ended after this time, in ms, hangs. */
const LONGEST_TEST_MS = 60_000;

const root = join(import.meta.dirname, '../..');
const roomOf = (place: string): string => place.split('/')[1] ?? '';
const rooms = globSync('core/*/', { cwd: root });

async function mutate(place: string): Promise<MutantResult[]> {
	const room = roomOf(place);
	const folders = HOLDING[room] ?? [room];
	const report = `output/mutation/${room}`;
	return await new Stryker({
		mutate: [place.includes('.ts') ? place : `core/${room}/*.ts`],
		incrementalFile: `${report}.incremental.json`,
		jsonReporter: { fileName: `${report}.json` },
		htmlReporter: { fileName: `${report}.html` },
		jest: {
			configFile: 'test/jest/common.config.js',
			enableFindRelatedTests: false,
			config: {
				testMatch: folders.map((folder) => `<rootDir>/test/core/${folder}/*.test.mts`),
				testPathIgnorePatterns: TOO_LONG,
				setupFiles: ['<rootDir>/test/mutation/steady-properties.cjs'],
				testEnvironment: './test/mutation/standing-environment.mts',
				filter: '<rootDir>/test/mutation/chosen-file.cjs',
				testTimeout: LONGEST_TEST_MS,
			},
		},
	}).runMutationTest();
}

/** Does without the second look at mutants that survive in files that stay loaded. */
const ONCE = '--once';
const STATUSES = ['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const;

const places = process.argv.slice(2).filter((word) => word !== ONCE);
if (process.argv.includes(ONCE)) process.env.MUTATION_ONCE = 'yes';

for (const place of places.length > 0 ? places : rooms) {
	const results = await mutate(place);
	const counts = STATUSES.map((wanted) => results.filter(({ status }) => status === wanted).length);
	const tried = counts.reduce((sum, count) => sum + count, 0);
	const [killed = 0] = counts;
	const words = STATUSES.map((status, at) => `${counts[at]} ${status}`).join(', ');
	console.log(
		`${place}: ${tried} mutants, ${words}; ${((100 * killed) / tried).toFixed(1)}% killed`,
	);
}
