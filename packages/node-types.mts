/** Moves workflows between the whole package and the packages of one vendor: only the first part of a node's type differs. */
import { manifest, type Vendor, vendors } from './vendors.mts';

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

/** A string of a JSON text that may be a node type, such as "n8n-nodes-taguchi-v5.taguchi". */
const TYPE = /"(n8n-nodes-[a-z0-9-]+\.[A-Za-z]+)"/g;

/** The text of an exported workflow with every node that the package has taken from it; all else stays as it is written. */
export const moveTo = (packageName: string, text: string): string =>
	text.replace(TYPE, (_quoted, type: string) => `"${typeIn(packageName, type)}"`);
