/** The rows of a vendor as plain data, for tools that Node runs directly; the shipped code is bundled for that. */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Resource } from '../../core/rows/operation.ts';
import type { Vendor } from '../../core/rows/vendor.ts';

/** What of a row can be compared with a published description. */
export interface RowFacts {
	/** `resource.operation` */
	name: string;
	method: string;
	path: string;
	inferred: boolean;
	title?: string;
	/** Query parameters that are fields of the row or its paging. */
	query: string[];
	/** Whether further query parameters are made of several fields. */
	composesQuery: boolean;
}

const root = join(import.meta.dirname, '../..');

/** @throws when there is no such vendor. */
export async function rowsOf(vendor: string): Promise<RowFacts[]> {
	const sources = globSync('nodes/*/vendor.ts', { cwd: root });
	const source = sources.find((file) => dirname(file).toLowerCase().endsWith(`/${vendor}`));
	if (!source || vendor === '') {
		const known = sources.map((file) => dirname(file).split('/').at(-1)?.toLowerCase());
		throw new Error(`There is no vendor "${vendor}". Known: ${known.sort().join(', ')}`);
	}
	const outfile = join(root, 'output', 'contracts', `${vendor}.cjs`);
	await build({
		entryPoints: [source],
		absWorkingDir: root,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		external: ['n8n-workflow'],
		outfile,
		logLevel: 'error',
	});
	const { [vendor]: built }: Record<string, Vendor> = createRequire(import.meta.url)(outfile);
	if (!built) throw new Error(`${source} exports no "${vendor}"`);
	return built.resources.flatMap(factsOf);
}

/** Composed rows have no endpoint of their own. */
const factsOf = ({ value, operations }: Resource): RowFacts[] =>
	Object.entries(operations)
		.filter(([, row]) => !row.composed)
		.map(([operation, { request, inferred, title, query, paging, composeQuery }]) => ({
			name: `${value}.${operation}`,
			...request,
			inferred: inferred === true,
			title,
			query: [...Object.keys(query ?? {}), ...(paging ? [paging.page, paging.size] : [])],
			composesQuery: composeQuery !== undefined,
		}));
