/** From an answer to what it means for an item: records to put out, or why there are none. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { align } from './batching';
import type { Failure } from './failure';
import { LOOK_FIRST, quoted, refused, unanswered } from './failure';
import type { Fields } from '../rows/field';
import type { Operation, Result, Returns } from '../rows/operation';
import { fieldsOf } from '../rows/operation';
import { isRecord, presentable, simplified, valueAt } from './output';
import type { Answer } from '../requests/transport';
import type { Vendor } from '../rows/vendor';

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

/** A request that is too large is not even read (RFC 9110, 15.5.14). */
const TOO_LARGE = 413;
/** Statuses with which a vendor finds fault with the values of a request. */
const UNFIT = [400, 422];

/**
 * Whether the vendor refused a request as a whole and may be sent parts of it: because nothing of it was done, or because doing it
 * again changes nothing.
 *
 * @param values those of the first item; items that may not be sent twice share no request with others
 */
export function isUndone(row: Operation, answer: Answer, values: Values): boolean {
	if (answer.ok) return false;
	const { status = 0 } = answer.failure;
	if (status === TOO_LARGE) return true;
	if (!UNFIT.includes(status)) return false;
	const repeatable = row.idempotent && !row.onceOnly?.(values);
	// A list, even an odd one, may speak of elements that were done.
	return repeatable || (row.batch?.refusesWhole === true && !Array.isArray(answer.data));
}

/** The answer to a request that was refused for all its items together, so that nobody can tell which one is at fault. */
export function ofAll(answer: Answer, items: number): Answer {
	if (answer.ok || items === 1 || !UNFIT.includes(answer.failure.status ?? 0)) return answer;
	const { description } = answer.failure;
	const words = `${description} The request was refused for all its ${items} items together; one of them may be the cause. Send in Batches, turned off in Options, sends each alone.`;
	return { ...answer, failure: { ...answer.failure, description: words } };
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
			message: `${vendor.name} did not accept this item: ${quoted(message)}`,
			description:
				'Correct the values of this item. The other items of the request are not affected.',
			status,
			details: details && quotedTexts(details),
		},
	};
}

/** Details of a verdict as a failure may repeat them. */
const quotedTexts = (details: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(details).map(([name, value]) => [
			name,
			typeof value === 'string' ? quoted(value) : value,
		]),
	);

/** Whom the verdict is about; what was not given is left out. */
function aboutOf({ returns }: Operation, values: Values): IDataObject {
	if (returns.kind !== 'results' || !returns.about) return {};
	const { shape, of } = returns.about;
	const found = of ? of(values) : values;
	const about: IDataObject = {};
	for (const name of Object.keys(shape)) {
		const value = valueAt(name, found);
		if (value !== undefined && value !== null && value !== '') about[name] = String(value);
	}
	return about;
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
	const records = documented(row, answer, values, simplify);
	return records ? { records } : { failure: undocumented(vendor, row, answer) };
}

/** The answer to a row's request, where whoever asked reads it by himself: one of another shape than documented is a failure. */
export function believed(vendor: Vendor, row: Operation, answer: Answer): Answer {
	if (!answer.ok || documented(row, answer, {}, false)) return answer;
	return { ok: false, failure: undocumented(vendor, row, answer), data: answer.data };
}

type Success = Extract<Answer, { ok: true }>;

/** The records in an answer of the documented shape; undefined for any other answer. */
function documented(
	row: Operation,
	{ status, data }: Success,
	values: Values,
	simplify: boolean,
): IDataObject[] | undefined {
	const { returns } = row;
	switch (returns.kind) {
		case 'deleted':
			return isBare(data) ? [{ deleted: true }] : undefined;
		case 'done':
			return isBare(data) || isOf(fieldsOf(row), data) ? [{ success: true }] : undefined;
		case 'written': {
			// 201 may repeat the record; other good statuses of a write say nothing more.
			const told = status === 201 || isBare(data);
			const record = told ? returns.describe(status, values, data) : undefined;
			return record && [record];
		}
		case 'text':
			return typeof data === 'string' ? [{ value: data }] : undefined;
		case 'many': {
			const list = listIn(returns, data);
			return list && areRecords(returns, list) ? recordsOf(returns, list, simplify) : undefined;
		}
		case 'one': {
			const found = valueAt(returns.at, data);
			return isOf(returns.shape, found) ? recordsOf(returns, [found], simplify) : undefined;
		}
		case 'results':
			return undefined;
	}
}

/** Whether an answer says nothing, as the vendors document it of writes that leave nothing to show. */
const isBare = (data: unknown): boolean =>
	data === undefined || data === null || (isRecord(data) && Object.keys(data).length === 0);

/** Whether an answer is a record of these fields: it may lack some of them, but not all. */
function isOf(shape: Fields, data: unknown): boolean {
	const names = Object.keys(shape);
	return isRecord(data) && (names.length === 0 || names.some((name) => Object.hasOwn(data, name)));
}

/** The list in an answer; undefined where there is none, for that is not an empty list. */
export function listIn(returns: Returns, data: unknown): unknown[] | undefined {
	if (returns.kind !== 'many') return undefined;
	const list = valueAt(returns.at, data);
	return Array.isArray(list) ? list : undefined;
}

/** Whether elements of a list may be put out: each is a record, or a text where the row says so. */
export const areRecords = (returns: Returns, elements: readonly unknown[]): boolean =>
	(returns.kind === 'many' && returns.texts) || elements.every(isRecord);

/**
 * Why an answer with a good status is not believed: it is not what the row documents, such as the note of a gateway, another
 * service's data, or nothing at all. Nobody can tell then what became of a write.
 */
export function undocumented(
	vendor: Vendor,
	row: Operation,
	{ status, data }: Pick<Success, 'status' | 'data'>,
): Failure {
	const { request, returns } = row;
	if (status === 204 && 'noContent' in returns && returns.noContent) {
		return { ...refused(vendor, 404, undefined), status };
	}
	const words = isRecord(data) ? quoted(vendor.explain(data)) : '';
	const seen = data === undefined ? 'nothing' : 'something else';
	const reads = request.method === 'GET' || returns.kind === 'many';
	const reason = `answered ${seen} where ${EXPECTED[returns.kind]} belongs`;
	const failure = unanswered(
		vendor,
		words ? `${reason}: ${words}` : reason,
		`${reads ? '' : `${LOOK_FIRST} `}Check the address in the credential, and that no gateway, proxy or maintenance page stands in between.`,
	);
	return { ...failure, status };
}

const EXPECTED: Readonly<Record<Returns['kind'], string>> = {
	one: 'a record',
	many: 'a list of records',
	text: 'text',
	results: 'a list of verdicts',
	written: 'the outcome of the write',
	deleted: 'an empty answer',
	done: 'an empty answer',
};

/** Elements as the records of the output. */
export function recordsOf(
	returns: Returns,
	elements: readonly unknown[],
	simplify: boolean,
): IDataObject[] {
	const shape = 'shape' in returns ? returns.shape : {};
	const { simple, told } = simplify && 'simple' in returns ? returns : {};
	return elements.map((element) => {
		const record = presentable(shape, element);
		return simple ? { ...simplified(simple, record), ...told?.of(record) } : record;
	});
}

/** How many records a list has that the vendor does not let anybody read to its end; undefined when all were listed. */
export function unreadable(
	returns: Returns,
	data: unknown,
): { listed: number; total: number } | undefined {
	const total = returns.kind === 'many' ? returns.total?.(data) : undefined;
	const listed = listIn(returns, data)?.length;
	if (listed === undefined || total === undefined || total <= listed) return undefined;
	return { listed, total };
}
