/** The last room of an execution: what became of each item, as its output or as what stops the node. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from './failure';
import { canceled, fromThrown, toErrorItem, toNodeApiError } from './failure';
import { forErrorOutput } from '../older-engines';
import type { Outcome } from './outcome';
import { inOneMessage, isTool, nothingFound } from './tool';
import type { Vendor } from '../rows/vendor';

/** Keeps the outcome of every item, and stops at the first failure where On Error wants that. */
export class Settlement {
	private readonly outcomes = new Map<number, Outcome>();
	private readonly doubts = new Set<string>();
	private readonly context: IExecuteFunctions;
	private readonly vendor: Vendor;
	/** Whether On Error lets the other items go on. */
	private readonly goesOn: boolean;

	constructor(context: IExecuteFunctions, vendor: Vendor) {
		this.context = context;
		this.vendor = vendor;
		this.goesOn = context.continueOnFail();
	}

	/** Notes what is uncertain though nothing failed; said once, whatever the number of items. */
	doubt(message: string): void {
		this.doubts.add(message);
	}

	/** What is uncertain. */
	allDoubts(): Iterable<string> {
		return this.doubts;
	}

	/** Notes what became of an item. */
	settle(itemIndex: number, outcome: Outcome): void {
		this.outcomes.set(itemIndex, outcome);
	}

	/** Notes the one request that would have carried these items; it is put out once, linked to all of them. */
	settlePreview(itemIndexes: readonly number[], request: IDataObject): void {
		const pairedItem = itemIndexes.map((item) => ({ item }));
		for (const [place, itemIndex] of itemIndexes.entries()) {
			this.settle(itemIndex, { items: place === 0 ? [{ json: request, pairedItem }] : [] });
		}
	}

	/**
	 * Notes why items came to nothing, but for those that are settled already. What is thrown on in "continue" mode would make n8n pass every item to the success
	 * output (n8n-core, workflow-execute), so these items fail and the others go on. A cancelled execution ends as a whole.
	 *
	 * @throws NodeOperationError or NodeApiError without On Error, or when the execution is cancelled
	 */
	settleThrown(itemIndexes: readonly number[], thrown: unknown): void {
		if (this.context.getExecutionCancelSignal()?.aborted) throw canceled(this.context.getNode());
		if (!this.goesOn) {
			throw this.asNodeException(thrown, itemIndexes[0] ?? 0);
		}
		const failure = fromThrown(thrown);
		for (const itemIndex of itemIndexes) {
			if (!this.outcomes.has(itemIndex)) this.settle(itemIndex, { failure });
		}
	}

	/**
	 * Ends the node at the first of these items that failed; the message says what was accepted by then.
	 *
	 * @throws NodeApiError without On Error
	 */
	stopAtFailure(itemIndexes: readonly number[]): void {
		if (this.goesOn) return;
		for (const itemIndex of itemIndexes) {
			const outcome = this.outcomes.get(itemIndex);
			if (!outcome || !('failure' in outcome)) continue;
			throw toNodeApiError(this.context.getNode(), this.withProgress(outcome.failure), itemIndex);
		}
	}

	/** What became of the items, in the order of settling. */
	all(): Outcome[] {
		return [...this.outcomes.values()];
	}

	/** The output items, in the order of the input. */
	output(): INodeExecutionData[] {
		const node = this.context.getNode();
		const output = this.context.getInputData().flatMap((_item, itemIndex): INodeExecutionData[] => {
			const outcome = this.outcomes.get(itemIndex) ?? { records: [] };
			if ('failure' in outcome) {
				const item = toErrorItem(outcome.failure, itemIndex);
				return [forErrorOutput(node, item)];
			}
			if ('items' in outcome) return outcome.items;
			return outcome.records.map((json) => ({ json, pairedItem: { item: itemIndex } }));
		});
		const isSilent = output.length === 0 && isTool(node);
		return isSilent ? [nothingFound(this.vendor)] : output;
	}

	private withProgress(failure: Failure): Failure {
		const accepted = this.all().filter((outcome) => !('failure' in outcome)).length;
		if (accepted === 0) return failure;
		const all = this.context.getInputData().length;
		const progress = `Already accepted: ${accepted} of ${all} items. Set On Error to Continue to let the others pass.`;
		return { ...failure, description: `${failure.description} ${progress}` };
	}

	private asNodeException(thrown: unknown, itemIndex: number): NodeOperationError | NodeApiError {
		const node = this.context.getNode();
		const { message, description } = fromThrown(thrown);
		const exception =
			thrown instanceof NodeOperationError || thrown instanceof NodeApiError
				? thrown
				: new NodeOperationError(node, message, { description, itemIndex });
		if (isTool(node)) exception.message = inOneMessage(exception.message, exception.description);
		return exception;
	}
}
