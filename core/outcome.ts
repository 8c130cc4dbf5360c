/** From an answer to what it means for an item: records to put out, or why there are none. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { align } from './batching';
import type { Failure } from './failure';
import { unanswered } from './failure';
import type { Operation, Result, Returns } from './operation';
import { presentable, simplified, valueAt } from './output';
import type { Answer } from './transport';
import type { Vendor } from './vendor';

/** What the vendor said of one item. */
export type Outcome =
	| { records: IDataObject[] }
	| { items: INodeExecutionData[] }
	| { failure: Failure };

type Values = Record<string, unknown>;

/** Statuses besides success whose list of verdicts is believed; others say something of the whole request. */
const SPEAKS_OF_ELEMENTS = new Set([400, 404, 409, 422]);

/**
 * The verdicts on the elements of a request. Vendors may answer a partly refused request with a status of its own; its list
 * still speaks for every element.
 *
 * @param owners the values of the item behind each element
 * @returns undefined when the answer does not speak of every element
 */
export function verdictsIn(
	{ returns, batch }: Operation,
	answer: Answer,
	elements: readonly unknown[],
	owners: readonly Values[],
): Result[] | undefined {
	if (!answer.ok && !SPEAKS_OF_ELEMENTS.has(answer.failure.status ?? 0)) return undefined;
	if (batch?.read) return batch.read(answer.data, elements, owners);
	return returns.kind === 'results' ? align(answer.data, elements.length, returns.read) : undefined;
}

/** The outcome of one verdict on what an item sent; without a verdict, what the answer as a whole says. */
export function judge(
	vendor: Vendor,
	row: Operation,
	answer: Answer,
	values: Values,
	result: Result | undefined,
): Outcome {
	if (!result) return { failure: answer.ok ? silent(vendor) : answer.failure };
	if ('json' in result) return { records: [{ ...aboutOf(row, values), ...result.json }] };
	const { message, status, details } = result.refused;
	return {
		failure: {
			message: `${vendor.name} did not accept this item: ${message}`,
			description:
				'Correct the values of this item. The other items of the request are not affected.',
			status,
			details,
		},
	};
}

/** Whom the verdict is about; what was not given is left out. */
function aboutOf({ returns }: Operation, values: Values): IDataObject {
	if (returns.kind !== 'results' || !returns.about) return {};
	const found = returns.about.of(values);
	const given = Object.keys(returns.about.shape).flatMap((name): Array<[string, string]> => {
		const value = found[name];
		return value === undefined || value === null || value === '' ? [] : [[name, String(value)]];
	});
	return Object.fromEntries(given);
}

const silent = (vendor: Vendor): Failure =>
	unanswered(
		vendor,
		'did not answer for every record of the request',
		'The work may have been done: look before you run the items again.',
	);

/** The outcome of a request that was sent for one item alone. */
export function readAnswer(
	vendor: Vendor,
	row: Operation,
	answer: Answer,
	values: Values,
	simplify: boolean,
): Outcome {
	const { returns } = row;
	if (returns.kind === 'results') {
		const [result] = verdictsIn(row, answer, [undefined], [values]) ?? [];
		return judge(vendor, row, answer, values, result);
	}
	if (!answer.ok) return { failure: answer.failure };
	switch (returns.kind) {
		case 'deleted':
			return { records: [{ deleted: true }] };
		case 'done':
			return { records: [{ success: true }] };
		case 'written':
			return { records: [returns.describe(answer.status, values, answer.data)] };
		case 'many':
			return { records: recordsOf(returns, listIn(returns, answer.data), simplify) };
		case 'one':
			return { records: recordsOf(returns, [answer.data], simplify) };
	}
}

/** The list in an answer; an answer without one is an empty list. */
export function listIn(returns: Returns, data: unknown): unknown[] {
	const list = valueAt(returns.kind === 'many' ? returns.at : undefined, data);
	return Array.isArray(list) ? list : [];
}

/** Elements as the records of the output. */
export function recordsOf(
	returns: Returns,
	elements: readonly unknown[],
	simplify: boolean,
): IDataObject[] {
	const shape = 'shape' in returns ? returns.shape : {};
	const simple = simplify && 'simple' in returns ? returns.simple : undefined;
	return elements.map((element) => {
		const record = presentable(shape, element);
		return simple ? simplified(simple, record) : record;
	});
}

/** How many records a list has that the vendor does not let anybody read to its end; undefined when all were listed. */
export function unreadable(
	returns: Returns,
	data: unknown,
): { listed: number; total: number } | undefined {
	const total = returns.kind === 'many' ? returns.total?.(data) : undefined;
	const listed = listIn(returns, data).length;
	return total === undefined || total <= listed ? undefined : { listed, total };
}
