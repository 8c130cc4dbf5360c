import type { ICredentialType, IDataObject, INodeExecutionData, OnError } from 'n8n-workflow';
import { TaguchiJwtApi } from '../../../credentials/TaguchiJwtApi.credentials.ts';
import { TaguchiPublicApi } from '../../../credentials/TaguchiPublicApi.credentials.ts';
import { TaguchiTokenApi } from '../../../credentials/TaguchiTokenApi.credentials.ts';
import { Taguchi } from '../../../nodes/Taguchi/Taguchi.node.ts';
import type { TaguchiEndpointName } from '../../../sandbox/taguchi/accounts.mts';
import {
	TAGUCHI_API_SECRET_KEY,
	TAGUCHI_API_TOKEN,
	TAGUCHI_ENDPOINTS,
} from '../../../sandbox/taguchi/accounts.mts';
import type { RecordedRequest, Sandbox } from '../../../sandbox/server.mts';
import type { CredentialData } from '../../engine/credential-store.mts';
import { runNode } from '../../engine/execute.mts';

export { useSandbox } from '../../sandbox/use-sandbox.mts';

export const credentialTypes: ICredentialType[] = [
	new TaguchiTokenApi(),
	new TaguchiJwtApi(),
	new TaguchiPublicApi(),
];

/** The credential type and data that an endpoint of the sandbox accepts. */
export function credentialFor(
	{ taguchi }: Sandbox,
	name: TaguchiEndpointName,
): { type: string; data: CredentialData } {
	const endpoint = TAGUCHI_ENDPOINTS[name];
	const place = { endpointUrl: taguchi.endpointUrl(name), environment: 'endpointUrl' };
	switch (endpoint.authentication) {
		case 'token':
			return { type: 'taguchiTokenApi', data: { ...place, token: TAGUCHI_API_TOKEN } };
		case 'none':
			return { type: 'taguchiPublicApi', data: place };
		default:
			return {
				type: 'taguchiJwtApi',
				data: {
					...place,
					algorithm: endpoint.authentication,
					secret: TAGUCHI_API_SECRET_KEY,
					privateKey: taguchi.privateKeyPem,
					integrationToken: endpoint.integrationToken,
					lifetime: 300,
				},
			};
	}
}

export interface TaguchiRun {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	items?: IDataObject[];
	/** The endpoint of the sandbox; `token`, which identifies people by email, if not given. */
	endpoint?: TaguchiEndpointName;
	/** Changes to the data of the endpoint's credential. */
	credential?: CredentialData;
	onError?: OnError;
	signal?: AbortSignal;
}

/** Runs the Taguchi node in n8n's engine against the sandbox; a row's parameters as they stand in the form. */
export async function runTaguchi(sandbox: Sandbox, run: TaguchiRun) {
	const { resource, operation, parameters, endpoint = 'token', credential, ...rest } = run;
	const { type, data } = credentialFor(sandbox, endpoint);
	const { outputs, ...result } = await runNode({
		node: new Taguchi(),
		parameters: { authentication: type, resource, operation, ...parameters },
		credentials: { [type]: { ...data, ...credential } },
		credentialTypes,
		...rest,
	});
	const [done = [], failed = []] = outputs;
	return { ...result, done, failed };
}

/** The value of a Profile input that takes every field from the incoming item. */
export const mappedByName = {
	mappingMode: 'autoMapInputData',
	value: null,
	matchingColumns: [],
	schema: [],
};

/** The value of a Profile input that is mapped by hand. */
export const mappedByHand = (value: IDataObject) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema: Object.keys(value).map((id) => ({ id, displayName: id, removed: false })),
});

/** Writes one profile for each item, mapped by name. */
export const upsert = (run: Omit<TaguchiRun, 'resource' | 'operation'>): TaguchiRun => ({
	resource: 'subscriber',
	operation: 'upsert',
	...run,
	parameters: { profile: mappedByName, ...run.parameters },
});

/** `count` people whom nothing but their number tells apart. */
export const people = (count: number) =>
	Array.from({ length: count }, (_, number) => ({ email: `person${number}@example.com` }));

/** The input items that output items are linked to. */
export const links = (items: INodeExecutionData[]) => items.map(({ pairedItem }) => pairedItem);

/** The actions of a recorded request. */
export const actionsOf = ({ body }: RecordedRequest): IDataObject[] => JSON.parse(body);
