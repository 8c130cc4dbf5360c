/** The 207 answer to a bulk request: one element for each item, matched by its index (Emporix, bulk request limits). */
import type { IDataObject } from 'n8n-workflow';
import type { Result } from '../../../core/rows/operation';
import { valueAt } from '../../../core/execution/output';

/** Bulk requests: at most 200 items; 400 speaks of the request, which then is not begun, for the outcomes of items come with 207. */
export const TOGETHER = { max: 200, refusesWhole: true } as const;

type Describe<V> = (status: number, values: V, element: unknown) => IDataObject | undefined;

const UNMENTIONED = 'the answer does not mention it. Look whether it was done';

/**
 * Makes the reader of a bulk answer.
 *
 * @param describe the item to output for an element that was accepted; undefined where the element does not tell it
 */
export const readMultiStatus =
	<V>(describe: Describe<V>) =>
	(answer: unknown, elements: readonly unknown[], values: readonly V[]): Result[] | undefined => {
		const placed = Array.isArray(answer) ? place(answer, elements) : undefined;
		return placed && values.map((item, at) => verdict(placed.get(at), item, describe));
	};

function verdict<V>(element: unknown, values: V, describe: Describe<V>): Result {
	if (element === undefined) return { refused: { message: UNMENTIONED } };
	const status = Number(valueAt('code', element));
	if (status >= 200 && status < 300) {
		const json = describe(status, values, element);
		return json ? { json } : { refused: { message: UNMENTIONED } };
	}
	const words = valueAt('message', element) ?? valueAt('status', element);
	return { refused: { message: String(words ?? status), status } };
}

/**
 * Finds the position in the request that each element of the answer speaks of. Every published example counts from 1, the
 * text leaves it open: both are understood. Undefined when it cannot be told.
 */
function place(answer: unknown[], elements: readonly unknown[]): Map<number, unknown> | undefined {
	const indexes = answer.map((element) => valueAt('index', element));
	if (!indexes.every(isIndex)) {
		return answer.length === elements.length ? new Map(answer.entries()) : undefined;
	}
	const bases = [1, 0].filter((base) => fits(indexes, base, answer, elements));
	const [base] = bases;
	// With both possible, some elements are missing and nothing tells which.
	if (base === undefined || bases.length > 1) return undefined;
	return new Map(answer.map((element, at) => [(indexes[at] ?? base) - base, element]));
}

const isIndex = (value: unknown): value is number => Number.isInteger(value);

/** Whether indexes that count from `base` stay within the request, name nothing twice, and agree with the ids given. */
function fits(
	indexes: readonly number[],
	base: number,
	answer: readonly unknown[],
	elements: readonly unknown[],
): boolean {
	return (
		new Set(indexes).size === indexes.length &&
		indexes.every((index, at) => {
			const position = index - base;
			if (position < 0 || position >= elements.length) return false;
			const told = valueAt('id', answer[at]);
			const sent = idIn(elements[position]);
			return told === undefined || sent === undefined || told === sent;
		})
	);
}

const idIn = (element: unknown): unknown =>
	typeof element === 'string' ? element : valueAt('id', element);
