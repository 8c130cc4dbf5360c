/** Fields -> what n8n's resource mapper lists in the editor. */
import type {
	FieldType,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import type { Field, FieldKind, Fields } from '../rows/field';
import { anyList, anything, boolean, json, number, text } from '../rows/field';

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
	// Text, so that it may be written with commas; n8n's "array" takes JSON alone.
	list: 'string',
	locator: 'string',
	json: 'object',
	pairs: 'object',
	rows: 'array',
	mapping: 'object',
};

/** A truth value in the editor has three answers: a switch would already say "no" before anybody touched it. */
const YES_OR_NO: INodePropertyOptions[] = [
	{ name: 'Yes', value: true },
	{ name: 'No', value: false },
	{ name: 'Not Set', value: '' },
];

/** A field for what the editor kept of one that only the account knows. */
export function fieldOfMapperEntry({
	displayName,
	type,
	options,
}: Pick<ResourceMapperField, 'displayName' | 'type' | 'options'>): Field {
	switch (type) {
		case 'string':
			return text(displayName);
		case 'number':
			return number(displayName);
		case 'boolean':
			return boolean(displayName);
		case 'options':
			return isYesOrNo(options) ? boolean(displayName) : anything(displayName);
		case 'array':
			return anyList(displayName);
		case 'object':
			return json(displayName);
		default:
			return anything(displayName);
	}
}

const isYesOrNo = (options: INodePropertyOptions[] = []): boolean =>
	options.some(({ value }) => value === true);

/** One field for the editor, which waits under "Add field". */
export const fieldOfMapper = (
	id: string,
	displayName: string,
	type: FieldType,
): ResourceMapperField => ({
	id,
	displayName,
	...(type === 'boolean' ? { type: 'options', options: YES_OR_NO } : { type }),
	required: false,
	defaultMatch: false,
	canBeUsedToMatch: false,
	display: true,
	removed: true,
});

const typeOf = ({ kind, isList }: Field): FieldType => (isList ? 'array' : TYPES[kind]);

/**
 * The fields of a mapping for the editor.
 *
 * @param shown names of the fields that stand in a fresh form; the others wait under "Add field"
 */
export function mapperFieldsOf(fields: Fields, shown: readonly string[]): ResourceMapperFields {
	return {
		fields: Object.entries(fields).map(
			([id, field]): ResourceMapperField => ({
				...fieldOfMapper(id, field.label, typeOf(field)),
				// n8n shows the required fields of a fresh mapping; in the mode "map" it demands none of them.
				required: field.required === true || shown.includes(id),
				removed: !field.required && !shown.includes(id),
				...(field.choices && { options: field.choices.map((known) => ({ ...known })) }),
			}),
		),
	};
}
