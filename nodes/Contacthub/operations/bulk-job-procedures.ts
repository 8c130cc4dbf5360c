/** Bulk jobs: items or a file become an upload, whose outcome may be waited for (Bulk-jobs > Create a bulk job). */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { readCsv } from '../../../core/values/csv';
import { askForDocumented } from '../../../core/requests/door';
import type { Failure } from '../../../core/execution/failure';
import { readPage } from '../../../core/requests/listing';
import { encodeForm } from '../../../core/values/multipart';
import type { FormFile } from '../../../core/values/multipart';
import { sleep } from '../../../core/older-engines';
import type { Operation, Performed, Procedure, Task } from '../../../core/rows/operation';
import { presentable } from '../../../core/execution/output';
import { refuseLine, writeTable } from './bulk-job-table';
import type { Job, Results, Upload } from './bulk-job-upload';

const UNREADABLE: Failure = {
	message: 'The results of the bulk job are not a table that can be read',
	description: 'Set Output to File to get them as they are.',
};

interface JobRows {
	create: Operation<Upload>;
	get: Operation<Job>;
	getAll: Operation<{ nodeId: string; status?: 'LOADED' }>;
	readResults: Operation<Results>;
}

/** The states after which nothing more happens to a job. */
const ENDED = ['PROCESSED', 'FAILED', 'STOPPED'];
/** Jobs of a node that may wait for their turn (Bulk-jobs > Create a bulk job). */
const MOST_LOADED = 10;
/** The first wait between two looks at a job, in ms; it doubles up to the longest. */
const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 30_000;
const MINUTE_MS = 60_000;
const CSV = 'text/csv';

/** Uploads items that agree in all settings as one file; a file of a binary field goes alone. */
export const createJob = (rows: () => JobRows): Procedure<Upload> => ({
	group: ({ nodeId, mode, entity, eventType, data, output }) =>
		data === 'items' ? JSON.stringify([nodeId, mode, entity, eventType, output]) : undefined,
	refuse: ({ data }, item) => (data === 'items' ? refuseLine(item) : undefined),
	run: async (task) => {
		const job = await uploadJob(rows(), task);
		if ('failure' in job || task.items[0].values.output === 'job') return linked(task, job);
		return linked(task, await awaitJob(rows(), task, job.value));
	},
});

type JobOrFailure = { value: IDataObject; items?: INodeExecutionData[] } | { failure: Failure };

function linked(task: Task<Upload>, job: JobOrFailure): Performed {
	if ('failure' in job) return job;
	const pairedItem = task.items.map(({ itemIndex: item }) => ({ item }));
	return { items: (job.items ?? [{ json: job.value }]).map((item) => ({ ...item, pairedItem })) };
}

async function uploadJob(rows: JobRows, task: Task<Upload>): Promise<JobOrFailure> {
	const { values } = task.items[0];
	const { mode, entity, eventType } = values;
	const file = values.data === 'binary' ? await fileOf(task) : { value: tableOf(task) };
	if ('failure' in file) return file;
	const { body, contentType } = await encodeForm(
		{ operation: mode, entity, eventType },
		file.value,
	);
	const answer = await askForDocumented(task.door, rows.create, values, {
		body,
		headers: { 'Content-Type': contentType },
	});
	if (!answer.ok) return { failure: (await tooManyLoaded(rows, task)) ?? answer.failure };
	const job = presentable({}, answer.data);
	return job.status === 'FAILED' ? { failure: failed(job) } : { value: job };
}

/** The bytes of an item's binary field, as they are. */
async function fileOf({
	context,
	items,
}: Task<Upload>): Promise<{ value: FormFile } | { failure: Failure }> {
	const [{ itemIndex, values, item }] = items;
	const field = values.binaryField ?? 'data';
	const data = item.binary?.[field];
	if (!data) {
		return {
			failure: {
				message: `The item has no file in the binary field "${field}"`,
				description: 'Correct Input Binary Field, or read the file before this node.',
			},
		};
	}
	const content = new Uint8Array(await context.helpers.getBinaryDataBuffer(itemIndex, field));
	return { value: { name: data.fileName ?? 'bulk-job.csv', mediaType: CSV, content } };
}

function tableOf({ items }: Task<Upload>): FormFile {
	const content = writeTable(items.map(({ item }) => item.json));
	return { name: 'bulk-job.csv', mediaType: CSV, content };
}

async function tooManyLoaded(rows: JobRows, task: Task<Upload>): Promise<Failure | undefined> {
	const { nodeId } = task.items[0].values;
	const waiting = { nodeId, status: 'LOADED' } as const;
	const page = await readPage(task.door, rows.getAll, waiting, undefined, MOST_LOADED);
	const loaded = 'failure' in page ? 0 : (page.value.total ?? 0);
	if (loaded < MOST_LOADED) return undefined;
	return {
		message: `Contacthub already keeps ${loaded} bulk jobs of this node waiting; it takes at most ${MOST_LOADED}`,
		description:
			'Wait until one of them is processed. Send more items in one run rather than one job for each, or let Output wait for the results.',
	};
}

async function awaitJob(
	rows: JobRows,
	task: Task<Upload>,
	job: IDataObject,
): Promise<JobOrFailure> {
	const { context } = task;
	const { values } = task.items[0];
	const place = { nodeId: values.nodeId, jobId: String(job.id) };
	const signal = context.getExecutionCancelSignal();
	const until = Date.now() + (values.longestWait ?? 30) * MINUTE_MS;
	let current = job;
	for (let wait = FIRST_LOOK_MS; !ENDED.includes(String(current.status)); wait *= 2) {
		if (Date.now() >= until) {
			context.addExecutionHints({
				message: `The bulk job ${place.jobId} is not finished yet. Bulk Job > Get shows how far it is.`,
				location: 'outputPane',
			});
			return { value: current };
		}
		await sleep(Math.min(wait, LONGEST_LOOK_MS), signal);
		const answer = await askForDocumented(task.door, rows.get, place);
		if (!answer.ok) return answer;
		current = presentable({}, answer.data);
		context.sendMessageToUI(
			`Bulk job ${place.jobId}: ${String(current.processedEntities)} of ${String(current.totalEntities)} processed, ${String(current.failedEntities)} not accepted`,
		);
	}
	if (current.status !== 'PROCESSED') return { failure: failed(current) };
	const output = values.output === 'binary' ? 'binary' : 'items';
	if (values.output === 'done') return { value: current };
	const results = await resultsOf(rows.readResults, task, { ...place, output });
	return 'failure' in results ? results : { value: current, items: results.items };
}

const failed = (job: IDataObject): Failure => ({
	message: `The bulk job ended as ${String(job.status)}${job.errorMessage ? `: ${String(job.errorMessage)}` : ''}`,
	description:
		'Bulk Job > Get Results shows what became of each line. Correct the data, then run it again.',
	details: { job },
});

/** Reads the results of a job, as items or as a file. */
export const getResults = (row: () => Operation<Results>): Procedure<Results> => ({
	run: async (task) => {
		const { itemIndex, values } = task.items[0];
		const results = await resultsOf(row(), task, values);
		if ('failure' in results) return results;
		return { items: results.items.map((item) => ({ ...item, pairedItem: { item: itemIndex } })) };
	},
});

async function resultsOf(
	row: Operation<Results>,
	{ context, door }: Pick<Task<unknown>, 'context' | 'door'>,
	values: Results,
): Promise<Performed> {
	const answer = await askForDocumented(door, row, values, { accept: CSV });
	if (!answer.ok) return answer;
	const text = String(answer.data ?? '');
	const { output, ...place } = values;
	if (output !== 'binary') {
		const records = readCsv(text);
		return records ? { items: records.map((json) => ({ json })) } : { failure: UNREADABLE };
	}
	const file = `bulk-job-${place.jobId}-results.csv`;
	const data = await context.helpers.prepareBinaryData(Buffer.from(text), file, CSV);
	return { items: [{ json: place, binary: { data } }] };
}
