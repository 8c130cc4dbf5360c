/** Work of a row that is more than one request for an item, such as an upload with a wait for its outcome. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Failure } from './failure';
import type { Operation } from './operation';
import type { Answer, Call } from './transport';

/** One item with its values, checked. */
export interface TaskItem<V> {
	itemIndex: number;
	values: V;
	item: INodeExecutionData;
}

/** What a procedure gets to work with. */
export interface Task<V> {
	context: IExecuteFunctions;
	/** The items that are handled together; at least one. */
	items: readonly [TaskItem<V>, ...Array<TaskItem<V>>];
	/** Sends a request of a row; `call` adds to what its values give. */
	send(row: Operation, values: IDataObject, call?: Partial<Call>): Promise<Answer>;
}

/** The output items, linked by the procedure itself, or why there are none. */
export type Performed = { items: INodeExecutionData[] } | { failure: Failure };

export interface Procedure<V> {
	/** Items with the same group are handled together; an item without one is handled alone. */
	group?(values: V): string | undefined;
	run(task: Task<V>): Promise<Performed>;
}
