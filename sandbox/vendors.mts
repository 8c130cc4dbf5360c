/** The vendors of the sandbox, each mounted below its name: the one list of them. */
import { createContacthub } from './contacthub/contacthub.mts';
import { createEmporix } from './emporix/emporix.mts';
import { createHorisen } from './horisen/horisen.mts';
import { createTaguchi } from './taguchi/taguchi.mts';
import type { Vendor } from './vendor.mts';

const creators = {
	taguchi: createTaguchi,
	contacthub: createContacthub,
	horisen: createHorisen,
	emporix: createEmporix,
};

export type VendorName = keyof typeof creators;

/** What tests and tools do with each vendor beside sending requests. */
export type VendorSandboxes = {
	[Name in VendorName]: Awaited<ReturnType<(typeof creators)[Name]>>['sandbox'];
};

/** The names of all vendors, in the order in which people are told of them. */
export const VENDOR_NAMES: readonly string[] = Object.keys(creators);

/**
 * Starts all vendors with no data.
 *
 * @param url gives the server's address
 * @param offsetBefore see startSandbox
 */
export async function createVendors(
	url: () => string,
	offsetBefore: number,
): Promise<{ vendors: Vendor[]; sandboxes: VendorSandboxes }> {
	const created = await Promise.all(
		Object.entries(creators).map(
			async ([name, create]) =>
				[name, await create(() => `${url()}/${name}`, offsetBefore)] as const,
		),
	);
	return {
		vendors: created.map(([, { vendor }]) => vendor),
		sandboxes: Object.fromEntries(
			created.map(([name, { sandbox }]) => [name, sandbox]),
		) as VendorSandboxes,
	};
}
