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

/**
 * The rows that are an endpoint each; what is made of several is documented by none.
 *
 * @throws Error when there is no such vendor
 */
export async function rowsOf(vendor: string): Promise<RowFacts[]> {
	return (await resourcesOf(vendor)).flatMap(factsOf);
}

/**
 * The names of all operations of a node, such as "subscriber.upsert".
 *
 * @throws Error when there is no such vendor
 */
export async function operationNames(vendor: string): Promise<string[]> {
	return (await resourcesOf(vendor)).flatMap(({ value, operations }) =>
		Object.keys(operations).map((operation) => `${value}.${operation}`),
	);
}

async function resourcesOf(vendor: string): Promise<readonly Resource[]> {
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
	return built.resources;
}

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
