/** n8n's user folder for the demonstration: emptied at a start, and holding this package as an installed one. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FOLDER, PROJECT_FOLDER } from '../places.mts';

/** The name under which n8n knows the package; node types start with it. */
export const PACKAGE_NAME = 'n8n-nodes-customer-data';

/** Forgets workflows, credentials, executions and cursors of earlier starts. */
export function emptyUserFolder(folder = DATA_FOLDER): void {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
}

/** Puts the built package where n8n keeps its community packages. A copy: a link would lead out of n8n's own modules. */
export function placePackage(folder = DATA_FOLDER): void {
	const place = join(folder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME);
	rmSync(place, { recursive: true, force: true });
	for (const part of ['package.json', 'dist']) {
		cpSync(join(PROJECT_FOLDER, part), join(place, part), { recursive: true });
	}
}
