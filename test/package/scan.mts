/**
 * Runs n8n's verification scanner over this repository's sources and over all the npm packages that the build has made, as n8n
 * does when a package is submitted. Takes folders of unpacked packages to scan those instead. Exits with 1 on a refusal.
 */
import { folderOf } from '../../packages/vendor-packages.mts';
import { manifest, vendors } from '../../packages/vendors.mts';
import { unpackTarballs } from './tarball.mts';

interface Result {
	passed: boolean;
	message?: string;
	details?: string;
}

/** The part of the scanner that this script uses; it is published without types. */
interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, filePatterns?: string[]): Promise<Result>;
}

const scanner = '@n8n/scan-community-package/scanner/scanner.mjs';
const { analyzePackage, SOURCE_FILE_PATTERNS }: Scanner = await import(String(scanner));

let refused = false;
function tell(name: string, { passed, message, details }: Result): void {
	console.log(`Verification scanner, ${name}: ${passed ? 'passed' : message}`);
	if (passed) return;
	refused = true;
	console.log(details);
}

const folders = process.argv.slice(2);
if (folders.length > 0) {
	for (const folder of folders) tell(folder, await analyzePackage(folder));
} else {
	tell('source', await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS));
	// As a user would get them.
	const tarballs = unpackTarballs(['.', ...vendors.map(folderOf)]);
	const names = [manifest.name, ...vendors.map((vendor) => vendor.package)];
	try {
		for (const [at, folder] of tarballs.folders.entries()) {
			tell(names[at] ?? folder, await analyzePackage(folder));
		}
	} finally {
		tarballs.remove();
	}
}
process.exitCode = refused ? 1 : 0;
