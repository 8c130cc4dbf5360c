/**
 * Items -> requests -> linked output items: runs one row for all items of the input. It goes through three rooms: all items are
 * checked (checking.ts), what fits is sent (scheduling.ts), and what became of each is put out (settling.ts).
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { checkItems } from './checking';
import { openDoor } from '../requests/door';
import type { Operation } from '../rows/operation';
import { fieldsOf } from '../rows/operation';
import { readOptions } from './options';
import { parametersOf } from '../values/parameters';
import type { Run } from './run';
import { sendAll } from './scheduling';
import { Settlement } from './settling';
import { Slots } from './slots';
import { summaryOf } from './summary';
import { isTool } from './tool';
import type { Vendor } from '../rows/vendor';

/**
 * Runs the operation that the node's Resource and Operation parameters name, for every item of the input.
 *
 * All items are checked before the first request. Output keeps the input's order and every output item is linked to the
 * input item it came from. An item that comes to nothing goes to the error output, or stops the node, by its On Error setting.
 *
 * @throws NodeOperationError for values that do not fit, before any request is sent
 * @throws NodeApiError for requests that come to nothing
 */
export async function execute(
	context: IExecuteFunctions,
	vendor: Vendor,
): Promise<INodeExecutionData[][]> {
	const startedAt = performance.now();
	const settlement = new Settlement(context, vendor);
	try {
		const run = await begin(context, vendor, settlement);
		const ready = checkItems(run);
		if (ready.length > 0) await sendAll(run, ready);
		for (const message of settlement.allDoubts()) {
			context.addExecutionHints({ message, location: 'outputPane' });
		}
		if (!run.options.preview && !run.isTool) tellSummary(run, startedAt);
	} catch (thrown) {
		settlement.settleThrown([...context.getInputData().keys()], thrown);
	}
	return [settlement.output()];
}

function tellSummary({ context, row, door, settlement }: Run, startedAt: number): void {
	const message = summaryOf(row, settlement.all(), {
		requests: door.connection.traffic?.requests ?? 0,
		duration: performance.now() - startedAt,
	});
	if (message) context.addExecutionHints({ message, location: 'outputPane' });
}

async function begin(
	context: IExecuteFunctions,
	vendor: Vendor,
	settlement: Settlement,
): Promise<Run> {
	const row = chosenRow(context, vendor);
	const options = readOptions(context);
	const { connection, ...door } = await openDoor(context, vendor);
	const { requestsPerMinute, preview } = options;
	const paced = {
		...door,
		preview,
		slots: new Slots(options.concurrency),
		connection: { ...connection, requestsPerMinute, traffic: { requests: 0 } },
	};
	const parameter = parametersOf(context);
	const node = context.getNode();
	return {
		context,
		vendor,
		row,
		fields: fieldsOf(row),
		node,
		timezone: context.getTimezone(),
		isTool: isTool(node),
		options,
		parameter,
		door: paced,
		settlement,
	};
}

function chosenRow(context: IExecuteFunctions, vendor: Vendor): Operation {
	const resourceValue = context.getNodeParameter('resource', 0);
	const operationValue = context.getNodeParameter('operation', 0);
	const resource = vendor.resources.find(({ value }) => value === resourceValue);
	const row = resource?.operations[String(operationValue)];
	if (row) return row;
	throw new NodeOperationError(
		context.getNode(),
		`${vendor.name} has no operation "${String(operationValue)}" for "${String(resourceValue)}"`,
		{ description: 'Choose Resource and Operation again.' },
	);
}
