/** Mutation testing of core/ (npm run mutation). It is started by test/mutation/main.mts. */
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	plugins: ['./test/mutation/file-by-file.mts'],
	testRunner: 'file-by-file',
	coverageAnalysis: 'perTest',
	// What no test of core/ reads, and what is large, is not copied.
	ignorePatterns: ['bench', 'dist', 'docs', 'n8n', 'output', 'packages', '.ci', '.github'],
	incremental: true,
	// A mutant that hangs is told apart from a slow machine: the time-out is that of an endless loop.
	timeoutMS: 30_000,
	timeoutFactor: 2,
	dryRunTimeoutMinutes: 30,
	maxTestRunnerReuse: 300,
	tempDirName: 'output/mutation/sandbox',
	reporters: ['progress-append-only', 'json', 'html'],
	allowEmpty: false,
	thresholds: { high: 95, low: 85, break: null },
};
