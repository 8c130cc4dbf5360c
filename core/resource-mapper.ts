/** Fields -> what n8n's resource mapper lists in the editor. */
import type { FieldType, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import type { Field, FieldKind, Fields } from './field';
import { anything, boolean, json, list, number, text } from './field';

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

/** A field for a type that n8n's resource mapper knows; for fields that only the account knows. */
export function fieldOfType(label: string, type: FieldType | undefined): Field {
	switch (type) {
		case 'string':
			return text(label);
		case 'number':
			return number(label);
		case 'boolean':
			return boolean(label);
		case 'array':
			return list(label);
		case 'object':
			return json(label);
		default:
			return anything(label);
	}
}

/** One field for the editor, which waits under "Add field". */
export const fieldOfMapper = (
	id: string,
	displayName: string,
	type: FieldType,
): ResourceMapperField => ({
	id,
	displayName,
	type,
	required: false,
	defaultMatch: false,
	canBeUsedToMatch: false,
	display: true,
	removed: true,
});

/**
 * The fields of a mapping for the editor.
 *
 * @param shown names of the fields that stand in a fresh form; the others wait under "Add field"
 */
export function mapperFieldsOf(fields: Fields, shown: readonly string[]): ResourceMapperFields {
	return {
		fields: Object.entries(fields).map(
			([id, { label, kind, required = false, choices }]): ResourceMapperField => ({
				...fieldOfMapper(id, label, TYPES[kind]),
				required,
				removed: !required && !shown.includes(id),
				...(choices && { options: choices.map((known) => ({ ...known })) }),
			}),
		),
	};
}
