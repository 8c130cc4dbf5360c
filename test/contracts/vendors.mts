/** All vendors of the package, found by their folders: rows, node, contract, examples and differences. */
import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import type { Operation } from '../../core/rows/operation.ts';
import type { Vendor } from '../../core/rows/vendor.ts';
import type { Documented } from './contract.mts';
import { readContract } from './contract.mts';
import type { Difference } from './difference.mts';
import type { Example, VendorExamples } from './examples.mts';

export interface Row {
	/** `resource.operation` */
	name: string;
	resource: string;
	operation: string;
	row: Operation;
}

export interface ContractedVendor {
	/** The name of its folder. */
	name: string;
	vendor: Vendor;
	node: INodeType;
	contract: Documented[];
	examples: VendorExamples<unknown>;
	differences: readonly Difference[];
	rows: Row[];
}

const root = join(import.meta.dirname, '../..');

export const vendors: ContractedVendor[] = globSync('nodes/*/vendor.ts', { cwd: root })
	.sort()
	.map((file) => read(basename(dirname(file))));

function read(name: string): ContractedVendor {
	const vendor = part<Vendor>(`nodes/${name}/vendor.ts`, name.toLowerCase());
	const Node = part<new () => INodeType>(`nodes/${name}/${name}.node.ts`, name);
	return {
		name,
		vendor,
		node: new Node(),
		contract: readContract(name.toLowerCase()),
		examples: part<VendorExamples<unknown>>(`test/nodes/${name}/examples.mts`, 'examples'),
		differences: part<Difference[]>(`test/nodes/${name}/differences.mts`, 'differences'),
		rows: vendor.resources.flatMap(({ value: resource, operations }) =>
			// What is made of several endpoints is documented by none.
			Object.entries(operations)
				.filter(([, row]) => !row.composed)
				.map(([operation, row]) => ({
					name: `${resource}.${operation}`,
					resource,
					operation,
					row,
				})),
		),
	};
}

function part<T>(file: string, name: string): T {
	const found = jest.requireActual<Record<string, T>>(join(root, file))[name];
	if (!found) throw new Error(`${file} exports no "${name}"`);
	return found;
}

/** @throws when the row has no example */
export function exampleOf({ examples }: ContractedVendor, name: string): Example<unknown> {
	const example = examples.rows[name];
	if (!example) throw new Error(`The row "${name}" has no example`);
	return example;
}
