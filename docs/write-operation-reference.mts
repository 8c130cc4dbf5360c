/** `npm run reference` */
import { globSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Vendor } from '../core/rows/vendor.ts';
import { operationReference } from './operation-reference.mts';

/** The vendor of a folder; esbuild bundles them all. */
async function vendorIn(folder: string): Promise<Vendor> {
	const exported: Record<string, Vendor> = await import(`../nodes/${folder}/vendor.ts`);
	const [vendor] = Object.values(exported);
	if (!vendor) throw new Error(`nodes/${folder}/vendor.ts exports no vendor`);
	return vendor;
}

const folders = globSync('nodes/*/vendor.ts').map((file) => basename(dirname(file)));
void Promise.all(folders.sort().map(vendorIn)).then((vendors) =>
	writeFileSync('docs/operations.md', operationReference(vendors)),
);
