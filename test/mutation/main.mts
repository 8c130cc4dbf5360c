/**
 * Changes core/ in thousands of small ways, one at a time, and counts the changes that no test notices.
 *
 *     npm run mutation                                               # all of core/
 *     npm run mutation -- core/values                                # a room
 *     npm run mutation -- core/values/csv.ts core/values/nesting.ts  # files
 *
 * A room, or a file that stands in none, is held by the tests of its name. With `--tests csv,nesting` only these files of them
 * count, and with `--once` a mutant that survives gets no second look; both are quicker, and count as survivors some that a test
 * kills.
 *
 * Reports come into output/mutation. What was found there before is kept, and only what has changed since is tried again.
 */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';

/** What runs all rows through n8n, and would take nine tenths of the time. */
const TOO_LONG = ['/values/own-path\\.test\\.mts$'];

/** A test that has not ended after this time, in ms, hangs. */
const LONGEST_TEST_MS = 15_000;

const STATUSES = ['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const;

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { once: { type: 'boolean' }, tests: { type: 'string', default: '*' } },
});
// Read by file-by-file.mts, in processes of Stryker's.
if (options.once) process.env.MUTATION_ONCE = 'yes';

const root = join(import.meta.dirname, '../..');
const places = positionals.length > 0 ? positionals : globSync('core/*', { cwd: root });
const roomOf = (place: string) => basename(place.split('/')[1] ?? '', '.ts');
const rooms = new Set(places.map(roomOf));

async function mutate(room: string): Promise<MutantResult[]> {
	const files = places.filter((place) => roomOf(place) === room && /\.ts\b/.test(place));
	const report = `output/mutation/${room}`;
	return await new Stryker({
		mutate: files.length > 0 ? files : [`core/${room}/*.ts`],
		incrementalFile: `${report}.incremental.json`,
		jsonReporter: { fileName: `${report}.json` },
		htmlReporter: { fileName: `${report}.html` },
		jest: {
			configFile: 'test/jest/common.config.js',
			enableFindRelatedTests: false,
			config: {
				testMatch: [
					`<rootDir>/test/core/${room}.test.mts`,
					...options.tests.split(',').map((name) => `<rootDir>/test/core/${room}/${name}.test.mts`),
				],
				testPathIgnorePatterns: TOO_LONG,
				setupFiles: ['<rootDir>/test/mutation/steady-properties.cjs'],
				testEnvironment: './test/mutation/standing-environment.mts',
				filter: '<rootDir>/test/mutation/chosen-file.cjs',
				testTimeout: LONGEST_TEST_MS,
			},
		},
	}).runMutationTest();
}

for (const room of rooms) {
	const results = await mutate(room);
	const counts = STATUSES.map((wanted) => results.filter(({ status }) => status === wanted).length);
	const tried = counts.reduce((sum, count) => sum + count, 0);
	const [killed = 0] = counts;
	const words = STATUSES.map((status, at) => `${counts[at]} ${status}`).join(', ');
	console.log(
		`core/${room}: ${tried} mutants, ${words}; ${((100 * killed) / tried).toFixed(1)}% killed`,
	);
}
