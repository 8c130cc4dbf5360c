/** Items -> requests -> linked output items: runs one row for all items of the input. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Share } from './batching';
import { combine, pack } from './batching';
import type { Connection } from './connection';
import type { Door } from './door';
import { ask } from './door';
import type { Failure } from './failure';
import { fromThrown, toErrorItem, toNodeApiError } from './failure';
import { readList } from './listing';
import type { Batch, Operation, Procedure, TaskItem } from './operation';
import { fieldsOf, one } from './operation';
import type { Outcome } from './outcome';
import {
	areRecords,
	judge,
	readAnswer,
	recordsOf,
	undocumented,
	unreadable,
	verdictsIn,
} from './outcome';
import { isRecord } from './output';
import { pathRefusal } from './path-segment';
import type { Work } from './scheduling';
import { runInOrder } from './scheduling';
import { inOneMessage, isTool, nothingFound, refuseEmptyCall } from './tool';
import type { Answer } from './transport';
import type { ValueSource } from './values';
import { readValues } from './values';
import type { Vendor } from './vendor';

/** Requests at once unless Options says otherwise. */
export const DEFAULT_CONCURRENCY = 5;

/** Records of a list unless Limit says otherwise. */
const DEFAULT_LIMIT = 50;

type Values = Record<string, unknown>;

/** One item, checked and ready to be sent. */
interface Ready extends Share {
	values: Values;
}

/** How much of an answer an item wants. */
interface Wanted {
	/** The most records; all when absent. */
	limit?: number;
	simplify: boolean;
}

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
	let row: Operation;
	let connection: Connection;
	try {
		row = chosenRow(context, vendor);
		connection = await vendor.connect(context, 0);
	} catch (thrown) {
		if (!context.continueOnFail()) throw asNodeException(context, thrown, 0);
		// Thrown on, n8n would pass every item to the success output (n8n-core, workflow-execute).
		const failure = fromThrown(thrown);
		return [context.getInputData().map((_item, itemIndex) => toErrorItem(failure, itemIndex))];
	}
	const execution = new Execution(context, vendor, row);
	const ready = execution.checkItems();
	if (ready.length > 0) await execution.run(ready, connection);
	return [execution.output()];
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

class Execution {
	private readonly outcomes = new Map<number, Outcome>();
	private readonly wanted = new Map<number, Wanted>();
	private readonly context: IExecuteFunctions;
	private readonly vendor: Vendor;
	private readonly row: Operation;
	private readonly items: INodeExecutionData[];
	private readonly isTool: boolean;

	constructor(context: IExecuteFunctions, vendor: Vendor, row: Operation) {
		this.context = context;
		this.vendor = vendor;
		this.row = row;
		this.items = context.getInputData();
		this.isTool = isTool(context.getNode());
	}

	/** Reads the values of every item; one that does not fit is refused here, before anything is sent. */
	checkItems(): Ready[] {
		return this.items.flatMap((item, itemIndex) => {
			try {
				const ready = this.check(item, itemIndex);
				if (!('failure' in ready)) return [ready];
				this.settle(itemIndex, ready);
				this.stopAtRefusal([itemIndex]);
			} catch (thrown) {
				if (!this.context.continueOnFail()) throw asNodeException(this.context, thrown, itemIndex);
				this.settle(itemIndex, { failure: fromThrown(thrown) });
			}
			return [];
		});
	}

	private check(item: INodeExecutionData, itemIndex: number): Ready | { failure: Failure } {
		const { batch, refuse } = this.row;
		const emptyCall = this.isTool ? refuseEmptyCall(this.context, itemIndex) : undefined;
		if (emptyCall) return { failure: emptyCall };
		const values = readValues(this.source(item, itemIndex), fieldsOf(this.row));
		const refusal = pathRefusal(this.row.path, values) ?? refuse?.(values);
		if (refusal) return { failure: refusal };
		this.wanted.set(itemIndex, this.wantedOf(itemIndex));
		if (!batch) return { itemIndex, values, elements: [], keys: [], group: '' };
		const elements = batch.elements(values);
		if (elements.length <= batch.max) {
			const group = batch.group?.(values) ?? '';
			return { itemIndex, values, elements, keys: batch.keys?.(values) ?? [], group };
		}
		return {
			failure: {
				message: `The item holds ${elements.length} actions; ${this.vendor.name} takes at most ${batch.max} in one request`,
				description: 'Spread the actions over several items.',
			},
		};
	}

	private wantedOf(itemIndex: number): Wanted {
		const parameter = (name: string) => this.context.getNodeParameter(name, itemIndex, null);
		const { paging, returns } = this.row;
		const simplify = 'simple' in returns && !!returns.simple && parameter('simplify') === true;
		if (!paging || parameter('returnAll') === true) return { simplify };
		const limit = Number(parameter('limit') ?? DEFAULT_LIMIT);
		if (Number.isInteger(limit) && limit > 0) return { limit, simplify };
		throw new NodeOperationError(this.context.getNode(), '"Limit" needs a whole number from 1', {
			itemIndex,
			description: 'Correct the value, or turn on Return All.',
		});
	}

	/** Sends everything that is ready. */
	async run(ready: readonly Ready[], account: Connection): Promise<void> {
		const { batch, procedure } = this.row;
		const connection = { ...account, requestsPerMinute: this.option('requestsPerMinute', 0) };
		const door = { context: this.context, vendor: this.vendor, connection };
		if (procedure) return await this.perform(procedure, ready, door);
		const together = this.option('batching', true);
		const work: Work[] =
			batch && (together || !batch.request)
				? pack(ready, together ? batch.max : 1).map((request) => ({
						keys: request.flatMap(({ keys }) => keys),
						run: async () =>
							await this.attempt(request, () => this.sendBatch(batch, request, door)),
					}))
				: ready.map((item) => ({
						keys: item.keys,
						run: async () => await this.attempt([item], () => this.single(item, door)),
					}));
		await runInOrder(work, this.option('concurrency', DEFAULT_CONCURRENCY));
	}

	/** The output items, in the order of the input. */
	output(): INodeExecutionData[] {
		const output = this.items.flatMap((_item, itemIndex): INodeExecutionData[] => {
			const outcome = this.outcomes.get(itemIndex) ?? { records: [] };
			if ('failure' in outcome) return [toErrorItem(outcome.failure, itemIndex)];
			if ('items' in outcome) return outcome.items;
			return outcome.records.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		});
		return this.isTool && output.length === 0 ? [nothingFound(this.vendor)] : output;
	}

	private source(item: INodeExecutionData, itemIndex: number): ValueSource {
		return {
			node: this.context.getNode(),
			itemIndex,
			item: item.json,
			timezone: this.context.getTimezone(),
			// Null, because n8n takes an undefined fallback for none and throws on hidden parameters.
			parameter: (name) => this.context.getNodeParameter(name, itemIndex, null),
		};
	}

	/** An entry of the Options collection. */
	private option<T extends number | boolean>(name: string, otherwise: T): T {
		return this.context.getNodeParameter(`options.${name}`, 0, otherwise) as T;
	}

	private async sendBatch(
		batch: Batch<Values>,
		request: readonly Ready[],
		door: Door,
	): Promise<void> {
		const elements = request.flatMap((share) => share.elements);
		const values = request[0]?.values ?? {};
		const body = batch.wrap ? batch.wrap(elements, values) : elements;
		const answer = await ask(door, this.row, values, { body, request: batch.request });
		const owners = request.flatMap((share) => share.elements.map(() => share.values));
		const verdicts = verdictsIn(this.row, answer, elements, owners);
		let next = 0;
		for (const { itemIndex, elements: own, values: item } of request) {
			const mine = verdicts?.slice(next, (next += own.length)) ?? [];
			const result = batch.several && mine.length > 0 ? combine(mine) : mine[0];
			const outcome = judge(this.vendor, this.row, answer, item, result);
			this.settle(itemIndex, await this.renewed(outcome, itemIndex, item, door));
		}
		this.stopAtRefusal(request.map(({ itemIndex }) => itemIndex));
	}

	private async single({ itemIndex, values }: Ready, door: Door): Promise<void> {
		this.settle(
			itemIndex,
			this.row.paging
				? await this.pages(itemIndex, values, door)
				: await this.request(itemIndex, values, door),
		);
		this.stopAtRefusal([itemIndex]);
	}

	private async request(itemIndex: number, values: Values, door: Door): Promise<Outcome> {
		const answer = await ask(door, this.row, values);
		return await this.renewed(this.read(answer, itemIndex, values), itemIndex, values, door);
	}

	/** A write that lost a race is sent once more upon the current record, where the item wants that. */
	private async renewed(
		outcome: Outcome,
		itemIndex: number,
		values: Values,
		door: Door,
	): Promise<Outcome> {
		const { renew } = this.row;
		const lost = 'failure' in outcome && outcome.failure.status === 409;
		if (!lost || !renew?.wanted(values)) return this.advised(outcome, values);
		const current = await ask(door, this.row, values, { request: renew.request, body: null });
		if (!current.ok) return this.advised({ failure: current.failure }, values);
		if (!isRecord(current.data)) {
			const reading = { ...this.row, request: renew.request, returns: one({}) };
			return this.advised({ failure: undocumented(this.vendor, reading, current) }, values);
		}
		const answer = await ask(door, this.row, values, { body: renew.body(values, current.data) });
		return this.advised(this.read(answer, itemIndex, values), values);
	}

	private advised(outcome: Outcome, values: Values): Outcome {
		if (!('failure' in outcome)) return outcome;
		const advice = this.row.advise?.(outcome.failure.status, values);
		return advice ? { failure: { ...outcome.failure, description: advice } } : outcome;
	}

	/**
	 * Runs work for some items. Thrown on in "continue" mode, what stops it would make n8n pass every item to the success
	 * output (n8n-core, workflow-execute); so these items fail and the others go on. A cancelled execution ends as a whole.
	 */
	private async attempt(
		members: ReadonlyArray<{ itemIndex: number }>,
		work: () => Promise<void>,
	): Promise<void> {
		try {
			await work();
		} catch (thrown) {
			const cancelled = this.context.getExecutionCancelSignal()?.aborted === true;
			if (cancelled || !this.context.continueOnFail()) {
				throw asNodeException(this.context, thrown, members[0]?.itemIndex ?? 0);
			}
			for (const { itemIndex } of members) this.settle(itemIndex, { failure: fromThrown(thrown) });
		}
	}

	private async pages(itemIndex: number, values: Values, door: Door): Promise<Outcome> {
		const list = await readList(door, this.row, values, this.wanted.get(itemIndex)?.limit);
		if ('failure' in list) return this.advised(list, values);
		const { returns } = this.row;
		if (!areRecords(returns, list.value)) {
			const data = list.value;
			return { failure: undocumented(this.vendor, this.row, { status: 200, data }) };
		}
		return { records: recordsOf(returns, list.value, this.simplifies(itemIndex)) };
	}

	private read(answer: Answer, itemIndex: number, values: Values): Outcome {
		const rest = answer.ok ? unreadable(this.row.returns, answer.data) : undefined;
		// A list that the vendor does not let anybody read to its end is never cut off in silence.
		if (rest) {
			this.context.addExecutionHints({
				message: `${this.vendor.name} lists ${rest.listed} of ${rest.total} records here, and documents no way to the others.`,
				location: 'outputPane',
			});
		}
		return readAnswer(this.vendor, this.row, answer, values, this.simplifies(itemIndex));
	}

	private simplifies(itemIndex: number): boolean {
		return this.wanted.get(itemIndex)?.simplify === true;
	}

	/** Hands the items over to the row's procedure, in groups where it wants that. */
	private async perform(
		procedure: Procedure<Values>,
		ready: readonly Ready[],
		door: Door,
	): Promise<void> {
		const groups = new Map<string, Array<TaskItem<Values>>>();
		for (const { itemIndex, values } of ready) {
			const group = procedure.group?.(values) ?? `item ${itemIndex}`;
			const item = { itemIndex, values, item: this.items[itemIndex] ?? { json: {} } };
			const members = groups.get(group);
			if (members) members.push(item);
			else groups.set(group, [item]);
		}
		for (const [first, ...others] of groups.values()) {
			if (!first) continue;
			await this.attempt([first, ...others], async () => {
				const performed = await procedure.run({
					context: this.context,
					items: [first, ...others],
					door,
				});
				this.settle(first.itemIndex, performed);
				for (const { itemIndex } of others) {
					this.settle(itemIndex, 'failure' in performed ? performed : { records: [] });
				}
				this.stopAtRefusal([first.itemIndex]);
			});
		}
	}

	private settle(itemIndex: number, outcome: Outcome): void {
		this.outcomes.set(itemIndex, outcome);
	}

	/** Without On Error, the first refusal ends the node; the message says what was accepted by then. */
	private stopAtRefusal(itemIndexes: readonly number[]): void {
		if (this.context.continueOnFail()) return;
		for (const itemIndex of itemIndexes) {
			const outcome = this.outcomes.get(itemIndex);
			if (!outcome || !('failure' in outcome)) continue;
			throw toNodeApiError(this.context.getNode(), this.withProgress(outcome.failure), itemIndex);
		}
	}

	private withProgress(failure: Failure): Failure {
		const accepted = [...this.outcomes.values()].filter(
			(outcome) => !('failure' in outcome),
		).length;
		if (accepted === 0) return failure;
		const progress = `Already accepted: ${accepted} of ${this.items.length} items. Set On Error to Continue to let the others pass.`;
		return { ...failure, description: `${failure.description} ${progress}` };
	}
}

function asNodeException(
	context: IExecuteFunctions,
	thrown: unknown,
	itemIndex: number,
): NodeOperationError | NodeApiError {
	const node = context.getNode();
	const { message, description } = fromThrown(thrown);
	const exception =
		thrown instanceof NodeOperationError || thrown instanceof NodeApiError
			? thrown
			: new NodeOperationError(node, message, { description, itemIndex });
	if (isTool(node)) exception.message = inOneMessage(exception.message, exception.description);
	return exception;
}
