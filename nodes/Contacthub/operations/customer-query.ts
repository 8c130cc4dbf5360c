/** The customer search's query document, built from rows of a form (the vendor's SDKs, query builder). */
import { listSchema, numberSchema, truthOf } from '../../../core/values/accepted-values';
import type { Values } from '../../../core/rows/field';
import { choice, identifier, liveChoice, rows, text } from '../../../core/rows/field';
import { parseExact } from '../../../core/values/exact-json';
import type { Refusal, Stretch } from '../../../core/rows/operation';
import { valueAt } from '../../../core/execution/output';
import { FILTER_PROPERTIES } from './customer-properties';

const WITHOUT_VALUE = ['IS_NULL', 'IS_NOT_NULL'];
const OPERATORS = [
	{ name: 'Equals', value: 'EQUALS' },
	{ name: 'Does Not Equal', value: 'NOT_EQUALS' },
	{ name: 'Is One Of', value: 'IN', description: 'Several values, separated by commas' },
	{ name: 'Is None Of', value: 'NOT_IN', description: 'Several values, separated by commas' },
	{ name: 'Is Between', value: 'BETWEEN', description: 'Two values, separated by a comma' },
	{ name: 'Is Greater Than', value: 'GT' },
	{ name: 'Is Greater Than or Equals', value: 'GTE' },
	{ name: 'Is Less Than', value: 'LT' },
	{ name: 'Is Less Than or Equals', value: 'LTE' },
	{ name: 'Is Empty', value: 'IS_NULL' },
	{ name: 'Is Not Empty', value: 'IS_NOT_NULL' },
] as const;
const WITH_VALUE = OPERATORS.map(({ value }) => value).filter(
	(one) => !WITHOUT_VALUE.includes(one),
);

export const filterForm = {
	filters: rows('Filters', {
		property: liveChoice('Property', FILTER_PROPERTIES, {
			required: true,
			default: 'base.contacts.email',
		}),
		operator: choice('Operator', OPERATORS, { required: true }),
		type: choice(
			'Compare As',
			[
				{ name: 'Number', value: 'number' },
				{ name: 'Text or Date', value: 'text' },
				{ name: 'True or False', value: 'boolean' },
			],
			{ required: true, default: 'text', show: { operator: WITH_VALUE } },
		),
		value: identifier('Value', { required: true, show: { operator: WITH_VALUE } }),
	}),
	match: choice(
		'Match',
		[
			{ name: 'All Filters', value: 'and' },
			{ name: 'Any Filter', value: 'or' },
		],
		{ upfront: true, narrows: false },
	),
	query: text('Query (JSON)', {
		description: "A document in Contacthub's own query language, instead of Filters",
		lines: 4,
	}),
};

type FilterValues = Values<typeof filterForm>;
type Filter = Values<typeof filterForm.filters.fields>;
/** The query's JSON schema takes texts and numbers, and lists of them. */
type Scalar = string | number;
type Condition =
	| { type: 'atomic'; attribute: string; operator: string; value?: Scalar | Scalar[] }
	| { type: 'composite'; conjunction: string; conditions: Condition[] };

/** Says why filters and a query do not make one search. */
export function refuseFilters({ filters = [], query }: FilterValues): Refusal | undefined {
	if (filters.length > 0 && query !== undefined) {
		return {
			message: 'Filters and Query (JSON) are both set',
			description: 'Remove one of them; a query can say all that filters can.',
		};
	}
	if (query !== undefined && queryIn(query) === undefined) {
		return {
			message: '"Query (JSON)" needs a JSON object with a "query" inside',
			description: 'Correct the JSON, or use Filters instead.',
		};
	}
	for (const { operator, value, type } of filters) {
		if (WITHOUT_VALUE.includes(operator)) continue;
		const parts = partsIn(operator, value);
		if (operator === 'BETWEEN' && parts?.length !== 2) {
			return {
				message: '"Filters > Value" needs two values where the operator is Is Between',
				description: 'Write both values with a comma between them, such as 1980-01-01,1989-12-31.',
			};
		}
		if (!parts || parts.some((part) => scalarOf(type ?? 'text', part) === undefined)) {
			return {
				message: `"Filters > Value" needs ${NEEDED[type ?? 'text']}`,
				description: 'Correct the value, or set Compare As to Text or Date.',
			};
		}
	}
	return undefined;
}

/** The query parameter of a search; without filters there is none. */
export function queryOf({ filters = [], match = 'and', query }: FilterValues): string | undefined {
	if (query !== undefined) return query;
	const conditions = filters.map(conditionOf);
	const [only] = conditions;
	if (!only) return undefined;
	return documentOf(
		simple(conditions.length === 1 ? only : { type: 'composite', conjunction: match, conditions }),
	);
}

/**
 * The search within a stretch of registration times, which never change; undefined for a sorted search, whose order
 * several stretches would break.
 */
export function withinRegistration(
	values: FilterValues & { sort?: string },
	{ from, to }: Stretch,
): { query?: string } | undefined {
	if (values.sort !== undefined) return undefined;
	const at = (operator: string, ms: number): Condition => ({
		type: 'atomic',
		attribute: 'registeredAt',
		operator,
		value: new Date(ms).toISOString(),
	});
	const bounds = [
		...(from === undefined ? [] : [at('GTE', from)]),
		...(to === undefined ? [] : [at('LT', to)]),
	];
	const time = simple({ type: 'composite', conjunction: 'and', conditions: bounds });
	const own = queryIn(queryOf(values) ?? '');
	return {
		query: documentOf(
			own ? { type: 'combined', conjunction: 'INTERSECT', queries: [own, time] } : time,
		),
	};
}

const simple = (condition: Condition) => ({ type: 'simple', are: { condition } });
const documentOf = (query: object) => JSON.stringify({ name: '', query });

function queryIn(document: string): unknown {
	try {
		const query = valueAt('query', parseExact(document));
		return typeof query === 'object' && query !== null ? query : undefined;
	} catch {
		return undefined;
	}
}

function conditionOf({ property, operator, type = 'text', value }: Filter): Condition {
	const condition = { type: 'atomic' as const, attribute: property, operator };
	if (WITHOUT_VALUE.includes(operator)) return condition;
	const parts = (partsIn(operator, value) ?? []).flatMap((part) => scalarOf(type, part) ?? []);
	return { ...condition, value: SEVERAL.includes(operator) ? parts : parts[0] };
}

const SEVERAL = ['IN', 'NOT_IN', 'BETWEEN'];

/** The values of a filter; undefined where a list of them cannot be read. */
function partsIn(operator: string, value = ''): string[] | undefined {
	if (!SEVERAL.includes(operator)) return [value];
	const list = listSchema.safeParse(value);
	return list.success && list.data.length > 0 ? list.data : undefined;
}

/** What kinds of value need, as the end of the sentence "… needs …". */
const NEEDED = {
	number: 'a number where Compare As is Number',
	boolean: 'true or false where Compare As is True or False',
	text: 'one or several texts',
};

/** A part as what it is compared as; undefined where it is none. */
function scalarOf(type: keyof typeof NEEDED, part: string): Scalar | undefined {
	if (type === 'number') return numberSchema.safeParse(part).data;
	return type === 'boolean' ? truthOf(part)?.toString() : part;
}
