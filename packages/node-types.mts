/** Moves workflows between the whole package and the packages of one vendor: only the first part of a node's type differs. */
import { manifest, type Vendor, vendors } from './vendors.mts';

/** A workflow as n8n exports it, as far as it matters here. */
export interface Workflow {
	nodes: Array<{ type: string }>;
}

/** The vendor of a node type of ours, such as "n8n-nodes-customer-data.taguchiTrigger"; undefined for all others. */
export function vendorOf(type: string): Vendor | undefined {
	const [packageName, name = ''] = type.split('.');
	return vendors.find(
		(vendor) =>
			[manifest.name, vendor.package].includes(packageName ?? '') &&
			name.toLowerCase().startsWith(vendor.folder.toLowerCase()),
	);
}

/** The type as the other package has it; a package of another vendor does not have it, so it stays. */
export function typeIn(packageName: string, type: string): string {
	const vendor = vendorOf(type);
	const isThere = vendor && [manifest.name, vendor.package].includes(packageName);
	return isThere ? `${packageName}.${type.split('.').slice(1).join('.')}` : type;
}

/** The workflow with every node that the package has taken from it. */
export const moveTo = <T extends Workflow>(packageName: string, workflow: T): T => ({
	...workflow,
	nodes: workflow.nodes.map((node) => ({ ...node, type: typeIn(packageName, node.type) })),
});
