/** The records that other records refer to: chosen from a list, or named by their ID. */
import { liveChoices, locatorOf } from '../../../core/rows/field';

/** The names of the node's list search methods. */
export const SEARCH = {
	nodes: 'searchNodes',
	entryNodes: 'searchEntryNodes',
	aggregateNodes: 'searchAggregateNodes',
	customers: 'searchCustomers',
	sources: 'searchSources',
	workspaces: 'searchWorkspaces',
	subscriptions: 'searchCustomerSubscriptions',
	sessions: 'searchCustomerSessions',
	bulkJobs: 'searchBulkJobs',
	users: 'searchUsers',
} as const;

/** The names of the node's load options methods that list records. */
export const OPTIONS = { nodes: 'getNodes', entryNodes: 'getEntryNodes' } as const;

/** What stands before the path of everything that belongs to the credential's workspace. */
export const WORKSPACE = '/workspaces/{workspaceId}';

const example = '854f0791-c120-4e4a-9264-6dd197cb922c';

export const node = locatorOf('Node', SEARCH.nodes, example);
export const entryNode = locatorOf('Entry Node', SEARCH.entryNodes, example);
export const aggregateNode = locatorOf('Aggregate Node', SEARCH.aggregateNodes, example);
export const customerId = locatorOf('Customer', SEARCH.customers, example);
export const source = locatorOf('Source', SEARCH.sources, example);
export const workspace = locatorOf('Workspace', SEARCH.workspaces, example);

/** Several at once; IDs in a text, as the form had them before, keep their own input. */
export const nodes = liveChoices('Nodes', OPTIONS.nodes);
export const entryNodes = liveChoices('Entry Nodes', OPTIONS.entryNodes);

export const required = { required: true } as const;
