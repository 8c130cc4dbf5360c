/** One node behind a feeder in n8n-core, with nothing else in the way of its time. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import { runUnrecorded } from '../../test/engine/execute.mts';
import type { CredentialData } from '../../test/engine/credential-store.mts';

/** npm runs scripts in the project's folder; the bundle lies elsewhere. */
const PROJECT = process.cwd();
const load = createRequire(join(PROJECT, 'package.json'));

/** A class of a compiled module, which is its only export, as n8n loads it; a new instance. */
export function instanceOf<T>(path: string): T {
	const [Type] = Object.values(load(path) as Record<string, new () => T>);
	if (!Type) throw new Error(`${path} exports nothing`);
	return new Type();
}

const built = <T,>(...path: string[]): T => instanceOf<T>(join(PROJECT, 'dist', ...path));

/** A node of the built package. */
export const builtNode = (name: string): INodeType => built('nodes', name, `${name}.node.js`);

/** What signs the requests of each node: the credential type and made-up data that the server does not look at. */
export const CREDENTIALS: Readonly<
	Record<string, { type: string; file: string; data(url: string): CredentialData }>
> = {
	Taguchi: {
		type: 'taguchiTokenApi',
		file: 'TaguchiTokenApi',
		data: (url) => ({
			endpointUrl: `${url}/prod/5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01`,
			environment: 'endpointUrl',
			token: 'bench-token',
		}),
	},
	Contacthub: {
		type: 'contacthubApi',
		file: 'ContacthubApi',
		data: (url) => ({ baseUrl: `${url}/hub`, workspaceId: 'w', token: 'bench-token' }),
	},
	Horisen: {
		type: 'horisenTokenApi',
		file: 'HorisenTokenApi',
		data: (url) => ({ baseUrl: `${url}/horisen`, serviceUuid: 's', token: 'bench-token' }),
	},
};

/**
 * Runs a node and gives the time that n8n itself counts for it, in ms, and how many items it put out.
 *
 * @throws Error when the run does not succeed
 */
export async function timeNode(
	node: INodeType,
	vendor: string,
	url: string,
	parameters: IDataObject,
	items: IDataObject[],
): Promise<{ ms: number; put: number }> {
	const credential = CREDENTIALS[vendor];
	if (!credential) throw new Error(`No credential for ${vendor}`);
	const run = await runUnrecorded({
		node,
		parameters: { authentication: credential.type, ...parameters },
		credentials: { [credential.type]: credential.data(url) },
		credentialTypes: [built<ICredentialType>('credentials', `${credential.file}.credentials.js`)],
		items,
	});
	if (run.error || run.executionMs === undefined)
		throw run.error ?? new Error('The node did not run');
	return { ms: run.executionMs, put: run.outputs[0]?.length ?? 0 };
}
