/** undici alone, without n8n: what the machine and the network allow. */
import { Pool } from 'undici';
import type { Job } from '../jobs.mts';
import { recordsIn } from './records.mts';

export async function rawUndici(job: Job, size: number, url: string) {
	const requests = job.requests(size);
	const pool = new Pool(url, { connections: job.concurrency });
	const answers: unknown[] = [];
	let next = 0;
	const startedAt = performance.now();
	const worker = async () => {
		for (let at = next++; at < requests.length; at = next++) {
			const { method, path, body } = requests[at] ?? { method: 'GET', path: '' };
			const { body: answer } = await pool.request({
				method,
				path,
				...(body !== undefined && {
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				}),
			});
			answers[at] = await answer.json();
		}
	};
	await Promise.all(Array.from({ length: job.concurrency }, worker));
	const records = answers.flatMap(recordsIn);
	const ms = performance.now() - startedAt;
	await pool.close();
	return { ms, put: records.length };
}
