/**
 * Writes a bill of materials (CycloneDX) for each package into output/sbom/, made by npm from what the build bundled, and asks
 * the registry for known weaknesses of exactly that. `npm run sbom`, after a build; exits with 1 where there are any.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4-mini';
import { folderOf } from './vendor-packages.mts';
import { manifest, ROOT, vendors } from './vendors.mts';

/** Every bundled package and its version, as the notice of a built package lists them. */
function bundledIn(folder: string): Record<string, string> {
	const notice = readFileSync(join(folder, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
	const sections = notice.split(`\n${'-'.repeat(72)}\n\n`).slice(1);
	return Object.fromEntries(sections.map((section) => section.split(' ', 2)));
}

const Bill = z.looseObject({
	components: z.array(z.looseObject({ name: z.string() })),
	dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

/** A package that a bundled one names without its code being here, such as a command line's, is no part of it. */
function onlyBundled(bill: z.infer<typeof Bill>, bundled: Record<string, string>) {
	const absent = bill.components.filter(({ name }) => bundled[name] === undefined);
	const isThere = (ref: string) => !absent.some((component) => component['bom-ref'] === ref);
	return {
		...bill,
		components: bill.components.filter((component) => !absent.includes(component)),
		dependencies: bill.dependencies
			.filter(({ ref }) => isThere(ref))
			.map((one) => ({ ...one, dependsOn: one.dependsOn.filter(isThere) })),
	};
}

/** npm without install scripts, in a folder that holds nothing but a package.json of what is bundled. */
const npm = (place: string, ...args: string[]) =>
	execFileSync('npm', [...args, '--ignore-scripts'], {
		cwd: place,
		encoding: 'utf8',
		stdio: 'pipe',
	});

/** @returns whether the registry knows of no weakness, or does not say */
function write(name: string, folder: string): boolean {
	const place = join(ROOT, 'output/sbom', name);
	rmSync(place, { recursive: true, force: true });
	mkdirSync(place, { recursive: true });
	const { version, license } = manifest;
	const bundle = { name, version, license, dependencies: bundledIn(folder) };
	writeFileSync(join(place, 'package.json'), JSON.stringify(bundle));
	npm(place, 'install', '--package-lock-only', '--no-audit');
	const bill = Bill.parse(
		JSON.parse(npm(place, 'sbom', '--package-lock-only', '--sbom-format=cyclonedx')),
	);
	writeFileSync(
		`${place}.cdx.json`,
		`${JSON.stringify(onlyBundled(bill, bundle.dependencies), null, 2)}\n`,
	);
	const audit = spawnSync('npm', ['audit', '--json'], { cwd: place, encoding: 'utf8' });
	const {
		metadata,
		message,
	}: { metadata?: { vulnerabilities: { total: number } }; message?: string } = JSON.parse(
		audit.stdout,
	);
	const found = metadata?.vulnerabilities.total;
	console.log(
		`${name}: bundles ${Object.keys(bundle.dependencies).join(', ')}; known weaknesses: ${found ?? `not answered (${message})`}`,
	);
	return !found;
}

const results = [
	write(manifest.name, ROOT),
	...vendors.map((vendor) => write(vendor.package, folderOf(vendor))),
];
process.exitCode = results.every(Boolean) ? 0 : 1;
