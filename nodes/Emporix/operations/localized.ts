import * as z from 'zod/v4-mini';
import type { FieldNotes, NoNotes, Only } from '../../../core/rows/field';
import { identifier, pairs, text } from '../../../core/rows/field';

/** A text in several languages: rows of language and text, on the wire an object such as `{ "en": "Gold" }`. */
export const localized = <const N extends FieldNotes<never> = NoNotes>(
	label: string,
	notes?: Only<N>,
) => ({
	...pairs<N>(label, notes),
	needs: 'a text for each language code, such as en',
	schema: z.record(z.string().check(z.minLength(2)), z.string().check(z.minLength(1))),
	fields: {
		name: identifier('Language', { example: 'en', description: 'A language of the tenant' }),
		value: text('Text'),
	},
});
