import { z } from 'zod/v4';
import { valuesAt } from './json-object.mts';

/** The query language of the customer search, as the vendor's SDKs write it. */

/** As the query's JSON schema has it: texts and numbers, and lists of them; no truth values. */
const scalar = z.union([z.string(), z.number()]);

type Scalar = z.output<typeof scalar>;
type Condition =
	| { type: 'atomic'; attribute: string; operator: Operator; value?: Scalar | Scalar[] | null }
	| { type: 'composite'; conjunction: 'and' | 'or'; conditions: Condition[] };
type Query =
	| { type: 'simple'; are: { condition: Condition } }
	| { type: 'combined'; conjunction: 'INTERSECT' | 'UNION' | 'EXCEPT'; queries: Query[] };

/** Whether the values found at an attribute satisfy the operands of a condition. */
const operators = {
	EQUALS: (found: unknown[], [value]: Scalar[]) => found.includes(value),
	NOT_EQUALS: (found: unknown[], [value]: Scalar[]) => !found.includes(value),
	IN: (found: unknown[], values: Scalar[]) => values.some((value) => found.includes(value)),
	NOT_IN: (found: unknown[], values: Scalar[]) => !values.some((value) => found.includes(value)),
	BETWEEN: (found: unknown[], [from, to]: Scalar[]) =>
		found.some((one) => compare(one, from) >= 0 && compare(one, to) <= 0),
	GTE: (found: unknown[], [value]: Scalar[]) => found.some((one) => compare(one, value) >= 0),
	GT: (found: unknown[], [value]: Scalar[]) => found.some((one) => compare(one, value) > 0),
	LTE: (found: unknown[], [value]: Scalar[]) => found.some((one) => compare(one, value) <= 0),
	LT: (found: unknown[], [value]: Scalar[]) => found.some((one) => compare(one, value) < 0),
	IS_NULL: (found: unknown[]) => found.every((one) => one === null),
	IS_NOT_NULL: (found: unknown[]) => found.some((one) => one !== null),
};
type Operator = keyof typeof operators;

const operatorNames: readonly Operator[] = [
	'EQUALS',
	'NOT_EQUALS',
	'IN',
	'NOT_IN',
	'BETWEEN',
	'GTE',
	'GT',
	'LTE',
	'LT',
	'IS_NULL',
	'IS_NOT_NULL',
];

/** The number of operands: a value, a list, a pair, or none. */
function hasOperands(operator: Operator, value: Scalar | Scalar[] | null | undefined): boolean {
	if (operator === 'IS_NULL' || operator === 'IS_NOT_NULL') return true;
	if (operator === 'BETWEEN') return Array.isArray(value) && value.length === 2;
	if (operator === 'IN' || operator === 'NOT_IN') return Array.isArray(value);
	return value != null && !Array.isArray(value);
}

const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
	z.discriminatedUnion('type', [
		z
			.strictObject({
				type: z.literal('atomic'),
				attribute: z.string().min(1),
				operator: z.enum(operatorNames),
				value: z.union([scalar, z.array(scalar)]).nullish(),
			})
			.refine(({ operator, value }) => hasOperands(operator, value), {
				error: 'value does not fit the operator',
			}),
		z.strictObject({
			type: z.literal('composite'),
			conjunction: z.enum(['and', 'or']),
			conditions: z.array(conditionSchema),
		}),
	]),
);

const querySchema: z.ZodType<Query> = z.lazy(() =>
	z.discriminatedUnion('type', [
		z.strictObject({
			type: z.literal('simple'),
			are: z.strictObject({ condition: conditionSchema }),
		}),
		z.strictObject({
			type: z.literal('combined'),
			conjunction: z.enum(['INTERSECT', 'UNION', 'EXCEPT']),
			queries: z.array(querySchema).min(1),
		}),
	]),
);

const documentSchema = z.strictObject({ name: z.string(), query: querySchema });

/**
 * Reads the JSON text of a query into a test of one customer.
 * @throws SyntaxError or ZodError when it is not a query.
 */
export function customerQuery(text: string): (customer: object) => boolean {
	return queryTest(documentSchema.parse(JSON.parse(text)).query);
}

type Test = (customer: object) => boolean;

function queryTest(query: Query): Test {
	if (query.type === 'simple') return conditionTest(query.are.condition);
	const [first = () => false, ...others] = query.queries.map(queryTest);
	switch (query.conjunction) {
		case 'INTERSECT':
			return (customer) => first(customer) && others.every((test) => test(customer));
		case 'UNION':
			return (customer) => first(customer) || others.some((test) => test(customer));
		case 'EXCEPT':
			return (customer) => first(customer) && !others.some((test) => test(customer));
	}
}

function conditionTest(condition: Condition): Test {
	if (condition.type === 'composite') {
		const tests = condition.conditions.map(conditionTest);
		return condition.conjunction === 'and'
			? (customer) => tests.every((test) => test(customer))
			: (customer) => tests.some((test) => test(customer));
	}
	const { attribute, operator } = condition;
	const operands = [condition.value ?? []].flat();
	return (customer) => {
		// A truth value is compared as the text that stands for it in a query.
		const found = valuesAt(customer, attribute).map((value) =>
			typeof value === 'boolean' ? String(value) : value,
		);
		return operators[operator](found, operands);
	};
}

/** Numbers by size, all else as text, which suits ISO dates; NaN where there is nothing to compare. */
export function compare(one: unknown, other: unknown): number {
	if (one == null || other == null) return NaN;
	if (typeof one === 'number' && typeof other === 'number') return one - other;
	const [left, right] = [String(one), String(other)];
	return left < right ? -1 : left > right ? 1 : 0;
}
