import { operationsOf } from '../../../core/rows/operation';
import type { CUSTOMER_PROPERTIES, FILTER_PROPERTIES } from './customer-properties';
import type { OPTIONS, SEARCH } from './identifiers';

/** What the rows of Contacthub rely on. */
export interface ContacthubSurroundings {
	placeholder: 'workspaceId';
	search: (typeof SEARCH)[keyof typeof SEARCH];
	options: typeof FILTER_PROPERTIES | (typeof OPTIONS)[keyof typeof OPTIONS];
	mapper: typeof CUSTOMER_PROPERTIES;
}

/** Writes a row of Contacthub. */
export const operation = operationsOf<ContacthubSurroundings>();
