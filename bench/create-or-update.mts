/**
 * How long n8n-core takes to write people to Taguchi's sandbox: in batches and one by one. Each figure is the median of
 * the runs, with the fastest and the slowest; the ways take turns in one process.
 *
 *   npm run bench [-- --people 2000 --runs 5 --delay 20]
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { TaguchiTokenApi } from '../credentials/TaguchiTokenApi.credentials.ts';
import { Taguchi } from '../nodes/Taguchi/Taguchi.node.ts';
import { TAGUCHI_API_TOKEN } from '../sandbox/accounts.mts';
import { startSandbox } from '../sandbox/server.mts';
import { runNode } from '../test/engine/execute.mts';

const { values } = parseArgs({
	options: {
		people: { type: 'string', default: '1000' },
		runs: { type: 'string', default: '5' },
		delay: { type: 'string', default: '20' },
	},
});
const people = Number(values.people);
const runs = Number(values.runs);
/** What the sandbox waits before each answer, in ms: a network and a vendor take time. */
const delay = Number(values.delay);

const ways = {
	'in batches of 100': { batching: true },
	'one by one, 5 at once': { batching: false },
	'one by one, 20 at once': { batching: false, concurrency: 20 },
};

async function main() {
	const sandbox = await startSandbox({ port: 0 });
	const items = Array.from({ length: people }, (_, index) => ({
		email: `person${index}@example.com`,
		firstname: 'Zoë',
	}));
	const taken = new Map<string, { seconds: number; requests: number }[]>();
	for (let run = 0; run < runs; run++) {
		for (const [way, options] of Object.entries(ways)) {
			sandbox.reset();
			sandbox.misbehave({ vendor: 'taguchi', times: people, kind: 'delay', ms: delay });
			const startedAt = performance.now();
			const { error, outputs } = await runNode({
				node: new Taguchi(),
				parameters: {
					authentication: 'taguchiTokenApi',
					resource: 'subscriber',
					operation: 'upsert',
					profile: {
						mappingMode: 'autoMapInputData',
						value: null,
						matchingColumns: [],
						schema: [],
					},
					options,
				},
				credentials: {
					taguchiTokenApi: {
						endpointUrl: sandbox.taguchi.endpointUrl('token'),
						environment: 'endpointUrl',
						token: TAGUCHI_API_TOKEN,
					},
				},
				credentialTypes: [new TaguchiTokenApi()],
				items,
			});
			const seconds = (performance.now() - startedAt) / 1000;
			if (error || outputs[0]?.length !== people || sandbox.taguchi.subscribers.length !== people) {
				throw error ?? new Error(`${way}: not everybody was written`);
			}
			const requests = sandbox.requests.length;
			taken.set(way, [...(taken.get(way) ?? []), { seconds, requests }]);
		}
	}
	await sandbox.close();

	console.log(
		`${people} people, ${runs} runs, ${delay} ms before each answer, Node ${process.version}`,
	);
	for (const [way, all] of taken) {
		const sorted = all.map(({ seconds }) => seconds).sort((one, other) => one - other);
		const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
		const [first, last] = [sorted[0] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
		console.log(
			`${way.padEnd(24)} ${median.toFixed(2)} s (${first.toFixed(2)}-${last.toFixed(2)}), ${all[0]?.requests} requests, ${Math.round(people / median)} people/s`,
		);
	}
}

void main().then(() => process.exit(0));
