/** The records that other records refer to: chosen from a list, or named by their ID. */
import type { FieldNotes } from '../../../core/field';
import { locator } from '../../../core/field';

/** The names of the node's list search methods. */
export const SEARCH = {
	nodes: 'searchNodes',
	entryNodes: 'searchEntryNodes',
	aggregateNodes: 'searchAggregateNodes',
	customers: 'searchCustomers',
	sources: 'searchSources',
	workspaces: 'searchWorkspaces',
} as const;

/** What stands before the path of everything that belongs to the credential's workspace. */
export const WORKSPACE = '/workspaces/{workspaceId}';

const example = '854f0791-c120-4e4a-9264-6dd197cb922c';

export const node = (notes: FieldNotes = {}) =>
	locator('Node', SEARCH.nodes, { example, ...notes });
export const entryNode = (notes: FieldNotes = {}) =>
	locator('Entry Node', SEARCH.entryNodes, { example, ...notes });
export const aggregateNode = (notes: FieldNotes = {}) =>
	locator('Aggregate Node', SEARCH.aggregateNodes, { example, ...notes });
export const customerId = (notes: FieldNotes = {}) =>
	locator('Customer', SEARCH.customers, { example, ...notes });
export const source = (notes: FieldNotes = {}) =>
	locator('Source', SEARCH.sources, { example, ...notes });
export const workspace = (notes: FieldNotes = {}) =>
	locator('Workspace', SEARCH.workspaces, { example, ...notes });

export const required = { required: true } as const;
