/** Items -> requests -> linked output items: runs one row for all items of the input. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Share } from './batching';
import { align, combine, pack } from './batching';
import type { Failure } from './failure';
import { fromThrown, toErrorItem, toNodeApiError, unanswered } from './failure';
import type { Batch, Operation, Paging, Result, Returns, Route } from './operation';
import { fieldsOf } from './operation';
import { presentable, simplified, valueAt } from './output';
import { collectPages } from './paging';
import type { Work } from './scheduling';
import { runInOrder } from './scheduling';
import type { Answer, Call } from './transport';
import { send } from './transport';
import type { ValueSource } from './values';
import { readValues } from './values';
import type { Connection, Vendor } from './vendor';

/** Requests at once unless Options says otherwise. */
export const DEFAULT_CONCURRENCY = 5;

/** Statuses besides success whose list of verdicts is believed; others say something of the whole request. */
const SPEAKS_OF_ELEMENTS = new Set([400, 404, 409, 422]);

type Values = Record<string, unknown>;

/** One item, checked and ready to be sent. */
interface Ready extends Share {
	values: Values;
}

/** The vendor's verdict on one item: what it puts out, or why it was refused. */
type Outcome = { records: IDataObject[] } | { failure: Failure };

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
	const row = chosenRow(context, vendor);
	const execution = new Execution(context, vendor, row);
	const ready = execution.checkItems();
	if (ready.length > 0) await execution.run(ready, await vendor.connect(context, 0));
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
	private readonly context: IExecuteFunctions;
	private readonly vendor: Vendor;
	private readonly row: Operation;
	private readonly items: INodeExecutionData[];

	constructor(context: IExecuteFunctions, vendor: Vendor, row: Operation) {
		this.context = context;
		this.vendor = vendor;
		this.row = row;
		this.items = context.getInputData();
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
		const values = readValues(this.source(item, itemIndex), fieldsOf(this.row));
		const refusal = refuse?.(values);
		if (refusal) return { failure: refusal };
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

	/** Sends everything that is ready. */
	async run(ready: readonly Ready[], connection: Connection): Promise<void> {
		const { batch } = this.row;
		const together = this.option('batching', true);
		const work: Work[] =
			batch && (together || !batch.request)
				? pack(ready, together ? batch.max : 1).map((request) => ({
						keys: request.flatMap(({ keys }) => keys),
						run: async () => await this.sendBatch(batch, request, connection),
					}))
				: ready.map((item) => ({
						keys: item.keys,
						run: async () => await this.single(item, connection),
					}));
		await runInOrder(work, this.option('concurrency', DEFAULT_CONCURRENCY));
	}

	/** The output items, in the order of the input. */
	output(): INodeExecutionData[] {
		return this.items.flatMap((_item, itemIndex) => {
			const outcome = this.outcomes.get(itemIndex) ?? { records: [] };
			if ('failure' in outcome) return [toErrorItem(outcome.failure, itemIndex)];
			return outcome.records.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		});
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
		connection: Connection,
	): Promise<void> {
		const elements = request.flatMap((share) => share.elements);
		const values = request[0]?.values ?? {};
		const body = batch.wrap ? batch.wrap(elements, values) : elements;
		const answer = await this.send(connection, values, body, {}, batch.request);
		const verdicts = this.verdicts(answer, elements);
		let next = 0;
		for (const { itemIndex, elements: own } of request) {
			const mine = verdicts?.slice(next, (next += own.length)) ?? [];
			const result = batch.several && mine.length > 0 ? combine(mine) : mine[0];
			this.settle(itemIndex, result ? this.judge(result) : { failure: this.whyNot(answer) });
		}
		this.stopAtRefusal(request.map(({ itemIndex }) => itemIndex));
	}

	/** Vendors may answer a partly refused request with a status of its own; its list still speaks for every element. */
	private verdicts(answer: Answer, elements: readonly unknown[]): Result[] | undefined {
		const { returns, batch } = this.row;
		if (!answer.ok && !SPEAKS_OF_ELEMENTS.has(answer.failure.status ?? 0)) return undefined;
		if (batch?.read) return batch.read(answer.data, elements);
		return returns.kind === 'results' ? align(answer.data, elements.length, returns.read) : undefined;
	}

	private whyNot(answer: Answer): Failure {
		if (!answer.ok) return answer.failure;
		return unanswered(
			this.vendor,
			'did not answer for every record of the request',
			'The work may have been done: look before you run the items again.',
		);
	}

	private judge(result: Result): Outcome {
		if ('json' in result) return { records: [result.json] };
		const { message, status, details } = result.refused;
		return {
			failure: {
				message: `${this.vendor.name} did not accept this item: ${message}`,
				description: 'Correct the values of this item. The other items of the request are not affected.',
				status,
				details,
			},
		};
	}

	private async single({ itemIndex, values }: Ready, connection: Connection): Promise<void> {
		this.settle(
			itemIndex,
			this.row.paging
				? await this.pages(this.row.paging, itemIndex, values, connection)
				: await this.request(itemIndex, values, connection),
		);
		this.stopAtRefusal([itemIndex]);
	}

	private async request(itemIndex: number, values: Values, connection: Connection): Promise<Outcome> {
		const body = this.row.compose ? this.row.compose(values) : bodyOf(this.row, values);
		return this.read(await this.send(connection, values, body), itemIndex);
	}

	private async pages(
		paging: Paging,
		itemIndex: number,
		values: Values,
		connection: Connection,
	): Promise<Outcome> {
		const { returns } = this.row;
		const all = this.context.getNodeParameter('returnAll', itemIndex, false) === true;
		const limit = all ? undefined : Number(this.context.getNodeParameter('limit', itemIndex, 50));
		let failure: Failure | undefined;
		const collected = await collectPages(paging, limit, async (pageQuery) => {
			const answer = await this.send(connection, values, undefined, pageQuery);
			if (!answer.ok) {
				failure = answer.failure;
				return undefined;
			}
			return { elements: listIn(returns, answer.data), answer: answer.data };
		});
		if (failure) return { failure };
		if (!collected) return { records: [] };
		if ('stopped' in collected) return { failure: collected.stopped };
		return { records: collected.elements.map((element) => this.present(element, itemIndex)) };
	}

	private read(answer: Answer, itemIndex: number): Outcome {
		const { returns } = this.row;
		if (returns.kind === 'results') {
			const [result] = this.verdicts(answer, [undefined]) ?? [];
			return result ? this.judge(result) : { failure: this.whyNot(answer) };
		}
		if (!answer.ok) return { failure: answer.failure };
		if (returns.kind === 'deleted') return { records: [{ deleted: true }] };
		if (returns.kind === 'done') return { records: [{ success: true }] };
		const elements = returns.kind === 'many' ? listIn(returns, answer.data) : [answer.data];
		return { records: elements.map((element) => this.present(element, itemIndex)) };
	}

	private present(element: unknown, itemIndex: number): IDataObject {
		const { returns } = this.row;
		if (!('shape' in returns)) return {};
		const record = presentable(returns.shape, element);
		const simple = returns.kind === 'results' ? undefined : returns.simple;
		const simplify = simple && this.context.getNodeParameter('simplify', itemIndex, false) === true;
		return simplify ? simplified(simple, record) : record;
	}

	private async send(
		connection: Connection,
		values: Values,
		body: unknown,
		pageQuery: Values = {},
		route: Route = this.row.request,
	): Promise<Answer> {
		const { path, query, header, idempotent } = this.row;
		const call: Call = {
			route,
			path: pick(values, path),
			query: { ...pick(values, query), ...pageQuery },
			headers: pick(values, header),
			body,
			idempotent,
		};
		return await send(this.context, this.vendor, connection, call);
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
		const accepted = [...this.outcomes.values()].filter((outcome) => 'records' in outcome).length;
		if (accepted === 0) return failure;
		const progress = `Already accepted: ${accepted} of ${this.items.length} items. Set On Error to Continue to let the others pass.`;
		return { ...failure, description: `${failure.description} ${progress}` };
	}
}

const pick = (values: Values, fields: object | undefined): Values =>
	Object.fromEntries(Object.keys(fields ?? {}).map((name) => [name, values[name]]));

const bodyOf = (row: Operation, values: Values): unknown =>
	row.body ? pick(values, row.body) : undefined;

function listIn(returns: Returns, data: unknown): unknown[] {
	const list = valueAt(returns.kind === 'many' ? returns.at : undefined, data);
	return Array.isArray(list) ? list : [];
}

function asNodeException(
	context: IExecuteFunctions,
	thrown: unknown,
	itemIndex: number,
): NodeOperationError | NodeApiError {
	if (thrown instanceof NodeOperationError || thrown instanceof NodeApiError) return thrown;
	const { message, description } = fromThrown(thrown);
	return new NodeOperationError(context.getNode(), message, { description, itemIndex });
}
