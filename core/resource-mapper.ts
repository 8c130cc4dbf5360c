/** Fields -> what n8n's resource mapper lists in the editor. */
import type { FieldType, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { FieldKind, Fields } from './field';

const TYPES: Readonly<Record<FieldKind, FieldType>> = {
	text: 'string',
	int64: 'string',
	integer: 'number',
	number: 'number',
	boolean: 'boolean',
	// Text, so that an empty value means "keep" or "clear" here rather than a complaint from n8n.
	date: 'string',
	dateTime: 'string',
	choice: 'options',
	choices: 'array',
	list: 'array',
	locator: 'string',
	json: 'object',
	pairs: 'object',
	rows: 'array',
	mapping: 'object',
};

/**
 * The fields of a mapping for the editor.
 *
 * @param shown names of the fields that stand in a fresh form; the others wait under "Add field"
 */
export function mapperFieldsOf(fields: Fields, shown: readonly string[]): ResourceMapperFields {
	return {
		fields: Object.entries(fields).map(
			([id, { label, kind, required = false, choices }]): ResourceMapperField => ({
				id,
				displayName: label,
				type: TYPES[kind],
				required,
				defaultMatch: false,
				canBeUsedToMatch: false,
				display: true,
				removed: !required && !shown.includes(id),
				...(choices && { options: choices.map((known) => ({ ...known })) }),
			}),
		),
	};
}
