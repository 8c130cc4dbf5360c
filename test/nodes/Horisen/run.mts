import type { IDataObject, INodeExecutionData, OnError } from 'n8n-workflow';
import { HorisenOAuth2Api } from '../../../credentials/HorisenOAuth2Api.credentials.ts';
import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import { Horisen } from '../../../nodes/Horisen/Horisen.node.ts';
import {
	HORISEN_CLIENT_ID,
	HORISEN_CLIENT_SECRET,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../../sandbox/horisen/accounts.mts';
import type { Sandbox } from '../../../sandbox/server.mts';
import { startSandbox } from '../../../sandbox/server.mts';
import { CredentialStore } from '../../engine/credential-store.mts';
import { runNode } from '../../engine/execute.mts';

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

export type Authentication = 'horisenTokenApi' | 'horisenOAuth2Api';

/** A credential of the sandbox's account; an OAuth2 one has no token yet, unless `more` brings it. */
export function credentialsFor(
	{ horisen }: Sandbox,
	authentication: Authentication,
	more: Record<string, unknown> = {},
): CredentialStore {
	const account = { serviceUuid: HORISEN_SERVICE_UUID, baseUrl: horisen.baseUrl };
	const proof =
		authentication === 'horisenTokenApi'
			? { token: HORISEN_TOKEN }
			: {
					grantType: 'clientCredentials',
					accessTokenUrl: horisen.accessTokenUrl,
					clientId: HORISEN_CLIENT_ID,
					clientSecret: HORISEN_CLIENT_SECRET,
				};
	return new CredentialStore([new HorisenTokenApi(), new HorisenOAuth2Api()], {
		[authentication]: { ...account, ...proof, ...more },
	});
}

export interface HorisenRun {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	authentication?: Authentication;
	credentials?: CredentialStore;
	onError?: OnError;
}

/** Runs the HORISEN node in n8n's engine against the sandbox; a row's parameters as they stand in the form. */
export async function runHorisen(sandbox: Sandbox, run: HorisenRun) {
	const { resource, operation, parameters, authentication = 'horisenTokenApi', ...rest } = run;
	const { outputs, ...result } = await runNode({
		node: new Horisen(),
		parameters: { authentication, resource, operation, ...parameters },
		credentials: credentialsFor(sandbox, authentication),
		...rest,
	});
	const [done = [], failed = []] = outputs;
	return { ...result, done, failed };
}

/** The value of a Contact input that takes every field from the incoming item. */
export const mappedByName = (schema: IDataObject[] = []) => ({
	mappingMode: 'autoMapInputData',
	value: null,
	matchingColumns: [],
	schema,
});

/** The value of a Contact input that is mapped by hand. */
export const mappedByHand = (value: IDataObject) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: Object.keys(value).map((id) => ({ id, displayName: id, removed: false })),
});

/** The input items that output items are linked to. */
export const links = (items: INodeExecutionData[]) => items.map(({ pairedItem }) => pairedItem);

/** `count` people whom their number tells apart. */
export const people = (count: number) =>
	Array.from({ length: count }, (_, number) => ({
		first_name: `Person ${number}`,
		mobile: `+4176${String(number).padStart(7, '0')}`,
	}));
