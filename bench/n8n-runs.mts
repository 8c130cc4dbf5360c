/**
 * The same jobs in a real n8n, with its own expression engine: a workflow whose first node has the items pinned, run as the
 * editor's button does. Time is what n8n counts for the node that does the job.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { Editor } from '../n8n/instance/editor.mts';
import type { N8nRest, StoredCredential, WorkflowFile } from '../n8n/instance/rest.mts';
import { hasEnded } from '../n8n/instance/rest.mts';
import { PACKAGE_NAME } from '../n8n/instance/user-folder.mts';
import { BENCH_FOLDER } from '../n8n/places.mts';
import type { Job } from './jobs.mts';
import type { VendorProcess } from './server-process.mts';
import { CREDENTIALS } from './ways/credentials.mts';

/** What n8n counted for one job, in ms, a number a run. */
export interface N8nTimes {
	job: Job;
	size: number;
	ours: number[];
	httpRequest: number[];
}

interface Step {
	type: string;
	typeVersion: number;
	parameters: IDataObject;
	items: IDataObject[];
}

const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';
const START = 'Start';
const JOB = 'Job';

/** Two nodes: one that has the items, one that does the job. */
function workflowOf({ items, ...step }: Step, credential: StoredCredential): WorkflowFile {
	const start = {
		id: randomUUID(),
		name: START,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const job = {
		...step,
		id: randomUUID(),
		name: JOB,
		position: [200, 0],
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	return {
		name: randomUUID(),
		nodes: [start, job],
		connections: { [START]: { main: [[{ node: JOB, type: 'main', index: 0 }]] } },
		pinData: { [START]: items.map((json) => ({ json })) },
		settings: {},
	};
}

/** Runs the workflow once; how long n8n says that the job took, in ms. @throws Error when the run does not succeed */
async function time(rest: N8nRest, workflow: WorkflowFile, stop: AbortSignal): Promise<number> {
	const stored = await rest.createWorkflow(workflow);
	const id = await rest.run(stored, START);
	for (;;) {
		const ended = (await rest.executions(stored)).find((one) => one.id === id && hasEnded(one));
		if (ended) {
			const report = await rest.executionReport(ended);
			if (report.failure !== undefined) throw new Error(report.failure);
			await rest.removeWorkflow(stored);
			return report.duration(JOB);
		}
		await sleep(100, undefined, { signal: stop });
	}
}

/** The job as our node does it. */
const byOurs = ({ ours, items }: Job, size: number): Step => ({
	type: `${PACKAGE_NAME}.${ours.node.toLowerCase()}`,
	typeVersion: 1,
	parameters: { authentication: CREDENTIALS[ours.node].type, ...ours.parameters },
	items: items(size),
});

/** The job as the HTTP Request node does it; none where nobody would build it so. */
function byHttpRequest(job: Job, size: number, url: string, typeVersion: number): Step[] {
	if (!job.httpRequest) return [];
	const { items = job.items, parameters } = job.httpRequest;
	const authentication = {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: CREDENTIALS[job.ours.node].type,
	};
	const step = { type: HTTP_REQUEST, typeVersion, items: items(size) };
	return [{ ...step, parameters: { ...authentication, ...parameters(url) } }];
}

/** Runs jobs in a fresh n8n, our node and the HTTP Request node taking turns. */
export async function timeInN8n(
	jobs: readonly Job[],
	vendor: VendorProcess,
	runs: number,
	stop: AbortSignal,
): Promise<N8nTimes[]> {
	const editor = await Editor.startWithPackage(BENCH_FOLDER, stop);
	try {
		const { rest } = editor;
		const types = await rest.nodeTypes();
		const versions = types.find(({ name }) => name === HTTP_REQUEST)?.version ?? 1;
		const newest = Math.max(...[versions].flat());
		const all: N8nTimes[] = [];
		for (const job of jobs) {
			const [{ size = 0 } = {}] = job.rounds;
			const { type, data } = CREDENTIALS[job.ours.node];
			const account = { name: job.name, type, data: data(vendor.url) };
			const credential = await rest.createCredential(account);
			const take = async (step: Step) => {
				await vendor.begin(0, job.unit === 'records' ? size : 0);
				return await time(rest, workflowOf(step, credential), stop);
			};
			const times: N8nTimes = { job, size, ours: [], httpRequest: [] };
			for (let turn = 0; turn < runs; turn++) {
				times.ours.push(await take(byOurs(job, size)));
				for (const step of byHttpRequest(job, size, vendor.url, newest)) {
					times.httpRequest.push(await take(step));
				}
			}
			all.push(times);
		}
		return all;
	} finally {
		await editor.close();
	}
}
