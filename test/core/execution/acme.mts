/** A vendor of a test's own, so that a test can say in a few lines what a row is like and what its vendor answers. */
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	OnError,
} from 'n8n-workflow';
import { formOf } from '../../../core/editor/form.ts';
import { execute } from '../../../core/execution/execute.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import { many } from '../../../core/rows/operation.ts';
import { GET } from '../../../core/rows/route.ts';
import type { Vendor } from '../../../core/rows/vendor.ts';
import { runNode } from '../../engine/execute.mts';

/** A row that reads a list; a test changes what it is about. */
export const rowOf = (more: Partial<Operation>): Operation => ({
	name: 'Any',
	action: 'Do anything',
	description: 'Do anything',
	request: GET('/people'),
	idempotent: true,
	returns: many({}),
	...more,
});

/** The vendor, with one row. */
export const acme = (row: Operation, url: string): Vendor => ({
	name: 'Acme',
	resources: [{ value: 'person', name: 'Person', operations: { any: row } }],
	connect: async () => ({ baseUrl: url, path: {} }),
	explain: (answer) => {
		const { words } = Object(answer);
		return words === undefined ? undefined : String(words);
	},
	credentialAdvice: 'Check the token.',
});

type Work = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** The vendor's node; it runs the row unless a test has other work for it. */
export const nodeOf = (
	vendor: Vendor,
	work: Work = async (context) => await execute(context, vendor),
): INodeType => ({
	description: {
		displayName: 'Acme',
		name: 'acme',
		group: ['input'],
		version: 1,
		description: '',
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		properties: formOf(vendor.resources),
	},
	async execute(this: IExecuteFunctions) {
		return await work(this);
	},
});

/** How a row is run. */
export interface AcmeRun {
	values?: Record<string, unknown>;
	items?: IDataObject[];
	onError?: OnError;
	tool?: boolean;
	signal?: AbortSignal;
}

/** Runs a row through n8n's engine; gives what a person, or an agent, sees of it. */
export async function runAcme(row: Operation, url: string, { values, ...more }: AcmeRun = {}) {
	const { outputs, error, hints, status, requests } = await runNode({
		node: nodeOf(acme(row, url)),
		parameters: { resource: 'person', operation: 'any', ...values },
		...more,
	});
	const [done = [], failed = []] = outputs;
	// Elsewhere than beside the output, nobody would see them.
	const shown = hints.filter(({ location }) => location === 'outputPane');
	return { done, failed, error, hints: shown.map(({ message }) => message), status, requests };
}
