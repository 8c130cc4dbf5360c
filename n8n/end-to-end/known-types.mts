/** What n8n knows of a package, beside what the package declares. */
import * as z from 'zod/v4-mini';
import { manifestAt } from '../instance/package-archive.mts';
import type { N8nRest } from '../instance/rest.mts';

/** How many nodes, and how many credential types. */
export interface TypeCounts {
	nodes: number;
	types: number;
}

/** Counts a package's nodes and our credential types that n8n knows; each action node is a tool besides. */
export async function knownTypes(rest: N8nRest, packageName: string): Promise<TypeCounts> {
	const nodes = (await rest.nodeTypes()).filter(({ name }) => name.startsWith(`${packageName}.`));
	const own = /^(contacthub|emporix|horisen|taguchi).*Api$/;
	return {
		nodes: nodes.filter(({ name }) => !name.endsWith('Tool')).length,
		types: (await rest.credentialTypes()).filter(({ name }) => own.test(name)).length,
	};
}

const Declared = z.object({
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

/**
 * Counts what the package.json of a folder declares.
 *
 * @throws Error when the folder holds no package with nodes
 */
export function declaredTypes(folder: string): TypeCounts {
	const { n8n } = Declared.parse(manifestAt(folder));
	return { nodes: n8n.nodes.length, types: n8n.credentials.length };
}
