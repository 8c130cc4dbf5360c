import { operationsOf } from '../../../core/rows/operation';
import type { OPTIONS, SEARCH } from './choices';
import type { MAPPERS } from './contact-fields';

/** What the rows of HORISEN rely on. */
export interface HorisenSurroundings {
	placeholder: 'serviceUuid';
	search: (typeof SEARCH)[keyof typeof SEARCH];
	options: (typeof OPTIONS)[keyof typeof OPTIONS];
	mapper: (typeof MAPPERS)[keyof typeof MAPPERS];
}

/** Writes a row of HORISEN. */
export const operation = operationsOf<HorisenSurroundings>();
