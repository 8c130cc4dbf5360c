import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as send } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { WebhookContext } from 'n8n-core';
import type {
	ICredentialType,
	IDataObject,
	IHttpRequestMethods,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
	IWebhookDescription,
	IWebhookResponseData,
} from 'n8n-workflow';
import { deepCopy, NodeHelpers, Workflow } from 'n8n-workflow';
import type { CredentialData, CredentialStore } from './credential-store.mts';
import { credentialStore } from './credential-store.mts';
import { additionalData, latestVersion, NodeTypeRegistry } from './environment.mts';

export interface WebhookCall {
	node: INodeType | IVersionedNodeType;
	parameters: Record<string, unknown>;
	credentials?: Record<string, CredentialData> | CredentialStore;
	credentialTypes?: ICredentialType[];
	/** `manual` is the editor's Listen for Test Event. */
	mode?: 'webhook' | 'manual';
	/** Which of the node's webhooks; `default` if not given. */
	webhook?: string;
	/** The node's static data. */
	staticData?: IDataObject;
	request: {
		method?: IHttpRequestMethods;
		headers?: Record<string, string>;
		/** The bytes on the wire. */
		rawBody?: Buffer | string;
		query?: Record<string, string>;
	};
}

export interface WebhookAnswer {
	/** The items that start the workflow; undefined if it does not start. */
	workflowData: INodeExecutionData[][] | undefined;
	/** What the sender gets. */
	response: { status: number; headers: IncomingHttpHeaders; body: string };
	/** What the node's `webhook()` threw; the sender then gets a 500. */
	error?: Error;
}

/** Fills in what n8n's body parser sets on a request before a node sees it. */
async function parseBody(request: IncomingMessage): Promise<object> {
	const [contentType, ...parameters] = (request.headers['content-type'] ?? '').split(/\s*;\s*/);
	const charset = parameters.find((parameter) => /^charset=/i.test(parameter))?.slice(8);
	request.contentType = contentType?.toLowerCase();
	if (request.contentType?.startsWith('multipart/')) {
		// n8n reads the form into files and fields; its bytes are gone then.
		await buffer(request);
		request.readRawBody = async () => {
			throw new Error('stream is not readable');
		};
		return {};
	}
	request.encoding = Buffer.isEncoding(charset ?? '') ? (charset as BufferEncoding) : 'utf-8';
	request.rawBody = await buffer(request);
	request.readRawBody = async () => {};
	const body = request.rawBody.toString(request.encoding).replace(/^\uFEFF/, '');
	if (body === '') return {};
	if (request.contentType === 'application/json') return JSON.parse(body);
	if (request.contentType === 'application/x-www-form-urlencoded') {
		return Object.fromEntries(new URLSearchParams(body));
	}
	return {};
}

/** The part of Express's response that nodes use. */
function expressResponse(response: ServerResponse) {
	const express = Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return express;
		},
		set(name: string, value: string) {
			response.setHeader(name, value);
			return express;
		},
		json(body: unknown) {
			response.setHeader('content-type', 'application/json; charset=utf-8');
			response.end(JSON.stringify(body));
			return express;
		},
		send(body?: unknown) {
			if (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)) {
				return express.json(body);
			}
			response.end(body);
			return express;
		},
		sendStatus(code: number) {
			return express.status(code).send(String(code));
		},
	});
	return express;
}

/** What n8n answers when the node leaves the response to it. */
function answer(
	response: ServerResponse,
	result: IWebhookResponseData,
	description: IWebhookDescription,
): void {
	if (response.writableEnded || result.noWebhookResponse === true) return;
	const { responseCode } = description;
	response.statusCode = typeof responseCode === 'number' ? responseCode : 200;
	const { webhookResponse } = result;
	if (typeof webhookResponse === 'string') {
		response.end(webhookResponse);
		return;
	}
	const message =
		result.workflowData === undefined ? 'Webhook call received' : 'Workflow was started';
	response.setHeader('content-type', 'application/json; charset=utf-8');
	response.end(JSON.stringify(webhookResponse ?? { message }));
}

/** Sends one real HTTP request to a webhook trigger that runs in n8n-core's real WebhookContext. */
export async function callWebhook(call: WebhookCall): Promise<WebhookAnswer> {
	const credentials = credentialStore(call.credentials, call.credentialTypes);
	const { mode = 'webhook', request } = call;
	const type = NodeHelpers.getVersionedNodeType(call.node);
	const webhookDescription = type.description.webhooks?.find(
		({ name }) => name === (call.webhook ?? 'default'),
	);
	if (type.webhook === undefined || webhookDescription === undefined) {
		throw new Error('The node has no such webhook');
	}
	const webhook = type.webhook;
	const node: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: 'trigger',
		typeVersion: latestVersion(call.node),
		position: [0, 0],
		parameters: deepCopy(call.parameters) as INodeParameters,
		credentials: credentials.references(),
		webhookId: 'webhook',
	};
	const workflow = new Workflow({
		id: 'workflow',
		name: 'Workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: new NodeTypeRegistry({ trigger: call.node }),
		...(call.staticData && { staticData: { 'node:Trigger': call.staticData } }),
	});
	let result: IWebhookResponseData = {};
	let error: Error | undefined;
	const server = createServer((incoming, outgoing) => {
		const serve = async () => {
			const additional = additionalData(credentials);
			additional.httpRequest = Object.assign(incoming, {
				body: await parseBody(incoming),
				query: Object.fromEntries(new URL(incoming.url ?? '/', 'http://localhost').searchParams),
				params: {},
			});
			additional.httpResponse = expressResponse(outgoing);
			const context = new WebhookContext(
				workflow,
				node,
				additional,
				mode,
				{
					httpMethod: request.method ?? 'POST',
					node: node.name,
					path: 'webhook',
					webhookDescription,
					workflowId: 'workflow',
					workflowExecuteAdditionalData: additional,
					isTest: mode === 'manual',
				},
				[],
				null,
			);
			result = await webhook.call(context);
			answer(outgoing, result, webhookDescription);
		};
		serve().catch((thrown: unknown) => {
			error = thrown instanceof Error ? thrown : new Error(String(thrown));
			outgoing.statusCode = 500;
			outgoing.end();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('No port');
		const outgoing = send({
			host: '127.0.0.1',
			port: address.port,
			method: request.method ?? 'POST',
			path: `/webhook?${new URLSearchParams(request.query)}`,
			headers: request.headers,
		});
		// Bytes, because Node writes the headers before a text in the encoding of the text.
		outgoing.end(Buffer.from(request.rawBody ?? ''));
		const [incoming]: IncomingMessage[] = await once(outgoing, 'response');
		if (incoming === undefined) throw new Error('No response');
		const response = {
			status: incoming.statusCode ?? 0,
			headers: incoming.headers,
			body: await text(incoming),
		};
		return { workflowData: result.workflowData, response, ...(error && { error }) };
	} finally {
		server.closeAllConnections();
		server.close();
	}
}
