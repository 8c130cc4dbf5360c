import { choice, dateTime, identifier, integer, text } from '../../../core/rows/field';
import type { Operation } from '../../../core/rows/operation';
import { many, one, plainText, resource } from '../../../core/rows/operation';
import { GET, POST } from '../../../core/rows/route';
import { operation } from './operation';
import { createJob, getResults } from './bulk-job-procedures';
import type { Results, Upload } from './bulk-job-upload';
import { ENTITIES, inNode, job, results, upload } from './bulk-job-upload';
import { WORKSPACE } from './identifiers';
import { ELEMENTS, pages } from './paging';

const PATH = `${WORKSPACE}/nodes/{nodeId}/bulk-jobs` as const;

const Job = {
	id: text('Job ID'),
	filename: text('File Name'),
	operation: text('Operation'),
	workspaceId: text('Workspace ID'),
	nodeId: text('Node ID'),
	entity: text('Entity'),
	eventType: text('Event Type'),
	bulkJobName: text('Name'),
	status: text('Status'),
	errorMessage: text('Message'),
	createdAt: dateTime('Created At'),
	updatedAt: dateTime('Updated At'),
	processedEntities: integer('Processed'),
	failedEntities: integer('Not Accepted'),
	totalEntities: integer('Total'),
};

const getAll = operation({
	name: 'Get Many',
	action: 'Get many bulk jobs',
	description: 'List the bulk jobs of a node',
	title: 'Get bulk jobs per node',
	request: GET(PATH),
	inferred: true,
	path: inNode,
	query: {
		status: choice('Status', [
			{ name: 'Failed', value: 'FAILED' },
			{ name: 'Loaded', value: 'LOADED' },
			{ name: 'Processed', value: 'PROCESSED' },
			{ name: 'Processing', value: 'PROCESSING' },
			{ name: 'Scheduled', value: 'SCHEDULED' },
			{ name: 'Stopped', value: 'STOPPED' },
		]),
		entity: choice('Entity', ENTITIES),
		sort: identifier('Sort', { narrows: false, example: 'createdAt,desc' }),
	},
	paging: pages,
	returns: many(Job, ELEMENTS),
});

const get = operation({
	name: 'Get',
	action: 'Get a bulk job',
	description: 'Read how far a bulk job is',
	title: 'Get a single bulk job',
	request: GET(`${PATH}/{jobId}`),
	inferred: true,
	path: job,
	returns: one(Job),
});

const readResults: Operation<Results> = operation({
	name: 'Get Results',
	action: 'Get the results of a bulk job',
	description: 'Read what became of each line, once the job is processed or failed',
	title: 'Get bulk job results',
	request: GET(`${PATH}/{jobId}/results`),
	inferred: true,
	path: job,
	form: results,
	procedure: getResults(() => readResults),
	returns: plainText(),
});

const create: Operation<Upload> = operation({
	name: 'Create',
	action: 'Create a bulk job',
	description: 'Write or delete many customers or events with one CSV file',
	title: 'Create a bulk job',
	request: POST(PATH),
	inferred: true,
	path: inNode,
	form: upload,
	procedure: createJob(() => ({ create, get, getAll, readResults })),
	returns: one(Job),
});

export const bulkJob = resource('bulkJob', 'Bulk Job', {
	getAll,
	get,
	create,
	getResults: readResults,
});
