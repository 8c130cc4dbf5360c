/** An account of every vendor, found by the vendors' folders: what leads a node of theirs to a server of the test's own. */
import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import type { Vendor } from '../../core/rows/vendor.ts';
import type { CredentialData } from '../engine/credential-store.mts';

/** What `test/nodes/<Vendor>/account.mts` says. */
export interface VendorAccount {
	type: ICredentialType;
	/** The input of the credential that stands in the paths of rows, by the name that it has there too; absent where none does. */
	part?: string;
	/** The credential for an address. */
	data(url: string): CredentialData;
	/** A list with one record, as the vendor answers it. */
	list: unknown;
	/** By row: what its form needs beyond its required fields, or instead of their samples. */
	needed?: Readonly<Record<string, IDataObject>>;
}

export interface Account extends VendorAccount {
	vendor: Vendor;
	node: INodeType;
	/** The trigger that polls; absent where the vendor calls by itself. */
	poller?: INodeType;
}

const root = join(import.meta.dirname, '../..');

const exported = <T,>(file: string) =>
	Object.values(jest.requireActual<Record<string, T>>(join(root, file)));

function nodesIn(folder: string): INodeType[] {
	const files = globSync(`nodes/${folder}/*.node.ts`, { cwd: root }).sort();
	return files.flatMap((file) => exported<new () => INodeType>(file)).map((Node) => new Node());
}

export const accounts: Account[] = globSync('nodes/*/vendor.ts', { cwd: root })
	.sort()
	.map((file): Account => {
		const folder = basename(dirname(file));
		const [vendor] = exported<Vendor>(file);
		const [account] = exported<VendorAccount>(`test/nodes/${folder}/account.mts`);
		const nodes = nodesIn(folder);
		const node = nodes.find(({ execute }) => execute);
		const poller = nodes.find(({ poll }) => poll);
		if (!vendor || !account || !node)
			throw new Error(`${folder} lacks a vendor, an account or a node`);
		return { vendor, ...account, node, poller };
	});
