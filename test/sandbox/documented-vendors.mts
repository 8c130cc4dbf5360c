/** The vendors of the sandbox with their documented operations, found by their folders. */
import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DocumentedVendor } from './documented-requests.mts';

const root = join(import.meta.dirname, '../..');

export const documentedVendors = globSync('test/nodes/*/documented.mts', { cwd: root })
	.sort()
	.map((file) => {
		const { documented } = jest.requireActual<{ documented: DocumentedVendor }>(join(root, file));
		return { name: basename(dirname(file)).toLowerCase(), ...documented };
	});
