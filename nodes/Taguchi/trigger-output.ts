/** What the Taguchi Trigger puts out. */
import type { Fields } from '../../core/field';
import { text } from '../../core/field';
import { EventRecord } from './outgoing-webhook';

export const output: Fields = { ...EventRecord, typeName: text('Type Name') };
