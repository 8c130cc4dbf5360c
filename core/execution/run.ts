/** What the rooms of an execution share. */
import type { IExecuteFunctions, INode } from 'n8n-workflow';
import type { Door } from '../requests/door';
import type { Fields } from '../rows/field';
import type { Operation } from '../rows/operation';
import type { Options } from './options';
import type { ReadParameter } from '../values/parameters';
import type { Settlement } from './settling';
import type { Vendor } from '../rows/vendor';

/** One row, run for all items of the input. */
export interface Run {
	context: IExecuteFunctions;
	vendor: Vendor;
	row: Operation;
	/** The row's fields, and what is the same for all items; n8n copies the node each time it is asked for it. */
	fields: Fields;
	node: INode;
	timezone: string;
	isTool: boolean;
	options: Options;
	/** Reads a parameter of an item. */
	parameter: ReadParameter;
	door: Door;
	/** What became of each item. */
	settlement: Settlement;
}
