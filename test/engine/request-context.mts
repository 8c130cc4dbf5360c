/** n8n's contexts in which requests are sent, without a node that runs. */
import { ExecuteContext, LoadOptionsContext } from 'n8n-core';
import type { ICredentialType, INode, INodeType } from 'n8n-workflow';
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';
import type { CredentialData } from './credential-store.mts';
import { CredentialStore } from './credential-store.mts';
import { additionalData, NodeTypeRegistry } from './environment.mts';
import { PLAIN_NODE } from './plain-node.mts';

interface Signed {
	type: ICredentialType;
	data: CredentialData;
}

const using = (credential: string): INodeType => ({
	description: {
		...PLAIN_NODE,
		credentials: [{ name: credential, required: true }],
	},
});

/** A node with one credential, in a workflow of its own. */
function surroundings({ type, data }: Signed) {
	const store = new CredentialStore([type], { [type.name]: data });
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: store.references(),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: new NodeTypeRegistry({ node: using(type.name) }),
	});
	return { node, workflow, additional: additionalData(store) };
}

/** The context of a dropdown; that of a poll is like it in all that concerns requests. */
export function editorContext(signed: Signed): LoadOptionsContext {
	const { node, workflow, additional } = surroundings(signed);
	return new LoadOptionsContext(workflow, node, { ...additional, currentNodeParameters: {} }, '');
}

/** The context of an execution, which has a signal of its own for stopping it. */
export function executionContext(
	signed: Signed,
	cancel: AbortSignal = new AbortController().signal,
): ExecuteContext {
	const { node, workflow, additional } = surroundings(signed);
	return new ExecuteContext(
		workflow,
		node,
		additional,
		'trigger',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
		cancel,
	);
}
