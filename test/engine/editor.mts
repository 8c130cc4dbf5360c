import { CredentialTestContext, ExecuteContext, LoadOptionsContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialsDecrypted,
	ICredentialTestRequest,
	ICredentialType,
	INode,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, deepCopy, Workflow } from 'n8n-workflow';
import { z } from 'zod';
import type { CredentialData } from './credential-store.mts';
import { CredentialStore, credentialStore } from './credential-store.mts';
import { additionalData, versionWith, NodeTypeRegistry } from './environment.mts';

/** What the editor knows when it asks a node for choices. */
export interface EditorCall {
	node: INodeType;
	/** The name of the method in the node's `methods`. */
	method: string;
	/** The parameters as they stand in the open form. */
	parameters?: Record<string, unknown>;
	credentials?: Record<string, CredentialData> | CredentialStore;
	credentialTypes?: ICredentialType[];
	/** The path of the asking parameter, such as `parameters.fields`. */
	path?: string;
}

function editorContext(call: EditorCall): LoadOptionsContext {
	const credentials = credentialStore(call.credentials, call.credentialTypes);
	const parameters = deepCopy(call.parameters ?? {}) as INodeParameters;
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: 'node',
		typeVersion: versionWith(call.node, call.parameters?.resource),
		position: [0, 0],
		parameters,
		credentials: credentials.references(),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: new NodeTypeRegistry({ node: call.node }),
	});
	const additional = { ...additionalData(credentials), currentNodeParameters: parameters };
	return new LoadOptionsContext(workflow, node, additional, call.path ?? '');
}

function required<T>(method: T | undefined, name: string): T {
	if (method === undefined) throw new Error(`The node has no method "${name}"`);
	return method;
}

/** Calls a `loadOptions` method: the choices of a dropdown. */
export async function loadOptions(call: EditorCall): Promise<INodePropertyOptions[]> {
	const method = required(call.node.methods?.loadOptions?.[call.method], call.method);
	return await method.call(editorContext(call));
}

/** Calls a `listSearch` method: one page of a resource locator's From List. */
export async function listSearch(
	call: EditorCall & { filter?: string; paginationToken?: string },
): Promise<INodeListSearchResult> {
	const method = required(call.node.methods?.listSearch?.[call.method], call.method);
	return await method.call(editorContext(call), call.filter, call.paginationToken);
}

/** Calls a `resourceMapping` method: the fields of a resource mapper. */
export async function resourceMapping(call: EditorCall): Promise<ResourceMapperFields> {
	const method = required(call.node.methods?.resourceMapping?.[call.method], call.method);
	return await method.call(editorContext(call));
}

type TestRule = NonNullable<ICredentialTestRequest['rules']>[number];

const failedRequest = z.object({
	message: z.string(),
	cause: z
		.object({
			code: z.string().optional(),
			response: z.object({ status: z.number(), statusText: z.string() }).optional(),
		})
		.optional(),
});

/** Runs a declarative test as n8n's server does: through the routing node of a node without inputs. */
async function runTestRequest(
	test: ICredentialTestRequest,
	store: CredentialStore,
	decrypted: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const type: INodeType = {
		description: {
			displayName: 'Credential Test',
			name: 'credentialTest',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Credential Test' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: decrypted.type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: test.request },
					default: '',
				},
			],
		},
	};
	const node: INode = {
		id: 'test',
		name: 'Test',
		type: 'credentialTest',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: store.references(),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: new NodeTypeRegistry({ credentialTest: type }),
	});
	const context = new ExecuteContext(
		workflow,
		node,
		{ ...additionalData(store), currentNodeParameters: {} },
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const refusals: TestRule[] = test.rules ?? [];
	try {
		const [[answer] = []] = (await new RoutingNode(context, type, decrypted).runNode()) ?? [];
		const refusal = refusals.find(
			(rule) =>
				rule.type === 'responseSuccessBody' &&
				answer?.json[rule.properties.key] === rule.properties.value,
		);
		if (refusal) return { status: 'Error', message: refusal.properties.message };
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		const { message, cause } = failedRequest.parse(error);
		const refusal = refusals.find(
			(rule) => rule.type === 'responseCode' && rule.properties.value === cause?.response?.status,
		);
		return {
			status: 'Error',
			message: refusal?.properties.message ?? cause?.response?.statusText ?? cause?.code ?? message,
		};
	}
}

/** Presses Test on a credential: its own `test`, else the `testedBy` method of the node. */
export async function testCredential(options: {
	type: ICredentialType;
	data: CredentialData;
	/** Parents and other types that the credential extends. */
	parents?: ICredentialType[];
	/** The node whose `testedBy` tests the credential. */
	node?: INodeType;
}): Promise<INodeCredentialTestResult> {
	const { type, data, parents = [], node } = options;
	const store = new CredentialStore([type, ...parents], { [type.name]: data });
	const decrypted: ICredentialsDecrypted = {
		id: 'credential',
		name: type.displayName,
		type: type.name,
		data: store.resolve(type.name, store.stored(type.name), additionalData(store), 'internal'),
	};
	if (type.test !== undefined) return await runTestRequest(type.test, store, decrypted);
	const testedBy = node?.description.credentials?.find(({ name }) => name === type.name)?.testedBy;
	if (testedBy !== undefined && typeof testedBy !== 'string') {
		return await runTestRequest(testedBy, store, decrypted);
	}
	const method = required(node?.methods?.credentialTest?.[testedBy ?? ''], testedBy ?? 'testedBy');
	return await method.call(new CredentialTestContext(additionalData(store)), decrypted);
}
