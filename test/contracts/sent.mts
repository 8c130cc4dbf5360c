/** What a node sends for filled-in parameters: our engine makes the requests, n8n and the vendor are stood in for. */
import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import type { CredentialStore } from '../engine/credential-store.mts';

export interface Sent {
	method: string;
	url: URL;
	headers: Record<string, string>;
	/** JSON as data, a form as an object of its fields. */
	body: unknown;
}

export interface Offline {
	node: INodeType;
	credentials: CredentialStore;
	parameters: IDataObject;
	items: INodeExecutionData[];
	/** The vendor's answer to a request; what it throws is what n8n would throw, such as a lost connection. */
	answer(sent: Sent): { status: number; body: unknown };
}

/** @returns the requests in order, and the items that came out, refused ones included */
export async function send({ node: type, credentials, parameters, items, answer }: Offline) {
	const node: INode = {
		id: 'node',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INodeParameters,
	};
	const requests: Sent[] = [];
	const context: IExecuteFunctions = Object.assign(Object.create(null), {
		getNode: () => node,
		getInputData: () => items,
		getTimezone: () => 'Europe/Rome',
		getNodeParameter: (path: string, _itemIndex: number, otherwise?: unknown) =>
			path.split('.').reduce<unknown>((inner, name) => Object(inner)[name], parameters) ??
			otherwise,
		getCredentials: async (name: string) => credentials.stored(name),
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => true,
		addExecutionHints: () => {},
		sendMessageToUI: () => {},
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
				const sent = await readRequest(options);
				requests.push(sent);
				const { status, body } = answer(sent);
				const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
				return { statusCode: status, headers: {}, body: text };
			},
			httpRequest: async () => {
				throw new Error('Nothing is published here');
			},
			getBinaryDataBuffer: async (itemIndex: number, field: string) =>
				Buffer.from(items[itemIndex]?.binary?.[field]?.data ?? '', 'base64'),
			prepareBinaryData: async () => ({ data: '', mimeType: 'text/csv' }),
		},
	});
	const done = await type.execute?.call(context);
	const [output = []] = Array.isArray(done) ? done : [];
	return { requests, output: output.map(({ json }) => json) };
}

async function readRequest({
	method = 'GET',
	url,
	headers = {},
	body,
}: IHttpRequestOptions): Promise<Sent> {
	const named = Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
	return {
		method,
		url: new URL(url),
		headers: named,
		body: await readBody(named['content-type'], body),
	};
}

async function readBody(contentType: string | undefined, body: unknown): Promise<unknown> {
	if (typeof body === 'string') return JSON.parse(body);
	// What n8n writes as JSON by itself.
	if (!Buffer.isBuffer(body)) return body && JSON.parse(JSON.stringify(body));
	const form = await new Response(new Uint8Array(body), {
		headers: { 'content-type': contentType ?? '' },
	}).formData();
	const fields: Record<string, unknown> = {};
	form.forEach((value, name) => {
		fields[name] = value;
	});
	return fields;
}
