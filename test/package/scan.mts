/**
 * Runs n8n's verification scanner over this repository's sources and over the npm package, as n8n does when a package
 * is submitted. Takes the folder of an unpacked package; without it, packs dist/ first. Exits with 1 on a refusal.
 */
import { unpackTarball } from './tarball.mts';

/** The part of the scanner that this script uses; it is published without types. */
interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		folder: string,
		filePatterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

const scanner = '@n8n/scan-community-package/scanner/scanner.mjs';
const { analyzePackage, SOURCE_FILE_PATTERNS }: Scanner = await import(String(scanner));
const [folder] = process.argv.slice(2);
const tarball = folder === undefined ? unpackTarball() : undefined;
const scans = [
	{ name: 'source', result: await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS) },
	{ name: 'package', result: await analyzePackage(tarball?.folder ?? String(folder)) },
];
tarball?.remove();
for (const { name, result } of scans) {
	console.log(`Verification scanner, ${name}: ${result.passed ? 'passed' : result.message}`);
	if (!result.passed) console.log(result.details);
}
process.exitCode = scans.every(({ result }) => result.passed) ? 0 : 1;
