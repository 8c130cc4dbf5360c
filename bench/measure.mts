/** One way of one job, in a process of its own. Prints one line of JSON: what it took, or null where the job has no such way. */
import 'reflect-metadata';
import type { Job } from './jobs.mts';
import { JOBS } from './jobs.mts';
import type { Measured, Way } from './measurement.mts';
import { bareLoop, boundedLoop } from './ways/bare-loop.mts';
import { httpRequest } from './ways/http-request.mts';
import { ours } from './ways/ours.mts';
import { rawUndici } from './ways/raw-undici.mts';

type Doing = (
	job: Job,
	size: number,
	url: string,
) => Promise<Pick<Measured, 'ms' | 'put'> | undefined>;

const DOING: Readonly<Record<Way, Doing>> = {
	'our node': ours,
	'HTTP Request node': httpRequest,
	'bare loop over n8n’s helper': bareLoop,
	'the same, time and size bounded': boundedLoop,
	'undici alone': rawUndici,
};

async function main([jobName, way, size, url = '']: readonly string[]) {
	const job = JOBS.find(({ name }) => name === jobName);
	const doing = DOING[way as Way];
	if (!job || !doing) throw new Error(`Nothing to measure: ${jobName}, ${way}`);
	const taken = await doing(job, Number(size), url);
	const { user, system } = process.cpuUsage();
	const measured: Measured | null = taken
		? { ...taken, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }
		: null;
	process.stdout.write(`${JSON.stringify(measured)}\n`, () => process.exit(0));
}

void main(process.argv.slice(2));
