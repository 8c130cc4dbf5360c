/** What the Taguchi Trigger puts out. */
import type { Fields } from '../../core/rows/field';
import { text } from '../../core/rows/field';
import { EventRecord } from './outgoing-webhook';

export const output: Fields = { ...EventRecord, typeName: text('Type Name') };
