/** Installs the full n8n into its folder, from its own lock file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4-mini';
import { npm } from '../command.mts';
import { N8N_FOLDER } from '../places.mts';
import { elapsedSeconds, say, sayWhile } from '../progress.mts';

/** A lock file: what is installed at which path. npm leaves one of the same kind behind in node_modules at the end. */
const LockFile = z.object({
	packages: z.record(
		z.string(),
		z.object({ version: z.optional(z.string()), os: z.optional(z.array(z.string())) }),
	),
});

const lockFileAt = (path: string): z.infer<typeof LockFile>['packages'] =>
	LockFile.parse(JSON.parse(readFileSync(join(N8N_FOLDER, path), 'utf8'))).packages;

/** The only one of n8n's install scripts that a server with SQLite needs. */
const DATABASE_DRIVER = 'sqlite3';

/**
 * Installs n8n where it is absent, incomplete or not the version of the lock file.
 *
 * @throws Error with the end of npm's output
 */
export async function ensureN8n(stop: AbortSignal): Promise<void> {
	const locked = lockFileAt('package-lock.json');
	if (!isInstalled(locked)) await installPackages(locked, stop);
	if (!hasDatabaseDriver()) await buildDatabaseDriver(stop);
}

function isInstalled(locked: z.infer<typeof LockFile>['packages']): boolean {
	const left = join('node_modules', '.package-lock.json');
	if (!existsSync(join(N8N_FOLDER, left))) return false;
	return Object.entries(lockFileAt(left)).every(
		([path, { version }]) => locked[path]?.version === version,
	);
}

/** Install scripts stay off: several of n8n's packages would compile code that a demonstration never runs. */
async function installPackages(
	locked: z.infer<typeof LockFile>['packages'],
	stop: AbortSignal,
): Promise<void> {
	const version = locked['node_modules/n8n']?.version;
	const paths = Object.keys(locked).filter((path) => path && !locked[path]?.os);
	say(`Installing n8n ${version} (only this once; 2 to 5 minutes, 2.7 GB on the disk)`);
	const work = npm(['ci', '--ignore-scripts', '--loglevel=error'], N8N_FOLDER, stop);
	await sayWhile(
		work,
		() => {
			const present = countPresent(paths);
			if (present === 0) return 'Installing n8n: npm is getting ready';
			return `Installing n8n: ${present} of ${paths.length} packages`;
		},
		5,
	);
}

const countPresent = (paths: readonly string[]): number =>
	paths.filter((path) => existsSync(join(N8N_FOLDER, path, 'package.json'))).length;

const hasDatabaseDriver = (): boolean =>
	existsSync(
		join(N8N_FOLDER, 'node_modules', DATABASE_DRIVER, 'build', 'Release', 'node_sqlite3.node'),
	);

async function buildDatabaseDriver(stop: AbortSignal): Promise<void> {
	say("Fetching n8n's database driver, or compiling it (about a minute)");
	const startedAt = elapsedSeconds();
	const work = npm(
		['rebuild', DATABASE_DRIVER, '--ignore-scripts=false', '--loglevel=error'],
		N8N_FOLDER,
		stop,
	);
	await sayWhile(work, () => `Database driver: ${elapsedSeconds() - startedAt} seconds so far`, 10);
}
