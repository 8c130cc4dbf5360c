/** What a bulk job asks for (Bulk-jobs > Create a bulk job). */
import type { Values } from '../../../core/rows/field';
import { choice, integer, locator, text } from '../../../core/rows/field';
import { EVENT_TYPES } from './event-types';
import { SEARCH, entryNode, required } from './identifiers';

export const ENTITIES = [
	{ name: 'Customers', value: 'CUSTOMER' },
	{ name: 'Events', value: 'EVENT' },
] as const;

export const inNode = { nodeId: entryNode(required) };

export const upload = {
	mode: choice(
		'Operation Mode',
		[
			{ name: 'Create or Update', value: 'UPSERT' },
			{ name: 'Create Only', value: 'INSERT' },
			{ name: 'Delete', value: 'DELETE', description: 'This cannot be undone' },
		],
		required,
	),
	entity: choice('Entity', ENTITIES, { required: true }),
	eventType: choice('Event Type', EVENT_TYPES, {
		required: true,
		default: 'viewedPage',
		show: { entity: ['EVENT'] },
	}),
	data: choice(
		'Data',
		[
			{ name: 'Items', value: 'items', description: 'All items become one CSV file' },
			{ name: 'CSV File', value: 'binary', description: 'A binary field of each item' },
		],
		{ required: true, default: 'items' },
	),
	binaryField: text('Input Binary Field', {
		required: true,
		default: 'data',
		show: { data: ['binary'] },
	}),
	output: choice(
		'Output',
		[
			{
				name: 'Job Without Waiting',
				value: 'job',
				description: 'Goes on while Contacthub is at work',
			},
			{ name: 'Job When It Is Done', value: 'done', description: 'Waits, then gives the counts' },
			{
				name: 'Results as Items',
				value: 'items',
				description: 'Waits, then gives one item a line',
			},
			{ name: 'Results as File', value: 'binary', description: 'Waits, then gives a CSV file' },
		],
		{ required: true, default: 'job' },
	),
	longestWait: integer('Longest Wait', {
		upfront: true,
		default: 30,
		description: 'How many minutes to wait; the job itself goes on after that',
		show: { output: ['done', 'items', 'binary'] },
	}),
};

export type Upload = Values<typeof upload & typeof inNode>;

export const job = { ...inNode, jobId: locator('Bulk Job', SEARCH.bulkJobs, required) };
export type Job = Values<typeof job>;

/** What becomes of the results of a job. */
export const results = {
	output: choice(
		'Output',
		[
			{ name: 'Items', value: 'items', description: 'One item for each line' },
			{ name: 'File', value: 'binary', description: 'A CSV file in the binary field "data"' },
		],
		{ required: true, default: 'items' },
	),
};
export type Results = Values<typeof job & typeof results>;
