import { z } from 'zod/v4';
import { CsvError, parse } from 'csv-parse/sync';
import { uuidFrom, type Customers } from './customers.mts';
import { ContacthubFailure } from './failure.mts';
import type { JsonObject } from './json-object.mts';

/** An uploaded table as records by its header; undefined when it is no table. */
function rowsIn(file: string): Array<Record<string, string>> | undefined {
	try {
		return parse(file, { bom: true, columns: true, skip_empty_lines: true });
	} catch (error) {
		if (error instanceof CsvError) return undefined;
		throw error;
	}
}

const formSchema = z.object({
	file: z.string(),
	operation: z.enum(['UPSERT', 'INSERT', 'DELETE']),
	entity: z.string().optional(),
	eventType: z.string().optional(),
});

/** A bulk job; it moves on by one state each time somebody looks at it. */
export interface BulkJob extends JsonObject {
	id: string;
	nodeId: string;
	status: string;
	entity: string;
	operation: string;
	totalEntities: number;
}

const STATES = ['LOADED', 'SCHEDULED', 'PROCESSING', 'PROCESSED'];
const MOST_LOADED = 10;
const HEADER = 'line,result,message\r\n';

/** The bulk jobs of a workspace. */
export class BulkJobs {
	readonly all: BulkJob[] = [];
	/** The uploaded files, by job. */
	readonly files = new Map<string, string>();
	private readonly results = new Map<string, string>();
	private readonly customers: Customers;

	constructor(customers: Customers) {
		this.customers = customers;
	}

	/** @throws ContacthubFailure 400 when ten jobs of the node wait already. */
	create(nodeId: string | undefined, form: unknown): BulkJob {
		this.customers.checkNode(nodeId);
		const { file, operation, entity = 'CUSTOMER', eventType } = formSchema.parse(form);
		const loaded = this.search({ nodeId, status: 'LOADED' });
		if (loaded.length >= MOST_LOADED) {
			throw new ContacthubFailure(400, 'The maximum number of bulk jobs is reached');
		}
		const rows = rowsIn(file);
		const now = new Date().toISOString();
		const job: BulkJob = {
			id: uuidFrom(`bulk job ${this.all.length + 1}`),
			nodeId: nodeId ?? '',
			filename: 'bulk-job.csv',
			operation,
			entity,
			eventType,
			status: rows ? 'LOADED' : 'FAILED',
			...(!rows && { errorMessage: 'The file is not a table' }),
			createdAt: now,
			updatedAt: now,
			processedEntities: 0,
			failedEntities: 0,
			totalEntities: rows?.length ?? 0,
		};
		this.all.push(job);
		this.files.set(job.id, file);
		return { ...job };
	}

	search({ nodeId, status, entity }: Record<string, string | undefined>): BulkJob[] {
		return this.all.filter(
			(job) =>
				job.nodeId === nodeId &&
				(status === undefined || job.status === status) &&
				(entity === undefined || job.entity === entity),
		);
	}

	/** @throws ContacthubFailure 404 */
	get(id: string | undefined): BulkJob {
		const job = this.find(id);
		const at = STATES.indexOf(job.status);
		const next = STATES[at + 1];
		if (at < 0 || next === undefined) return { ...job };
		job.status = next;
		if (next === 'PROCESSED') this.process(job);
		return { ...job };
	}

	/** @throws ContacthubFailure 404, or 400 while the job is not done. */
	resultsOf(id: string | undefined): string {
		const { id: jobId, status } = this.find(id);
		const results = status === 'FAILED' ? HEADER : this.results.get(jobId);
		if (results === undefined) throw new ContacthubFailure(400, 'The job is not processed yet');
		return results;
	}

	private find(id: string | undefined): BulkJob {
		const job = this.all.find((one) => one.id === id);
		if (!job) throw new ContacthubFailure(404, `bulk job not found ${id}`);
		return job;
	}

	private process(job: BulkJob): void {
		const rows = rowsIn(this.files.get(job.id) ?? '') ?? [];
		const lines = rows.map((row, index) => {
			const message = job.entity === 'CUSTOMER' ? this.write(job, row) : '';
			return { line: index + 1, result: message ? 'FAILED' : 'OK', message };
		});
		const failed = lines.filter(({ result }) => result === 'FAILED').length;
		Object.assign(job, { failedEntities: failed, processedEntities: lines.length - failed });
		const cells = lines.map(({ line, result, message }) => `${line},${result},"${message}"\r\n`);
		this.results.set(job.id, `${HEADER}${cells.join('')}`);
	}

	/** Gives why the row was not accepted, or nothing. */
	private write({ nodeId, operation }: BulkJob, row: Record<string, string>): string {
		const customer: JsonObject = { nodeId };
		for (const [path, value] of Object.entries(row)) {
			if (value === '') continue;
			const names = path.split('.');
			const last = names.pop() ?? '';
			const inner = names.reduce<JsonObject>((record, name) => {
				const next = (record[name] ?? {}) as JsonObject;
				record[name] = next;
				return next;
			}, customer);
			inner[last] = value;
		}
		try {
			const known = this.customers.matching(customer);
			if (operation === 'INSERT' && known) return 'The customer exists';
			if (operation === 'DELETE') {
				if (!known) return 'There is no such customer';
				this.customers.forget(known.id);
			} else {
				this.customers.create(customer);
			}
			return '';
		} catch (error) {
			if (error instanceof ContacthubFailure) return error.message.replaceAll('"', "'");
			throw error;
		}
	}
}
