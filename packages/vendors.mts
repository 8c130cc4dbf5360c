/** The packages of one vendor each: what differs between them is vendors.json, and nothing else. */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod/v4-mini';

/** The project's own folder. */
export const ROOT = join(import.meta.dirname, '..');

const Manifest = z.object({
	name: z.string(),
	version: z.string(),
	license: z.string(),
	homepage: z.string(),
	bugs: z.unknown(),
	repository: z.unknown(),
	author: z.unknown(),
	engines: z.unknown(),
	peerDependencies: z.unknown(),
	n8n: z.object({
		n8nNodesApiVersion: z.number(),
		strict: z.boolean(),
		credentials: z.array(z.string()),
		nodes: z.array(z.string()),
	}),
});

/** The package.json of the whole package. */
export const manifest = Manifest.parse(
	JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
);

const Vendor = z.strictObject({
	/** Its folder in nodes/. */
	folder: z.string(),
	/** The name on npm. */
	package: z.string(),
	title: z.string(),
	description: z.string(),
	keywords: z.array(z.string()),
	/** The section of README.md that connects it. */
	heading: z.string(),
});
export type Vendor = z.infer<typeof Vendor>;

/** One entry for each vendor of nodes/. */
export const vendors = z
	.array(Vendor)
	.parse(JSON.parse(readFileSync(join(ROOT, 'packages/vendors.json'), 'utf8')));

const found = globSync('nodes/*/vendor.ts', { cwd: ROOT }).map((file) => basename(dirname(file)));
const listed = vendors.map(({ folder }) => folder);
if (found.sort().join() !== listed.sort().join()) {
	throw new Error(`packages/vendors.json lists ${listed.join()}; nodes/ holds ${found.join()}`);
}
