/** Figures as a page: one table for each job and delay, medians with the least and the most. */
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { N8N_FOLDER, PROJECT_FOLDER } from '../n8n/places.mts';
import type { Job } from './jobs.mts';
import type { N8nTimes } from './n8n-runs.mts';
import type { Measured, Way } from './measurement.mts';
import type { Traffic } from './vendor-server.mts';

export type Run = Measured & Traffic;

/** All runs of one job at one delay. */
export interface Comparison {
	job: Job;
	size: number;
	delayMs: number;
	taken: ReadonlyMap<Way, readonly Run[]>;
}

const versionOf = (name: string, folder = PROJECT_FOLDER): string => {
	const path = join(folder, 'node_modules', name, 'package.json');
	return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
};

const sorted = (runs: readonly Run[], of: (run: Run) => number): number[] =>
	runs.map(of).sort((one, other) => one - other);

const median = (numbers: readonly number[]): number =>
	numbers[Math.floor(numbers.length / 2)] ?? Number.NaN;

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

/** The median, then the least and the most. */
function spread(numbers: readonly number[]): string {
	const [least = Number.NaN] = numbers;
	return `${seconds(median(numbers))} (${seconds(least)}–${seconds(numbers.at(-1) ?? Number.NaN)})`;
}

function rowOf(way: Way, runs: readonly Run[], reference: number): string {
	const time = sorted(runs, ({ ms }) => ms);
	const last = runs.at(-1);
	const cells = [
		way,
		spread(time),
		(median(time) / reference).toFixed(2),
		seconds(median(sorted(runs, ({ cpuMs }) => cpuMs))),
		Math.round(median(sorted(runs, ({ peakMb }) => peakMb))),
		last?.requests,
		last?.sockets,
		last?.inFlight,
	];
	return `| ${cells.join(' | ')} |`;
}

function section({ job, size, delayMs, taken }: Comparison): string {
	const own = taken.get('our node') ?? [];
	const reference = median(sorted(own, ({ ms }) => ms));
	return [
		`## ${job.name}: ${size.toLocaleString('en')} ${job.unit}, ${delayMs} ms before each answer`,
		'',
		'| way | seconds (least–most) | times ours | CPU s | peak MB | requests | sockets | in flight |',
		'| --- | --- | --- | --- | --- | --- | --- | --- |',
		...[...taken].map(([way, runs]) => rowOf(way, runs, reference)),
		'',
	].join('\n');
}

/** What an item costs at each size of a job: time, and the memory that it takes more than at the size before. */
export function scaleReport(comparisons: readonly Comparison[]): string {
	const rows = comparisons.map(({ job, size, taken }, index) => {
		const runs = taken.get('our node') ?? [];
		const time = sorted(runs, ({ ms }) => ms);
		const peak = peakOf(runs);
		const before = comparisons[index - 1];
		const smaller = before?.job === job ? before : undefined;
		const more = smaller && peak - peakOf(smaller.taken.get('our node') ?? []);
		const cells = [
			`${job.name}: ${size.toLocaleString('en')} ${job.unit}`,
			spread(time),
			seconds(median(sorted(runs, ({ cpuMs }) => cpuMs))),
			Math.round((median(time) * 1000) / size),
			Math.round(peak),
			smaller && more ? ((more * 1000) / (size - smaller.size)).toFixed(1) : '',
		];
		return `| ${cells.join(' | ')} |`;
	});
	return [
		'| job | seconds (least–most) | CPU s | µs an item | peak MB | kB an item |',
		'| --- | --- | --- | --- | --- | --- |',
		...rows,
		'',
	].join('\n');
}

const peakOf = (runs: readonly Run[]): number => median(sorted(runs, ({ peakMb }) => peakMb));

/** What a real n8n counts for the nodes of a workflow. */
export function n8nReport(times: readonly N8nTimes[]): string {
	const rows = times.map(({ job, size, ours, httpRequest }) => {
		const [own, other] = [ours, httpRequest].map((all) => all.sort((a, b) => a - b));
		const ratio = other?.length ? (median(other) / median(own ?? [])).toFixed(2) : '';
		const cells = [job.name, size.toLocaleString('en'), spread(own ?? [])];
		return `| ${[...cells, other?.length ? spread(other) : '', ratio].join(' | ')} |`;
	});
	return [
		`## In a real n8n ${versionOf('n8n', N8N_FOLDER)}, 0 ms before each answer`,
		'',
		'| job | items | our node, seconds (least–most) | HTTP Request node | times ours |',
		'| --- | --- | --- | --- | --- |',
		...rows,
		'',
	].join('\n');
}

/** The ways side by side, for each job and delay. */
export const report = (comparisons: readonly Comparison[]): string =>
	comparisons.map(section).join('\n');

/**
 * What stands above the figures.
 *
 * @param how the command, and what it does
 */
export function headOf(title: string, how: string): string {
	const [cpu] = cpus();
	return [
		`# ${title}`,
		'',
		how,
		`Time is what n8n counts for the node; CPU and memory are those of the whole process, its start included. A vendor that costs next to nothing answers on the same machine.`,
		'',
		`${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, n8n-core ${versionOf('n8n-core')}.`,
		'',
		'',
	].join('\n');
}
