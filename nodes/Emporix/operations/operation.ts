import { operationsOf } from '../../../core/rows/operation';
import type { SEGMENTS, SITES } from './identity';

/** What the rows of Emporix rely on. */
export interface EmporixSurroundings {
	placeholder: 'tenant';
	search: typeof SEGMENTS | typeof SITES;
	options: never;
	mapper: never;
}

/** Writes a row of Emporix. */
export const operation = operationsOf<EmporixSurroundings>();
