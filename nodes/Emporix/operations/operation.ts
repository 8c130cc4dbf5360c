import { operationsOf } from '../../../core/operation';
import type { SEGMENTS, SITES } from './identity';

/** Writes a row of Emporix. */
export const operation = operationsOf<{
	placeholder: 'tenant';
	search: typeof SEGMENTS | typeof SITES;
	options: never;
	mapper: never;
}>();
