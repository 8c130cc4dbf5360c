import type { IDataObject, OnError } from 'n8n-workflow';
import { EmporixCustomerTokenApi } from '../../../credentials/EmporixCustomerTokenApi.credentials.ts';
import { EmporixOAuth2Api } from '../../../credentials/EmporixOAuth2Api.credentials.ts';
import { Emporix } from '../../../nodes/Emporix/Emporix.node.ts';
import {
	EMPORIX_CLIENT,
	EMPORIX_CUSTOMER_TOKEN,
	EMPORIX_TENANT,
} from '../../../sandbox/emporix/accounts.mts';
import { startSandbox, type Sandbox } from '../../../sandbox/server.mts';
import type { CredentialData } from '../../engine/credential-store.mts';
import { CredentialStore } from '../../engine/credential-store.mts';
import { runNode } from '../../engine/execute.mts';

export const credentialTypes = [new EmporixOAuth2Api(), new EmporixCustomerTokenApi()];

let running: Sandbox | undefined;

/** One sandbox for a test file, empty before every test. */
export function useSandbox(): () => Sandbox {
	beforeAll(async () => {
		running = await startSandbox();
	});
	afterAll(async () => await running?.close());
	beforeEach(() => running?.reset());
	return sandbox;
}

function sandbox(): Sandbox {
	if (!running) throw new Error('The sandbox is not up');
	return running;
}

/** The credentials of the sandbox's tenant. */
export const credentialData = (): Record<string, CredentialData> => ({
	emporixOAuth2Api: {
		tenant: EMPORIX_TENANT,
		baseUrl: sandbox().emporix.baseUrl,
		clientId: EMPORIX_CLIENT.id,
		clientSecret: EMPORIX_CLIENT.secret,
	},
	emporixCustomerTokenApi: {
		tenant: EMPORIX_TENANT,
		baseUrl: sandbox().emporix.baseUrl,
		accessToken: EMPORIX_CUSTOMER_TOKEN,
	},
});

export const credentialStore = () => new CredentialStore(credentialTypes, credentialData());

interface Run {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	onError?: OnError;
	/** The credential type in use; the API key unless said otherwise. */
	authentication?: string;
	credentials?: CredentialStore;
}

/** Runs one operation of the node against the sandbox. */
export const runEmporix = async ({ resource, operation, parameters, ...run }: Run) =>
	await runNode({
		node: new Emporix(),
		parameters: {
			authentication: run.authentication ?? 'emporixOAuth2Api',
			resource,
			operation,
			...parameters,
		},
		credentials: run.credentials ?? credentialStore(),
		...(run.items && { items: run.items }),
		...(run.onError && { onError: run.onError }),
	});

/** What was asked of the API itself, tokens left out. */
export const requestsOf = () =>
	sandbox().requests.filter(({ operationId }) => operationId !== 'oauth.token');

/** A segment in the sandbox. */
export function addSegment(id: string, content: object = {}): void {
	sandbox().emporix.tenant.put(id, {
		name: { en: `Segment ${id}` },
		siteCode: 'main',
		status: 'ACTIVE',
		...content,
	});
}
