/**
 * Moves exported workflows to another of the packages, in their files:
 * `npm run move-workflows -- n8n-nodes-taguchi-v5 my-workflow.json`. Only the types of nodes change in them. Where a file cannot be
 * read as a workflow, none is changed, and the command exits with 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/v4-mini';
import { moveTo } from './node-types.mts';
import { manifest, vendors } from './vendors.mts';

const Workflow = z.object({ nodes: z.array(z.object({ type: z.string() })) });
/** One workflow from the editor's menu, or a list of them from `n8n export:workflow`. */
const Export = z.union([Workflow, z.array(Workflow)]);

const typesIn = (text: string): string[] =>
	[Export.parse(JSON.parse(text))].flat().flatMap(({ nodes }) => nodes.map(({ type }) => type));

/** @throws Error when the file is not there, or holds no workflow */
function move(file: string, packageName: string) {
	try {
		const before = readFileSync(file, 'utf8');
		const types = typesIn(before);
		const text = moveTo(packageName, before);
		const moved = typesIn(text).filter((type, index) => type !== types[index]).length;
		return { file, text, moved };
	} catch (cause) {
		throw new Error(`${file} is no workflow that n8n has exported`, { cause });
	}
}

const [packageName = '', ...files] = process.argv.slice(2);
const names = [manifest.name, ...vendors.map((vendor) => vendor.package)];
try {
	if (!names.includes(packageName) || files.length === 0) {
		throw new Error(`npm run move-workflows -- <package> <files>\nPackages: ${names.join(', ')}`);
	}
	for (const { file, text, moved } of files.map((one) => move(one, packageName))) {
		writeFileSync(file, text);
		console.log(`${file}: ${moved} nodes are of ${packageName} now`);
	}
} catch (thrown) {
	console.error(thrown instanceof Error ? thrown.message : thrown);
	process.exitCode = 1;
}
