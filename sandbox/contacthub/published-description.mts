/** The description that Contacthub publishes beside its API: some paths there differ from those that were inferred. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRACTS_FOLDER } from '../contracts.mts';
import type { IncomingCall, VendorAnswer } from '../vendor.mts';

interface Contract {
	paths: Record<string, Record<string, { operationId: string; summary: string }>>;
}

/** Method and path that the description names instead of the inferred ones, by operation. */
const moved: Record<string, { method: string; path: string }> = {
	'node.getAll': { method: 'get', path: '/workspaces/{workspaceId}/nodes' },
	'dataProtection.forgetCustomer': {
		method: 'post',
		path: '/workspaces/{workspaceId}/data-protection/customers/{customerId}',
	},
	'aggregateNode.get': {
		method: 'get',
		path: '/workspaces/{workspaceId}/configuration/nodes/aggregate/{aggregateNodeId}',
	},
	'customerProperty.updateBaseState': {
		method: 'put',
		path: '/workspaces/{workspaceId}/configuration/properties/base/{baseProperty}/state',
	},
	'bulkJob.getResults': {
		method: 'get',
		path: '/workspaces/{workspaceId}/nodes/{nodeId}/bulk-jobs/{jobId}/results.csv',
	},
};

const contract: Contract = JSON.parse(
	readFileSync(join(CONTRACTS_FOLDER, 'contacthub.openapi.json'), 'utf8'),
);
const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, { operationId, summary }]) => ({
		operationId,
		summary,
		inferred: { method, path },
		published: moved[operationId] ?? { method, path },
	})),
);

/** The description as YAML, with what matters to a reader of paths. */
export function publishedDescription(): string {
	const paths = [...new Set(operations.map(({ published }) => published.path))];
	const lines = paths.flatMap((path) => [
		`  ${path}:`,
		...operations
			.filter(({ published }) => published.path === path)
			.flatMap(({ operationId, summary, published }) => [
				`    ${published.method}:`,
				`      summary: ${JSON.stringify(summary)}`,
				`      operationId: ${operationId}`,
				'      responses: {}',
			]),
	]);
	return [`swagger: '2.0'`, 'info:', '  title: contacthub', 'paths:', ...lines, ''].join('\n');
}

/** The answer to a request for the description. */
export function documentAt(path: string): VendorAnswer | undefined {
	if (!path.endsWith('/docs/swagger.yml')) return undefined;
	return { status: 200, body: publishedDescription(), contentType: 'application/yaml' };
}

/** A call at a published path, as the contract knows it. */
export function asInContract(call: IncomingCall): IncomingCall {
	for (const { inferred, published } of operations) {
		const isMoved = inferred.path !== published.path || inferred.method !== published.method;
		if (!isMoved || call.method.toLowerCase() !== published.method) continue;
		const values = call.path.match(patternOf(published.path))?.groups;
		if (!values) continue;
		const filled = Object.values(values);
		const path = inferred.path.replace(/\{.+?\}/g, () => filled.shift() ?? '');
		const [base = ''] = call.path.split('/workspaces/', 1);
		return { ...call, method: inferred.method.toUpperCase(), path: `${base}${path}` };
	}
	return call;
}

const patternOf = (path: string) =>
	new RegExp(`${path.replaceAll('.', '\\.').replace(/\{(.+?)\}/g, '(?<$1>[^/]+)')}$`);
