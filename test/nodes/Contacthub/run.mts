import type { IDataObject, INodeExecutionData, OnError } from 'n8n-workflow';
import { ContacthubApi } from '../../../credentials/ContacthubApi.credentials.ts';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import {
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../../sandbox/contacthub/accounts.mts';
import type { Misbehaviour, Sandbox } from '../../../sandbox/server.mts';
import { startSandbox } from '../../../sandbox/server.mts';
import { runNode } from '../../engine/execute.mts';

export const credentialTypes = [new ContacthubApi()];

/** One sandbox for a test file, empty before each test. */
export function useSandbox(): () => Sandbox {
	let sandbox: Sandbox | undefined;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	beforeEach(() => sandbox?.reset());
	afterAll(async () => await sandbox?.close());
	return () => {
		if (!sandbox) throw new Error('The sandbox is up only while tests run');
		return sandbox;
	};
}

/** The credential that the sandbox accepts. */
export const credentialsFor = (sandbox: Sandbox) => ({
	contacthubApi: {
		token: CONTACTHUB_TOKEN,
		workspaceId: CONTACTHUB_WORKSPACE_ID,
		baseUrl: sandbox.contacthub.baseUrl,
	},
});

export interface ContacthubRun {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[] | INodeExecutionData[];
	onError?: OnError;
	signal?: AbortSignal;
}

/** Runs the node in n8n's engine against the sandbox; `done` and `refused` are the items of both branches. */
export async function runContacthub(
	sandbox: Sandbox,
	{ resource, operation, parameters, ...rest }: ContacthubRun,
) {
	const run = await runNode({
		node: new Contacthub(),
		parameters: { resource, operation, ...parameters },
		credentials: credentialsFor(sandbox),
		credentialTypes,
		...rest,
	});
	return { ...run, done: run.outputs[0] ?? [], refused: run.outputs[1] ?? [] };
}

/** The JSON of items. */
export const jsonOf = (items: INodeExecutionData[]) => items.map(({ json }) => json);

/** A record given by its id, as a resource locator holds it. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** A mapping that takes all values from the incoming item. */
export const mappedByName = {
	mappingMode: 'autoMapInputData',
	value: null,
	matchingColumns: [],
	schema: [],
};

/** Makes the look-up of the published description go wrong; it happens once, before any other request. */
export async function withoutDescription(sandbox: Sandbox, how: Partial<Misbehaviour> = {}) {
	sandbox.misbehave({ vendor: 'contacthub', kind: 'status', status: 404, ...how } as Misbehaviour);
	return await runContacthub(sandbox, { resource: 'node', operation: 'getAll' });
}
