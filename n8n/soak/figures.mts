/** What of a running n8n must not grow, measured from outside, and whether it grew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { request, WebSocket } from 'undici';
import * as z from 'zod/v4-mini';

/** Figures, each with the name of its metric in n8n's own `/metrics`, and how much of it is noise. */
const METRICS = {
	'Resident memory (MB)': { metric: 'process_resident_memory_bytes', unit: 1e6, noise: 30 },
	'Heap in use after a collection (MB)': {
		metric: 'nodejs_heap_size_used_bytes',
		unit: 1e6,
		noise: 20,
	},
	'Open sockets': { metric: 'nodejs_active_handles{type="Socket"}', unit: 1, noise: 10 },
	'Open files': { metric: 'process_open_fds', unit: 1, noise: 10 },
} as const;
const STATIC_DATA = 'Static data (kB)';
/** Growth below this is noise. */
const NOISE_OF_STATIC_DATA = 5;
/** A median may be larger than the one before by this share. */
const TOLERANCE = 0.1;

type Name = keyof typeof METRICS | typeof STATIC_DATA;
export type Sample = Record<Name, number>;

/**
 * What n8n is to find in its environment, so that it tells, and takes out its garbage when it is asked to.
 *
 * @param inspectorPort where Node.js lets itself be inspected
 */
export const telling = (inspectorPort: number): Record<string, string> => ({
	N8N_METRICS: 'true',
	NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}`,
});

const Inspected = z.array(z.object({ webSocketDebuggerUrl: z.string() }));

/** Lets n8n forget what nobody holds any more: what is in use between two collections says nothing. */
async function collectGarbage(inspectorPort: number): Promise<void> {
	const { body } = await request(`http://127.0.0.1:${inspectorPort}/json/list`);
	const [found] = Inspected.parse(await body.json());
	if (!found) throw new Error('n8n cannot be inspected');
	const socket = new WebSocket(found.webSocketDebuggerUrl);
	const told = new Promise<void>((resolve, reject) => {
		socket.addEventListener('message', () => resolve());
		socket.addEventListener('error', () => reject(new Error('n8n cannot be inspected')));
	});
	socket.addEventListener('open', () =>
		socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' })),
	);
	await told.finally(() => socket.close());
}

/**
 * Measures n8n once.
 *
 * @throws Error when n8n does not answer, such as while it starts
 */
export async function measure(
	url: string,
	userFolder: string,
	inspectorPort: number,
): Promise<Sample> {
	await collectGarbage(inspectorPort);
	const { body } = await request(`${url}/metrics`);
	const lines = (await body.text()).split('\n');
	const valueOf = (metric: string) => {
		const start = `n8n_${metric}`;
		const found = lines.find((line) => line.startsWith(`${start} `));
		return found ? Number(found.slice(start.length)) : 0;
	};
	const told = Object.entries(METRICS).map(([name, { metric, unit }]) => [
		name,
		valueOf(metric) / unit,
	]);
	if (told[0]?.[1] === 0) throw new Error('n8n tells no metrics');
	return { ...Object.fromEntries(told), [STATIC_DATA]: staticData(userFolder) / 1e3 };
}

/** The size of what n8n keeps of all triggers, in characters. */
function staticData(userFolder: string): number {
	using database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'), {
		readOnly: true,
	});
	const found = database
		.prepare('SELECT SUM(LENGTH(staticData)) AS size FROM workflow_entity')
		.get();
	return Number(found?.size ?? 0);
}

/** How often n8n's log tells of a rejection or an exception that nobody took. */
export const unhandled = (userFolder: string): number =>
	readFileSync(join(userFolder, 'n8n.log'), 'utf8').match(
		/unhandled\s?(?:promise\s)?rejection|uncaught exception|MaxListenersExceeded/gi,
	)?.length ?? 0;

export interface Judged {
	/** Markdown: a line for each figure, with its medians in each third of the time. */
	table: string;
	/** What grew from the second third to the last. */
	grown: string[];
}

/** Compares the last third of the samples with the one before. */
export function judge(samples: readonly Sample[]): Judged {
	const third = Math.floor(samples.length / 3);
	const thirds = [0, 1, 2].map((at) => samples.slice(at * third, (at + 1) * third));
	const names: Name[] = [...(Object.keys(METRICS) as Array<keyof typeof METRICS>), STATIC_DATA];
	const grown: string[] = [];
	const lines = names.map((name) => {
		const medians = thirds.map((part) => median(part.map((sample) => sample[name])));
		const [, before = 0, last = 0] = medians;
		const noise = name === STATIC_DATA ? NOISE_OF_STATIC_DATA : METRICS[name].noise;
		if (last > before * (1 + TOLERANCE) + noise) grown.push(`${name}: ${before} to ${last}`);
		const most = Math.max(...samples.map((sample) => sample[name]));
		return `| ${[name, ...medians, most].map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell)).join(' | ')} |`;
	});
	const head = [
		'| median of | first third | second third | last third | most |',
		'|---|---|---|---|---|',
	];
	return { table: [...head, ...lines].join('\n'), grown };
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
