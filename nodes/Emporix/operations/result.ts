import { text } from '../../../core/rows/field';

/** What a write puts out besides the ids of the record. */
export const Result = { result: text('Result') };

/** Emporix tells by the status whether a write made a record or changed one. */
export const resultOf = (status: number) => (status === 201 ? 'created' : 'updated');
