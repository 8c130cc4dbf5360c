/** How requests are sent: fields like all others, which stand in Options and are the same for every operation. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { boolean } from '../rows/field';
import { readValues } from '../values/values';
import { wholeNumber } from '../rows/whole-number';

/** The collection that holds them. */
export const OPTIONS = 'options';

export const CONCURRENCY = wholeNumber('Concurrent Requests', {
	least: 1,
	most: 50,
	default: 5,
	description: 'How many requests may be under way at once; the first always goes alone',
});

export const REQUESTS_PER_MINUTE = wholeNumber('Requests per Minute', {
	least: 0,
	default: 0,
	description: 'How many requests the account may receive from here in a minute; 0 is no limit',
});

export const BATCHING = boolean('Send in Batches', {
	default: true,
	upfront: true,
	description: 'Whether to pack many items into one request; each item still gets its own result',
});

export const PREVIEW = boolean('Preview', {
	upfront: true,
	description:
		'Whether to send nothing and put out each request as it would go out, without what signs it',
});

/** What a run is sent with. */
export interface Options {
	/** The most requests under way at once. */
	concurrency: number;
	/** The most requests in a minute; 0 is no limit. */
	requestsPerMinute: number;
	/** Whether many items travel in one request. */
	batching: boolean;
	/** Whether requests are shown instead of being sent. */
	preview: boolean;
}

/**
 * Reads the options of a run; those of the first item count for all.
 *
 * @throws NodeOperationError that names the option and says what it needs
 */
export function readOptions(context: IExecuteFunctions): Options {
	const source = {
		node: context.getNode(),
		itemIndex: 0,
		item: {},
		timezone: context.getTimezone(),
		// Null, because n8n takes an undefined fallback for none and throws on options that were not added.
		parameter: (name: string) => context.getNodeParameter(`${OPTIONS}.${name}`, 0, null),
	};
	const { concurrency, requestsPerMinute, batching, preview } = readValues(source, {
		concurrency: CONCURRENCY,
		requestsPerMinute: REQUESTS_PER_MINUTE,
		batching: BATCHING,
		preview: PREVIEW,
	});
	return {
		concurrency: Number(concurrency ?? CONCURRENCY.default),
		requestsPerMinute: Number(requestsPerMinute ?? REQUESTS_PER_MINUTE.default),
		batching: batching !== false,
		preview: preview === true,
	};
}
