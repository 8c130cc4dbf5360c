import { operationsOf } from '../../../core/rows/operation';
import type { PROFILE_FIELDS } from './profile';

/** What the rows of Taguchi rely on. */
export interface TaguchiSurroundings {
	placeholder: never;
	search: never;
	options: never;
	mapper: typeof PROFILE_FIELDS;
}

/** Writes a row of Taguchi. */
export const operation = operationsOf<TaguchiSurroundings>();
