/**
 * Moves exported workflows to another of the packages, in their files:
 * `npm run move-workflows -- n8n-nodes-taguchi-v5 my-workflow.json`. Names, parameters and credentials stay as they are.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/v4-mini';
import { moveTo } from './node-types.mts';
import { manifest, vendors } from './vendors.mts';

const Exported = z.looseObject({ nodes: z.array(z.looseObject({ type: z.string() })) });
/** One workflow from the editor's menu, or a list of them from `n8n export:workflow`. */
const Export = z.union([Exported, z.array(Exported)]);

const [packageName = '', ...files] = process.argv.slice(2);
const names = [manifest.name, ...vendors.map((vendor) => vendor.package)];
if (!names.includes(packageName) || files.length === 0) {
	console.error(`npm run move-workflows -- <package> <files>\nPackages: ${names.join(', ')}`);
	process.exitCode = 1;
} else {
	for (const file of files) {
		const before = Export.parse(JSON.parse(readFileSync(file, 'utf8')));
		const after = Array.isArray(before)
			? before.map((workflow) => moveTo(packageName, workflow))
			: moveTo(packageName, before);
		writeFileSync(file, `${JSON.stringify(after, null, '\t')}\n`);
		const [were, are] = [before, after].map((some) => [some].flat().flatMap(({ nodes }) => nodes));
		const moved = are?.filter(({ type }, index) => type !== were?.[index]?.type).length;
		console.log(`${file}: ${moved} nodes are of ${packageName} now`);
	}
}
