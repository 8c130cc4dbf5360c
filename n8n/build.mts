/** Sees to it that the package is built, and that the build is not older than its sources. */
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mts';
import { PROJECT_FOLDER } from './places.mts';
import { say, sayWhile } from './progress.mts';

const SOURCES = [
	'{core,credentials,icons,nodes}/**/*.*',
	'gulpfile.js',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
];

/**
 * Builds the package into dist/ where that is missing or older than a source.
 *
 * @throws Error with the end of the build's output
 */
export async function ensureBuild(stop: AbortSignal): Promise<void> {
	if (newestTime(['dist/**/*.js']) > newestTime(SOURCES)) return;
	say('Building the package');
	const gulp = join('node_modules', 'gulp', 'bin', 'gulp.js');
	await sayWhile(run(gulp, ['build'], PROJECT_FOLDER, stop), () => 'Still building', 5);
}

/** When the newest of the files was written, in milliseconds; no file at all is older than anything. */
const newestTime = (patterns: readonly string[]): number =>
	Math.max(
		...globSync(patterns, { cwd: PROJECT_FOLDER }).map(
			(path) => statSync(join(PROJECT_FOLDER, path)).mtimeMs,
		),
	);
