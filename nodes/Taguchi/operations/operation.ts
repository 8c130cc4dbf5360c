import { operationsOf } from '../../../core/operation';
import type { PROFILE_FIELDS } from './profile';

/** Writes a row of Taguchi. */
export const operation = operationsOf<{
	placeholder: never;
	search: never;
	options: never;
	mapper: typeof PROFILE_FIELDS;
}>();
