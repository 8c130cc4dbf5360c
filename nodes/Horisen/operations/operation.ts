import { operationsOf } from '../../../core/operation';
import type { SEARCH } from './choices';
import type { IDENTIFIERS, MAPPERS } from './contact-fields';

/** What the rows of HORISEN rely on. */
export interface HorisenSurroundings {
	placeholder: 'serviceUuid';
	search: (typeof SEARCH)[keyof typeof SEARCH];
	options: typeof IDENTIFIERS;
	mapper: (typeof MAPPERS)[keyof typeof MAPPERS];
}

/** Writes a row of HORISEN. */
export const operation = operationsOf<HorisenSurroundings>();
