/**
 * How fast our nodes are beside what a user could build in n8n, and beside what the machine allows. Each way of each job
 * runs in a process of its own; the ways take turns, so that a machine that gets slower slows down all of them.
 *
 *   npm run bench                       all jobs, three runs each; writes bench/RESULTS.md
 *   npm run bench -- --job "list"       only the jobs with that in their name; writes nothing
 *   npm run bench -- --runs 5           more runs
 *   npm run bench -- --scale            our node with 1,000, 10,000 and 100,000 items of each job, once; writes bench/SCALE.md
 *   npm run bench -- --n8n              our node and the HTTP Request node in a real n8n as well
 */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';
import { ensureN8n } from '../n8n/instance/installation.mts';
import { ensureBuild } from '../n8n/build.mts';
import { PROJECT_FOLDER } from '../n8n/places.mts';
import { runProgram } from '../n8n/program.mts';
import type { Job } from './jobs.mts';
import { JOBS } from './jobs.mts';
import type { Measured, Way } from './measurement.mts';
import { WAYS } from './measurement.mts';
import type { N8nTimes } from './n8n-runs.mts';
import { timeInN8n } from './n8n-runs.mts';
import type { Comparison, Run } from './report.mts';
import { headOf, n8nReport, report, scaleReport } from './report.mts';
import type { VendorProcess } from './server-process.mts';
import { startVendor } from './server-process.mts';

const { values } = parseArgs({
	options: {
		job: { type: 'string', default: '' },
		runs: { type: 'string' },
		scale: { type: 'boolean', default: false },
		n8n: { type: 'boolean', default: false },
	},
});
const runs = Number(values.runs ?? (values.scale ? 1 : 3));
const run = promisify(execFile);
/** Bundled, because n8n-workflow's modules for `import` do not load in Node. */
const MEASURE = join(PROJECT_FOLDER, 'output', 'measure.cjs');

async function measure(vendor: VendorProcess, job: Job, way: Way, size: number, delayMs: number) {
	await vendor.begin(delayMs, job.unit === 'records' ? size : 0);
	const { stdout } = await run(
		process.execPath,
		[MEASURE, job.name, way, String(size), vendor.url],
		{ maxBuffer: 1_000_000 },
	);
	const measured = JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as Measured | null;
	return measured && { ...measured, ...(await vendor.traffic()) };
}

async function compare(
	vendor: VendorProcess,
	job: Job,
	size: number,
	delayMs: number,
	ways: readonly Way[],
): Promise<Comparison> {
	const taken = new Map<Way, Run[]>();
	for (let turn = 0; turn < runs; turn++) {
		for (const way of ways) {
			const one = await measure(vendor, job, way, size, delayMs);
			if (one) taken.set(way, [...(taken.get(way) ?? []), one]);
		}
	}
	return { job, size, delayMs, taken };
}

const SCALE = [1_000, 10_000, 100_000];

await runProgram(async (stop) => {
	await ensureBuild(stop);
	await ensureN8n(stop);
	await build({
		entryPoints: [join(import.meta.dirname, 'measure.mts')],
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'cjs',
		outfile: MEASURE,
		logLevel: 'warning',
	});
	const vendor = await startVendor();
	const jobs = JOBS.filter(({ name }) => name.toLowerCase().includes(values.job.toLowerCase()));
	const comparisons: Comparison[] = [];
	let inN8n: N8nTimes[] = [];
	try {
		for (const job of jobs) {
			const rounds = values.scale ? SCALE.map((size) => ({ size, delayMs: 0 })) : job.rounds;
			for (const { size, delayMs } of rounds) {
				stop.throwIfAborted();
				const ways = values.scale ? WAYS.slice(0, 1) : WAYS;
				const comparison = await compare(vendor, job, size, delayMs, ways);
				comparisons.push(comparison);
				if (!values.scale) console.log(report([comparison]));
			}
			if (values.scale) console.log(scaleReport(comparisons.slice(-SCALE.length)));
		}
		if (values.n8n) {
			inN8n = await timeInN8n(jobs, vendor, runs, stop);
			console.log(n8nReport(inN8n));
		}
	} finally {
		vendor.stop();
	}
	if (values.job !== '') return;
	const [file, page] = values.scale ? scalePage(comparisons) : resultsPage(comparisons, inN8n);
	writeFileSync(join(import.meta.dirname, file), page);
});

function resultsPage(
	comparisons: readonly Comparison[],
	inN8n: readonly N8nTimes[],
): [string, string] {
	const head = headOf(
		'How fast',
		`Written by \`npm run bench\`: ${runs} runs of each way, each in a process of its own, the ways taking turns; medians, with the least and the most.\nThe bare loop takes whatever time and size an answer has; the loop below it bounds both, as our node does.`,
	);
	const ending = inN8n.length > 0 ? `\n${n8nReport(inN8n)}` : '';
	return ['RESULTS.md', head + report(comparisons) + ending];
}

function scalePage(comparisons: readonly Comparison[]): [string, string] {
	const head = headOf(
		'How the cost grows',
		`Written by \`npm run bench -- --scale\`: our node, each run in a process of its own; medians of ${runs}. Memory an item is what the process held more than with fewer items.`,
	);
	return ['SCALE.md', head + scaleReport(comparisons)];
}
