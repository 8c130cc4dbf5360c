/** n8n's HTTP Request node as a user would build the job with it; it comes with the full n8n that `npm start` installs. */
import { join } from 'node:path';
import type { INodeType, INodeTypeDescription, IVersionedNodeType } from 'n8n-workflow';
import type { Job } from '../jobs.mts';
import { CREDENTIALS } from './credentials.mts';
import { instanceOf, timeNode } from './engine.mts';

const PATH = [
	'n8n',
	'server',
	'node_modules',
	'n8n-nodes-base',
	'dist',
	'nodes',
	'HttpRequest',
	'HttpRequest.node.js',
];

/** The newest version of the node, which may also use the credential types of this bench. */
function httpRequestNode(): INodeType {
	const { nodeVersions, currentVersion } = instanceOf<IVersionedNodeType>(
		join(process.cwd(), ...PATH),
	);
	const node = nodeVersions[currentVersion];
	if (!node) throw new Error('The HTTP Request node has no version');
	const credentials = Object.values(CREDENTIALS).map(({ type }) => ({ name: type }));
	const description: INodeTypeDescription = {
		...node.description,
		version: currentVersion,
		credentials,
	};
	return Object.assign(Object.create(node) as INodeType, { description });
}

export async function httpRequest(job: Job, size: number, url: string) {
	if (!job.httpRequest) return undefined;
	const { items = job.items, parameters } = job.httpRequest;
	const vendor = job.ours.node;
	const signed = {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: CREDENTIALS[vendor].type,
		...parameters(url),
	};
	return await timeNode(httpRequestNode(), vendor, url, signed, items(size));
}
