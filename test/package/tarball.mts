import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** npm packages as a user gets them. */
export interface Tarballs {
	/** Where each is unpacked; `n8n-workflow` resolves from here as it does in n8n. */
	folders: string[];
	remove(): void;
}

/**
 * Packs built packages as `npm publish` would and unpacks each tarball into a folder of its own.
 *
 * @param folders those of the packages
 */
export function unpackTarballs(folders: readonly string[]): Tarballs {
	const place = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-customer-data-'));
	const run = (command: string, ...options: string[]) =>
		execFileSync(command, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	// One call for all: npm takes longer to start than to pack.
	const packed: Array<{ filename: string }> = JSON.parse(
		run(
			'npm',
			'pack',
			...folders.map((folder) => path.resolve(folder)),
			'--json',
			'--ignore-scripts',
			'--pack-destination',
			place,
		),
	);
	if (packed.length !== folders.length) throw new Error('npm pack did not make each tarball');
	symlinkSync(path.resolve('node_modules'), path.join(place, 'node_modules'));
	return {
		folders: packed.map(({ filename }) => {
			const unpacked = path.join(place, path.basename(filename, '.tgz'));
			mkdirSync(unpacked);
			run('tar', '-xzf', path.join(place, filename), '-C', unpacked);
			return path.join(unpacked, 'package');
		}),
		remove: () => rmSync(place, { recursive: true }),
	};
}
