import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The npm package as a user gets it. */
export interface Tarball {
	/** Where it is unpacked; `n8n-workflow` resolves from here as it does in n8n. */
	folder: string;
	remove(): void;
}

/**
 * Packs a built package as `npm publish` would and unpacks the tarball into a folder of its own.
 *
 * @param folder the package's; the whole package if not given
 */
export function unpackTarball(folder = '.'): Tarball {
	const place = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-customer-data-'));
	const run = (command: string, ...options: string[]) =>
		execFileSync(command, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
	const [packed]: { filename: string }[] = JSON.parse(
		run(
			'npm',
			'pack',
			path.resolve(folder),
			'--json',
			'--ignore-scripts',
			'--pack-destination',
			place,
		),
	);
	if (packed === undefined) throw new Error('npm pack made no tarball');
	run('tar', '-xzf', path.join(place, packed.filename), '-C', place);
	symlinkSync(path.resolve('node_modules'), path.join(place, 'node_modules'));
	return {
		folder: path.join(place, 'package'),
		remove: () => rmSync(place, { recursive: true }),
	};
}
