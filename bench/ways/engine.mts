/** One node behind a feeder in n8n-core, with nothing else in the way of its time. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialType, IDataObject, INodeType } from 'n8n-workflow';
import { runUnrecorded } from '../../test/engine/execute.mts';
import type { Job } from '../jobs.mts';
import { CREDENTIALS } from './credentials.mts';

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

/**
 * Runs a node and gives the time that n8n itself counts for it, in ms, and how many items it put out.
 *
 * @throws Error when the run does not succeed
 */
export async function timeNode(
	node: INodeType,
	vendor: Job['ours']['node'],
	url: string,
	parameters: IDataObject,
	items: IDataObject[],
): Promise<{ ms: number; put: number }> {
	const credential = CREDENTIALS[vendor];
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
