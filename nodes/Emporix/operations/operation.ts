import { operationsOf } from '../../../core/rows/operation';
import type {
	ASSIGNED_CUSTOMERS,
	ASSIGNED_GROUPS,
	ASSIGNED_ITEMS,
	SEGMENT_OPTIONS,
	SEGMENTS,
	SITES,
} from './identity';

/** What the rows of Emporix rely on. */
export interface EmporixSurroundings {
	placeholder: 'tenant';
	search:
		| typeof SEGMENTS
		| typeof SITES
		| typeof ASSIGNED_CUSTOMERS
		| typeof ASSIGNED_ITEMS
		| typeof ASSIGNED_GROUPS;
	options: typeof SEGMENT_OPTIONS;
	mapper: never;
}

/** Writes a row of Emporix. */
export const operation = operationsOf<EmporixSurroundings>();
