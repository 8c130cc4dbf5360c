import { join } from 'node:path';

/** The vendors' contracts as OpenAPI, by which the sandbox serves and validates. */
export const CONTRACTS_FOLDER = join(import.meta.dirname, '../test/contracts');
