/** The q parameter: conditions on fields, all of which must hold (Emporix, Standard practices > Query parameter). */
import type { Values } from '../../../core/rows/field';
import { choice, identifier, rows, text } from '../../../core/rows/field';
import type { Refusal } from '../../../core/rows/operation';

const OPERATORS = [
	{ name: 'Between', value: 'between' },
	{ name: 'Contains', value: 'contains', description: 'A regular expression' },
	{ name: 'Equals', value: 'equals' },
	{ name: 'Exists', value: 'exists' },
	{ name: 'Greater or Equal', value: 'greaterOrEqual' },
	{ name: 'Greater Than', value: 'greater' },
	{ name: 'Is Missing', value: 'missing' },
	{ name: 'Is Null', value: 'null', description: 'Null, or not there' },
	{ name: 'Less or Equal', value: 'lessOrEqual' },
	{ name: 'Less Than', value: 'less' },
	{ name: 'One Of', value: 'oneOf', description: 'Values separated by commas' },
] as const;

/** The form of q: rows for people, and the text itself for those who know it. */
export const filter = {
	filters: rows(
		'Filters',
		{
			field: identifier('Field', { required: true, example: 'name.en' }),
			operator: choice('Operator', OPERATORS, { required: true, default: 'equals' }),
			value: identifier('Value', {
				required: true,
				show: {
					operator: OPERATORS.map(({ value }) => value).filter(
						(value) => !['exists', 'missing', 'null'].includes(value),
					),
				},
			}),
			upTo: identifier('Up To', { required: true, show: { operator: ['between'] } }),
		},
		{ description: 'Conditions that must all hold' },
	),
	q: text('Query', {
		description: "Further conditions in Emporix's own query language",
		example: 'siteCode:main',
	}),
};

type Filter = Values<typeof filter>;

/** Names of fields, also within mixins and lists. Anything else would end the name and begin a condition of its own. */
const FIELD_NAME = /^[\p{L}\p{N}_.@$[\]-]+$/u;

/** Says why a filter would ask for something else than what it says. */
export function refuseFilters({ filters = [] }: Filter): Refusal | undefined {
	for (const { field, operator, value } of filters.map(read)) {
		if (!FIELD_NAME.test(field)) {
			return {
				message: '"Filters > Field" needs the name of a field, such as name.en',
				description: 'Correct the name; what is compared belongs into Value.',
			};
		}
		if (operator === 'contains' && !isClosed(value)) {
			return {
				message: '"Filters > Value" needs a regular expression whose brackets are closed',
				description: 'Put a backslash before a bracket that is meant as text, or choose Equals.',
			};
		}
	}
	return undefined;
}

/** Whether a pattern closes each bracket that it opens, and no other, so that it cannot end before its end. */
function isClosed(pattern: string): boolean {
	let open = 0;
	const signs = pattern.replaceAll(/\\./gs, '');
	for (const sign of signs) {
		if (sign === '(') open += 1;
		if (sign === ')') open -= 1;
		if (open < 0) return false;
	}
	return open === 0 && !signs.endsWith('\\');
}

/** The text of q; undefined when nothing is asked for. */
export function queryOf({ filters = [], q }: Filter): string | undefined {
	const conditions = filters.map((row) => condition(read(row)));
	return [...conditions, ...(q ? [q.trim()] : [])].join(' ') || undefined;
}

type Condition = Required<Values<typeof filter.filters.fields>>;

const read = ({
	field,
	operator,
	value = '',
	upTo = '',
}: Values<typeof filter.filters.fields>): Condition => ({
	field: field.trim(),
	operator,
	value: value.trim(),
	upTo: upTo.trim(),
});

function condition({ field, operator, value, upTo }: Condition): string {
	switch (operator) {
		case 'between':
			return `${field}:(>=${comparable(value)} AND <=${comparable(upTo)})`;
		case 'contains':
			return `${field}:${pattern(field, value)}`;
		case 'greater':
			return `${field}:>${comparable(value)}`;
		case 'greaterOrEqual':
			return `${field}:>=${comparable(value)}`;
		case 'less':
			return `${field}:<${comparable(value)}`;
		case 'lessOrEqual':
			return `${field}:<=${comparable(value)}`;
		case 'oneOf':
			return `${field}:(${value
				.split(',')
				.map((part) => literal(part.trim()))
				.join(',')})`;
		case 'exists':
		case 'missing':
		case 'null':
			return `${field}:${operator}`;
		default:
			return `${field}:${literal(value)}`;
	}
}

/** Words of the query language, which are values only in quotes. */
const KEYWORD = /^(?:and|or|not|null|exists|missing)$/i;

/** A value as it is where nothing in it can be taken for a sign of the query language, else in quotes. */
const literal = (value: string) =>
	/^[\p{L}\p{N}_.+@/-]+$/u.test(value) && !KEYWORD.test(value) ? value : quoted(value);

/** Numbers stand as they are, dates in quotes. */
const comparable = (value: string) => (/^-?\d+(\.\d+)?$/.test(value) ? value : quoted(value));

const quoted = (value: string) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`;

const LOCALIZED = /(^|\.)(name|description)(\.[\w-]+)?$/;

/** A pattern with spaces needs brackets, which stand elsewhere for localized fields. */
function pattern(field: string, value: string): string {
	if (LOCALIZED.test(field)) return `~(${value})`;
	return value.includes(' ') ? `(~${value})` : `~${value}`;
}
