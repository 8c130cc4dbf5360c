import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
	BodyTooLarge,
	LARGEST_BODY,
	LARGEST_CONTROL,
	readBody,
	refusalOfAddress,
	refusalOfSite,
} from './admission.mts';
import { control } from './control.mts';
import { stringifyExactJson } from './exact-json.mts';
import { Misbehaviours, type Misbehaviour } from './misbehaviour.mts';
import { MountedVendor, type IncomingCall, type Vendor, type VendorAnswer } from './vendor.mts';
import { createVendors, type VendorSandboxes } from './vendors.mts';

export type { Misbehaviour };

/** One request to a vendor, without headers: no credential is ever kept. */
export interface RecordedRequest {
	vendor: string;
	/** The contract's operation; undefined when nothing is documented at the path. */
	operationId: string | undefined;
	method: string;
	/** The path as sent, mount included, without the query. */
	path: string;
	query: Record<string, string>;
	/** The raw text of the body. */
	body: string;
	/** The status of the answer; undefined while there is none, or when the connection was reset. */
	status: number | undefined;
	/** What in the request breaks the vendor's contract. */
	violations: string[];
}

/** A running sandbox. */
export interface Sandbox extends VendorSandboxes {
	/** The server's address; the vendors are mounted below it. */
	url: string;
	vendors: readonly Vendor[];
	/** Every request to a vendor since the start or the last reset. */
	requests: RecordedRequest[];
	/** Makes the next matching requests go wrong. */
	misbehave(rule: Misbehaviour): void;
	/** Forgets all data, recorded requests and misbehaviour. */
	reset(): void;
	close(): Promise<void>;
}

/**
 * Starts the vendors' stand-in on loopback.
 * @param options.port 0 or absent takes a free one.
 * @param options.offsetBefore Contacthub's update stream goes on behind it; a trigger may know the offsets of an earlier sandbox.
 * @throws when the port is taken, or the host is not loopback.
 */
export async function startSandbox({
	port = 0,
	host = '127.0.0.1',
	offsetBefore = 0,
}: { port?: number; host?: string; offsetBefore?: number } = {}): Promise<Sandbox> {
	if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
		throw new Error(`The sandbox listens on loopback only, not on ${host}`);
	}
	let url = '';
	const { vendors, sandboxes } = await createVendors(() => url, offsetBefore);
	const mounted = new Map(
		await Promise.all(
			vendors.map(async (vendor) => [vendor.name, await MountedVendor.mount(vendor)] as const),
		),
	);
	const misbehaviours = new Misbehaviours();
	const closing = new AbortController();
	const sandbox: Sandbox = {
		url,
		...sandboxes,
		vendors,
		requests: [],
		misbehave: (rule) => misbehaviours.add(rule),
		reset: () => {
			for (const vendor of vendors) vendor.reset();
			sandbox.requests.length = 0;
			misbehaviours.clear();
		},
		close: async () => {
			closing.abort();
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};

	const server = createServer((request, response) => {
		serve(request, response).catch((error: unknown) => {
			if (closing.signal.aborted || response.destroyed) return;
			if (error instanceof BodyTooLarge) {
				response.setHeader('connection', 'close');
				return send(response, { status: 413, body: { message: 'The body is too large' } });
			}
			// Unexpected: the sandbox's own fault, which its user must see.
			console.error(error);
			if (response.headersSent) response.destroy();
			else send(response, { status: 500, body: { message: 'The sandbox failed' } });
		});
	});

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const refusal = refusalOfAddress(request);
		if (refusal) return send(response, refusal);
		// As it was sent: reading it as a URL would resolve dot segments, which no vendor documents.
		const [pathname = '', search = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
		const searchParams = new URLSearchParams(search);
		const method = request.method ?? 'GET';
		const [, mount = ''] = pathname.split('/', 2);
		if (mount === 'sandbox') {
			const foreign = method === 'GET' ? undefined : refusalOfSite(request);
			if (foreign) return send(response, foreign);
			const body = (await readBody(request, LARGEST_CONTROL)).toString();
			return send(response, control(sandbox, { method, path: pathname, body }));
		}
		const body = await readBody(request, LARGEST_BODY);
		const vendor = [...mounted.values()].find((one) => one.vendor.name === mount);
		if (!vendor) {
			const mounts = [...mounted.keys()].map((name) => `${url}/${name}`);
			return send(response, { status: 404, body: { mounts: [...mounts, `${url}/sandbox/state`] } });
		}
		const call: IncomingCall = {
			method,
			path: pathname.slice(mount.length + 1) || '/',
			query: searchParams,
			headers: singleHeaders(request),
			body,
		};
		const route = vendor.route(call);
		const operationId = 'operationId' in route ? route.operationId : undefined;
		const recorded: RecordedRequest = {
			vendor: vendor.vendor.name,
			operationId,
			method,
			path: pathname,
			query: Object.fromEntries(searchParams),
			body: vendor.vendor.secretBodies?.includes(operationId ?? '') ? '' : body.toString('utf8'),
			status: undefined,
			violations: [],
		};
		sandbox.requests.push(recorded);
		const rule = misbehaviours.take({ vendor: vendor.vendor.name, operationId, method });

		if (rule?.kind === 'reset-before') {
			request.socket.resetAndDestroy();
			return;
		}
		if (rule?.kind === 'status') {
			recorded.status = rule.status;
			if (rule.retryAfter !== undefined) response.setHeader('retry-after', rule.retryAfter);
			if (rule.body === undefined) {
				return send(response, vendor.vendor.failure(rule.status, 'The sandbox was told to fail'));
			}
			const contentType = /^\s*[[{]/.test(rule.body) ? 'application/json' : 'text/plain';
			return sendText(response, rule.status, contentType, rule.body);
		}
		if (rule?.kind === 'html') {
			recorded.status = rule.status;
			const page = `<!DOCTYPE html><html><head><title>${rule.status}</title></head><body><h1>${rule.status}</h1></body></html>`;
			return send(response, { status: rule.status, body: page, contentType: 'text/html' });
		}
		if (rule?.kind === 'delay') await sleep(rule.ms, undefined, { signal: closing.signal });

		const answer =
			'refusal' in route
				? route.refusal
				: await vendor.perform(route.operationId, call, (violation) =>
						recorded.violations.push(violation),
					);
		if (rule?.kind === 'reset-after') {
			request.socket.resetAndDestroy();
			return;
		}
		recorded.status = answer.status;
		if (rule?.kind === 'truncated') {
			const whole = stringifyExactJson(answer.body ?? {});
			const half = whole.slice(0, Math.ceil(whole.length / 2));
			return sendText(response, answer.status, 'application/json', half);
		}
		send(response, answer);
	}

	server.listen(port, host);
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	url = `http://${host === '::1' ? '[::1]' : host}:${address.port}`;
	sandbox.url = url;
	return sandbox;
}

function singleHeaders({ headers }: IncomingMessage): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
	);
}

function send(
	response: ServerResponse,
	{ status, body, contentType = 'application/json', headers = {} }: VendorAnswer,
): void {
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (body === undefined) {
		response.writeHead(status).end();
		return;
	}
	const text = contentType === 'application/json' ? stringifyExactJson(body) : String(body);
	sendText(response, status, contentType, text);
}

function sendText(
	response: ServerResponse,
	status: number,
	contentType: string,
	text: string,
): void {
	response.writeHead(status, { 'content-type': `${contentType}; charset=utf-8` }).end(text);
}
