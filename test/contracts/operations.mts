/** From rows and requests to the operations of the contract. */
import type { Operation } from '../../core/rows/operation.ts';
import type { Documented } from './contract.mts';
import type { Sent } from './sent.mts';

/** Where requests would go; nothing is sent there. */
export const ADDRESS = 'https://vendor.example/api';

/** The operation that a request goes to, and the values of its path by name. */
export interface Match {
	operation: Documented | undefined;
	path: Record<string, string>;
}

/** The operation of the contract at a request's method and path; literal parts of a path go before placeholders. */
export function match(contract: readonly Documented[], { method, url }: Sent): Match {
	const path = url.pathname.slice(new URL(ADDRESS).pathname.length);
	const candidates = contract
		.filter((operation) => operation.method === method)
		.flatMap((operation) => {
			const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
			const pattern = operation.path.replace(/\{[^}]+\}/g, '([^/]+)');
			const found = new RegExp(`^${pattern}$`).exec(path);
			if (!found) return [];
			const values = names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')]);
			return [{ operation, path: Object.fromEntries(values), names }];
		})
		.sort((one, other) => one.names.length - other.names.length);
	const [best] = candidates;
	return best ? { operation: best.operation, path: best.path } : { operation: undefined, path: {} };
}

/** The operations of a row: its own, with and without optional parts of the path, and the one that takes many items. */
export function operationsOf(contract: readonly Documented[], row: Operation) {
	const routes = [row.request, ...(row.batch?.request ? [row.batch.request] : [])];
	return routes.flatMap((route) =>
		[...new Set([route.path.replace(/\{\/[^}]+\}/g, ''), route.path.replaceAll('{/', '/{')])].map(
			(path) => ({
				route,
				operation: contract.find((one) => one.method === route.method && isAt(one.path, path)),
			}),
		),
	);
}

/** Whether a path of the contract is that of a row; what stands before a row's path belongs to the connection. */
const isAt = (documented: string, path: string): boolean =>
	documented === path || (documented.endsWith(path) && documented.startsWith('/apiv5_auth/'));
