/** The first room of an execution: every item is read and checked before anything is sent. */
import type { INodeExecutionData } from 'n8n-workflow';
import { isResourceLocatorValue } from 'n8n-workflow';
import type { Share } from './batching';
import { ColumnReport } from '../values/column-report';
import { entriesOf } from '../rows/field';
import type { Batch, Operation, Refusal, TaskItem } from '../rows/operation';
import { blankRefusal, pathRefusal } from '../values/path-segment';
import type { Run } from './run';
import { refuseEmptyCall } from './tool';
import type { LastRead, ValueSource } from '../values/value-source';
import { inputsOf, readValues } from '../values/values';
import type { Vendor } from '../rows/vendor';
import type { ReadWanted, Wanted } from './wanted';
import { readerOfWanted } from './wanted';

/** One item, checked and ready to be sent. */
export interface Ready extends Share, TaskItem<Record<string, unknown>> {
	wanted: Wanted;
}

/** What the items of a run have in common while they are checked. */
interface Check extends Run {
	columns: ColumnReport;
	lastRead: LastRead;
	readWanted: ReadWanted;
}

/**
 * Reads the values of every item; one that does not fit is settled here.
 *
 * @returns the items that fit
 * @throws NodeOperationError or NodeApiError for the first that does not, without On Error
 */
export function checkItems(run: Run): Ready[] {
	const columns = new ColumnReport();
	const lastRead: LastRead = new Map();
	const inCommon = { ...run, columns, lastRead, readWanted: readerOfWanted(run.row) };
	const ready = run.context
		.getInputData()
		.flatMap((item, itemIndex) => checkItem(inCommon, item, itemIndex));
	const message = columns.summary;
	if (message) run.context.addExecutionHints({ message, location: 'outputPane' });
	return ready;
}

function checkItem(inCommon: Check, item: INodeExecutionData, itemIndex: number): Ready[] {
	const { settlement } = inCommon;
	try {
		const ready = check(inCommon, item, itemIndex);
		if ('values' in ready) return [ready];
		settlement.settle(itemIndex, { failure: ready });
		settlement.stopAtFailure([itemIndex]);
	} catch (thrown) {
		settlement.settleThrown([itemIndex], thrown);
	}
	return [];
}

function check(inCommon: Check, item: INodeExecutionData, itemIndex: number): Ready | Refusal {
	const { context, vendor, row, fields, readWanted } = inCommon;
	const emptyCall = inCommon.isTool ? refuseEmptyCall(context, row, itemIndex) : undefined;
	if (emptyCall) return emptyCall;
	const source = sourceOf(inCommon, item, itemIndex);
	const values = readValues(source, fields);
	const refusal =
		pathRefusal(row.path, values) ??
		blankPart(row, values, source) ??
		row.refuse?.(values) ??
		row.procedure?.refuse?.(values, item.json);
	if (refusal) return refusal;
	const wanted = readWanted(source);
	const share = row.batch ? shareOf(row.batch, values) : { elements: [], keys: [], group: '' };
	const refusedShare = row.batch && refuseShare(vendor, row.batch.max, share.elements.length);
	return refusedShare ?? { itemIndex, item, values, wanted, ...share };
}

/** A part of the path that may be left out, and is not among the values, may still be filled in. */
function blankPart(
	{ path }: Operation,
	values: Readonly<Record<string, unknown>>,
	source: ValueSource,
): Refusal | undefined {
	const absent = path && entriesOf(path).filter(([name]) => values[name] === undefined);
	if (!absent || absent.length === 0) return undefined;
	const read = inputsOf(source);
	const filledIn = absent.map(([name, field]) => {
		const written = read(name, field);
		return [name, isResourceLocatorValue(written) ? written.value : written];
	});
	return blankRefusal(Object.fromEntries(absent), Object.fromEntries(filledIn));
}

const sourceOf = (
	{ node, timezone, parameter, columns, lastRead }: Check,
	{ json }: INodeExecutionData,
	itemIndex: number,
): ValueSource => ({
	node,
	itemIndex,
	item: json,
	timezone,
	columns,
	lastRead,
	parameter: (name) => parameter(name, itemIndex),
});

const shareOf = (
	batch: Batch<Record<string, unknown>>,
	values: Record<string, unknown>,
): Pick<Share, 'elements' | 'keys' | 'group'> => ({
	elements: batch.elements(values),
	keys: batch.keys?.(values) ?? [],
	group: batch.group?.(values) ?? '',
});

function refuseShare({ name }: Vendor, max: number, length: number): Refusal | undefined {
	if (length <= max) return undefined;
	return {
		message: `The item holds ${length} actions; ${name} takes at most ${max} in one request`,
		description: 'Spread the actions over several items.',
	};
}
