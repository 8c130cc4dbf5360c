/** A package as npm delivers it: a tarball made by `npm pack`, with what a registry says about it. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4-mini';
import { npm } from '../command.mts';

/** What `npm pack` reads of the whole package; the tests of the package see to it that nothing else is published. */
const PACKED = ['package.json', 'dist', 'README.md', 'LICENSE'];

const Manifest = z.looseObject({ name: z.string(), version: z.string() });
export type Manifest = z.infer<typeof Manifest>;

/** @throws Error when the file is not a package.json */
export const manifestAt = (folder: string): Manifest =>
	Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));

/** A tarball and its place in a registry. */
export interface PackageArchive {
	manifest: Manifest;
	/** The tarball's file. */
	file: string;
	/** Its checksums, as npm writes them. */
	integrity: string;
	shasum: string;
}

/**
 * Packs a built package as `npm publish` does.
 *
 * @param built its folder
 * @param destination the folder for the tarball; it is made where it is absent
 * @param version another version than the package has: a copy is packed in which only that differs
 * @throws Error with the end of npm's output
 */
export async function packPackage(
	built: string,
	destination: string,
	stop: AbortSignal,
	version?: string,
): Promise<PackageArchive> {
	mkdirSync(destination, { recursive: true });
	const folder = version ? copyAs(version, built, join(destination, version)) : built;
	await npm(['pack', '--ignore-scripts', '--pack-destination', destination], folder, stop);
	const manifest = manifestAt(folder);
	const file = join(destination, `${manifest.name}-${manifest.version}.tgz`);
	const content = readFileSync(file);
	return {
		manifest,
		file,
		integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
		shasum: createHash('sha1').update(content).digest('hex'),
	};
}

function copyAs(version: string, built: string, folder: string): string {
	for (const part of PACKED) {
		cpSync(join(built, part), join(folder, part), { recursive: true });
	}
	const manifest = { ...manifestAt(folder), version };
	writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
	return folder;
}
