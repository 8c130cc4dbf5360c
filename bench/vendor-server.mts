/**
 * A vendor that costs next to nothing, in a process of its own: it answers from text made beforehand, after a delay, and
 * counts what reaches it. It judges nothing; that is the sandbox's and the tests' part.
 */
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What reached the server since the counters were set back. */
export interface Traffic {
	requests: number;
	/** Connections that were opened. */
	sockets: number;
	/** The most requests that were open at one moment. */
	inFlight: number;
}

/** What the parent process says: begin to count anew, answering after so many ms a list of so many records; or stop. */
export type Order = { delayMs: number; records: number } | 'stop';

const PAGE_SIZE = 100;
let delayMs = 0;
let records = 0;
let open = 0;
let traffic: Traffic = { requests: 0, sockets: 0, inFlight: 0 };
const pages = new Map<string, string>();

const contact = (number: number) => ({
	uuid: `2a7c9c0e-5f1b-4d8e-9a53-${number.toString(16).padStart(12, '0')}`,
	first_name: 'Zoë',
	last_name: `Person ${number}`,
	email: `person${number}@example.com`,
	mobile: `+4179${String(number).padStart(7, '0')}`,
	gender: 'female',
	birthday: '1980-03-20',
	opt_status: 'in',
	created_dt: '2026-03-20T09:30:00+00:00',
	updated_dt: '2026-03-20T09:30:00+00:00',
});

/** One page of HORISEN's contacts. */
function pageOf(url: URL): string {
	const size = Math.min(Number(url.searchParams.get('page_size') ?? PAGE_SIZE), PAGE_SIZE);
	const page = Number(url.searchParams.get('page_number') ?? 1);
	const key = `${records} ${page} ${size}`;
	const known = pages.get(key);
	if (known) return known;
	const first = (page - 1) * size;
	const count = Math.max(0, Math.min(size, records - first));
	const text = JSON.stringify({
		data: Array.from({ length: count }, (_, index) => contact(first + index)),
		meta: {
			pagination: {
				total: records,
				count,
				per_page: size,
				current_page: page,
				total_pages: Math.ceil(records / size),
			},
		},
	});
	pages.set(key, text);
	return text;
}

/** How many objects stand in the list that was sent. */
const countOf = (body: string): number => {
	const sent: unknown = JSON.parse(body);
	return Array.isArray(sent) ? sent.length : 1;
};

function answerTo(method: string, url: URL, body: string): string {
	if (method === 'GET') return pageOf(url);
	if (url.pathname.endsWith('/imports')) {
		return JSON.stringify({ created: countOf(body), updated: 0, invalid: 0, errors: [] });
	}
	if (url.pathname.endsWith('/subscriber')) {
		const status = { code: 200, name: 'OK', description: 'Success' };
		return JSON.stringify(Array.from({ length: countOf(body) }, () => status));
	}
	return '{"id":"7c1f2f0a-4a5e-4f5c-8a34-2d7c3b9e6f13","version":1,"enabled":true}';
}

const server = createServer((request, response) => {
	traffic.requests += 1;
	open += 1;
	traffic.inFlight = Math.max(traffic.inFlight, open);
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => {
		const url = new URL(request.url ?? '/', 'http://localhost');
		const answer = answerTo(request.method ?? 'GET', url, Buffer.concat(chunks).toString());
		const reply = () => {
			response.setHeader('Content-Type', 'application/json');
			response.end(answer, () => {
				open -= 1;
			});
		};
		if (delayMs > 0) setTimeout(reply, delayMs);
		else reply();
	});
});
server.keepAliveTimeout = 60_000;
server.on('connection', (socket: Socket) => {
	socket.setNoDelay(true);
	traffic.sockets += 1;
});

process.on('message', (order: Order | 'tell') => {
	if (order === 'stop') process.exit(0);
	if (order === 'tell') {
		process.send?.(traffic);
		return;
	}
	delayMs = order.delayMs;
	records = order.records;
	traffic = { requests: 0, sockets: 0, inFlight: 0 };
	// The pages are made before the clock runs.
	for (let page = 1; page <= Math.ceil(records / PAGE_SIZE); page++) {
		pageOf(new URL(`http://localhost/?page_number=${page}&page_size=${PAGE_SIZE}`));
	}
	process.send?.('ready');
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
