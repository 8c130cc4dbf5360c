/**
 * What a row is: one documented endpoint, written once as data next to its siblings. Form, validation, request, paging,
 * batching, retry and output schema are derived from it (form.ts, values.ts, execute.ts, output-schema.ts).
 */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Door } from '../requests/door';
import type { Failure } from '../execution/failure';
import type { Fields, Values } from './field';
import type { Method, Route } from './route';
import type {
	AboutCheck,
	BatchCheck,
	BodyCheck,
	FieldsCheck,
	FoundCheck,
	ItemCheck,
	NameIn,
	NamesOfPage,
	PagingCheck,
	PathCheck,
	ReadingCheck,
	RenewCheck,
	RouteCheck,
	Surroundings,
} from './row-checks';

/** The vendor's verdict on one element of a request: the item to output, or why the element was refused. */
export type Result =
	| { json: IDataObject }
	| { refused: { message: string; status?: number; details?: IDataObject } };

/** Reads one element of an answer; undefined where it is no verdict. */
export type ReadVerdict = (element: unknown) => Result | undefined;

/** The values of a row after its types have done their work. */
export type AnyValues = Readonly<Record<string, unknown>>;

/** What the fields of a record mean, in words that are the same for all vendors. */
export interface Told {
	shape: Fields;
	of(record: unknown): IDataObject;
}

/** The answer is one object. */
export interface One<Shape extends Fields = Fields> {
	kind: 'one';
	shape: Shape;
	/** The property of the answer that holds the object; the answer itself when absent. */
	at?: string;
	/** The fields that Simplify keeps. */
	simple?: readonly string[];
	/** What a simplified record tells besides its own fields. */
	told?: Told;
	/** The vendor may answer 204 for "found nothing". */
	noContent?: boolean;
}

/** The answer is a list of objects. */
export interface Many<Shape extends Fields = Fields> {
	kind: 'many';
	shape: Shape;
	/** The property of the answer that holds the list; the answer itself when absent. */
	at?: string;
	/** The fields that Simplify keeps. */
	simple?: readonly string[];
	/** What a simplified record tells besides its own fields. */
	told?: Told;
	/** The vendor may answer 204 for "found nothing". */
	noContent?: boolean;
	/** The elements may be plain texts, which are put out as `{ value }`. */
	texts?: boolean;
	/** How many records there are, where the vendor may list only some and offers no way to the others. */
	total?: (answer: unknown) => number | undefined;
}

/** The answer has one verdict for each element of the request. */
export interface Results<V, Whom extends Fields = Fields> {
	kind: 'results';
	shape: Fields;
	read: ReadVerdict;
	about?: About<V, Whom>;
}

/** The answer to a write, which says little. */
export interface Written<V> {
	kind: 'written';
	shape: Fields;
	describe: Describe<V>;
}

/** How an answer becomes output items. An answer of another shape is a failure. */
export type Returns<V = AnyValues> =
	| One
	| Many
	| Results<V>
	| Written<V>
	| { kind: 'text'; shape: Fields }
	| { kind: 'deleted' }
	| { kind: 'done' };

/** Whom a good verdict is about, where the vendor does not repeat it; a failed item carries its input anyway. */
export interface About<V = AnyValues, Whom extends Fields = Fields> {
	shape: Whom;
	/** Where the values stand, if not beside each other in the row. */
	of?: (values: V) => object;
}

/** Says what a write did, from the answer's status and the values that were sent; undefined where the answer does not tell. */
export type Describe<V = AnyValues, Item extends IDataObject = IDataObject> = (
	status: number,
	values: V,
	answer: unknown,
) => Item | undefined;

/** The answer is one object: the whole answer, or what stands at a dotted path in it. `simple` names the fields that Simplify keeps. */
export const one = <const Shape extends Fields>(
	shape: Shape,
	simple?: ReadonlyArray<NameIn<Shape>>,
	at?: string,
): One<Shape> => ({ kind: 'one', shape, simple, at });

/** The answer is a list of objects: the whole answer, or its property `at`. */
export const many = <const Shape extends Fields>(
	shape: Shape,
	at?: string,
	simple?: ReadonlyArray<NameIn<Shape>>,
): Many<Shape> => ({ kind: 'many', shape, at, simple });

/** A list whose elements may be plain texts, which are put out as `{ value }`. */
export const manyOrTexts = <const Shape extends Fields>(shape: Shape): Many<Shape> => ({
	kind: 'many',
	shape,
	texts: true,
});

/** A record whose simplified form tells in words what its fields mean. */
export const telling = <R extends One | Many>(told: Told, returns: R): R => ({ ...returns, told });

/** Where the vendor may answer 204 for "found nothing", beside its 404. */
export const orNoContent = <R extends One | Many>(returns: R): R => ({
	...returns,
	noContent: true,
});

/** The answer is text rather than JSON, which a procedure reads. */
export const plainText = (): { kind: 'text'; shape: Fields } => ({ kind: 'text', shape: {} });

/**
 * The answer is a list with one verdict for each element of the request, in the same order.
 *
 * @param whom the fields that tell whom a verdict is about
 * @param of where their values stand, if not beside each other in the row
 */
export function results<const Whom extends Fields>(
	shape: Fields,
	read: ReadVerdict,
	whom: Whom,
): Results<unknown, Whom> & { about: { of?: undefined } };
export function results<const Whom extends Fields, V, Found extends object>(
	shape: Fields,
	read: ReadVerdict,
	whom: Whom,
	of: ((values: V) => Found) & FoundCheck<Whom, Found>,
): Results<V, Whom>;
export function results<V>(
	shape: Fields,
	read: ReadVerdict,
	whom: Fields,
	of?: (values: V) => object,
): Results<V> {
	return { kind: 'results', shape, read, about: { shape: whom, of } };
}

/** The answer to a write says little; the item names what was written and what became of it. */
export const written = <const Shape extends Fields, V, Item extends IDataObject>(
	shape: Shape,
	describe: Describe<V, Item & ItemCheck<Item, Shape>>,
): Written<V> => ({ kind: 'written', shape, describe });

/** The answer has nothing to show; n8n's convention for a deletion is one item `{ "deleted": true }`. */
export const deleted = (): { kind: 'deleted' } => ({ kind: 'deleted' });

/** The answer has nothing to show for something else than a deletion; the item is `{ "success": true }`. */
export const done = (): { kind: 'done' } => ({ kind: 'done' });

/** A stretch of time in ms since 1970: `from` belongs to it, `to` does not; open where absent. */
export interface Stretch {
	from?: number;
	to?: number;
}

/** Page-numbered lists. */
export interface Paging<V = AnyValues> {
	/** Query parameter with the page number, and the number of the first page. */
	page: string;
	first: number;
	/** Query parameter with the page size, and the largest size the vendor serves, in items. */
	size: string;
	pageSize: number;
	/** How many items the list has, when the answer tells. */
	total?: (answer: unknown) => number | undefined;
	/** The header that asks for the number of items with `true`, and tells it in the answer. */
	totalHeader?: string;
	/** The most items that the vendor lets one search reach; more matches than that are never cut off in silence. */
	reach?: number;
	/**
	 * The name of what no two records share, or the names that do so together; the first of several is never absent. By it a record
	 * that moved from one page to another comes once.
	 */
	id?: string | readonly string[];
	/** The query parameter that leaves fields of the records out. */
	selection?: string;
	/** The query that puts records into an order that changes do not disturb, where all are read and the values name no order. */
	steady?: Readonly<Record<string, string>>;
	/** The query that keeps a search within a stretch of time; undefined where the values leave no room for it. */
	within?: (values: V, stretch: Stretch) => Record<string, unknown> | undefined;
}

/** Requests that carry several items at once. */
export interface Batch<V = AnyValues, Path extends string = string> {
	/** The most elements in one request. */
	max: number;
	/** The endpoint that takes many, where it is not the row's own; with Send in Batches off the row's own is used. */
	request?: Route<Path>;
	/** Only items with the same group share a request, such as the segment that stands in the path. */
	group?: (values: V) => string;
	/** The body around the elements, where it is more than their list; the values are those of the first item. */
	wrap?: (elements: unknown[], values: V) => unknown;
	/**
	 * Reads an answer that is not simply one verdict for each element; undefined when it does not tell. `values` are
	 * those of the item behind each element.
	 */
	read?: (
		answer: unknown,
		elements: readonly unknown[],
		values: readonly V[],
	) => Result[] | undefined;
	/** The elements that one item contributes, in order; they always travel in the same request. */
	elements: (values: V) => unknown[];
	/**
	 * The vendor answers 400 or 422 only before it has done anything of the request, so that its parts may be sent again though
	 * the row is not idempotent. Never for messages, unless the vendor says so.
	 */
	refusesWhole?: boolean;
	/** Items may contribute several elements: then the output lists one result for each under `results`. */
	several?: boolean;
	/** Names of what two items share if they must not overtake each other, such as the same subscriber's address. */
	keys?: (values: V) => string[];
}

/** Why an item is not sent, and the way out. */
export interface Refusal {
	message: string;
	description: string;
}

/** What to do when a write meets a record that has changed since it was read (409). */
export interface Renewal<V = AnyValues, Path extends string = string> {
	/** Whether the item wants the write to be sent once more. */
	wanted: (values: V) => boolean;
	/** Reads the current record; its path is filled like the row's. */
	request: Route<Path>;
	/** The body of the second write. */
	body: (values: V, current: unknown) => unknown;
}

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
	/** Through which the procedure asks rows of the vendor. */
	door: Door;
}

/** The output items, linked by the procedure itself, or why there are none. */
export type Performed = { items: INodeExecutionData[] } | { failure: Failure };

/** Work of a row that is more than one request for an item, such as an upload with a wait for its outcome. */
export interface Procedure<V = AnyValues> {
	/** Items with the same group are handled together; an item without one is handled alone. */
	group?: (values: V) => string | undefined;
	/** Says why an item cannot be taken; asked before anything is sent. */
	refuse?: (values: V, item: IDataObject) => Refusal | undefined;
	run: (task: Task<V>) => Promise<Performed>;
}

/** What a row is written as. `V` are the values of its fields. */
interface Row<V, R, Pages, BatchPath extends string, RenewPath extends string> {
	/** Title Case, without the resource: "Create or Update". */
	name: string;
	/** Sentence case, with the resource: "Create or update a subscriber". */
	action: string;
	/** One sentence under the operation's name. */
	description: string;
	/** Says why values that fit one by one do not fit together; asked before anything is sent. */
	refuse?: (values: V) => Refusal | undefined;
	/** The body, where it is more than its fields. */
	compose?: (values: V) => unknown;
	/** Query parameters that are made of several fields. */
	composeQuery?: (values: V) => Readonly<Record<string, unknown>>;
	/** Headers that are the same for every request. */
	headers?: Readonly<Record<string, string>>;
	renew?: Renewal<V, RenewPath>;
	/** How to get unstuck where the row knows better than the status alone; undefined where it does not. */
	advise?: (status: number | undefined, values: V) => string | undefined;
	batch?: Batch<V, BatchPath>;
	paging?: Pages;
	/** Whether sending twice equals sending once. Default: every method but POST and PATCH. */
	idempotent?: boolean;
	/** Values with which even an idempotent row must not be sent twice, such as the version a record must still have. */
	onceOnly?: (values: V) => boolean;
	/** Method and path are inferred from the neighbours; the vendor's page lost them. */
	inferred?: boolean;
	/** The vendor's title of the endpoint, by which an inferred path is looked up in what the vendor publishes. */
	title?: string;
	/** Made of several documented endpoints; the vendor documents no such operation. */
	composed?: boolean;
	/** What the row does instead of sending one request for an item. */
	procedure?: Procedure<V>;
	returns: R;
}

/** The parts of a row's request. */
interface Parts<Path extends string, M extends Method, P, Q, B, X, H> {
	request: Route<Path, M>;
	/** Fields of the path, of the query, of the headers, of a JSON body, and fields that only shape the request. */
	path?: P;
	query?: Q;
	header?: H;
	body?: B;
	form?: X;
}

/** Not there at run time: the values that a row takes, for whoever asks it. */
declare const takes: unique symbol;

/** A row after its types have done their work; what the engine handles. */
export interface Operation<V = AnyValues>
	extends Row<AnyValues, Returns, Paging, string, string>,
		Parts<string, Method, Fields, Fields, Fields, Fields, Fields> {
	idempotent: boolean;
	/** A method, so that a row of certain values is a row, too. */
	[takes]?(values: V): void;
}

/** The values that a row takes. */
export type ValuesOf<Row extends Operation> = Row extends Operation<infer V> ? V : never;

/** A resource of the vendor's API, with its operations by name. */
export interface Resource<
	Operations extends Readonly<Record<string, Operation>> = Readonly<Record<string, Operation>>,
> {
	value: string;
	name: string;
	operations: Operations;
}

type None = Record<never, never>;

/**
 * Makes the function with which a vendor writes its rows.
 *
 * @returns takes a row and gives it to the engine; the compiler refuses a row that cannot be right
 */
export function operationsOf<S extends Surroundings>() {
	function operation<
		const Path extends string,
		M extends Method,
		P extends Fields = None,
		Q extends Fields = None,
		B extends Fields = None,
		X extends Fields = None,
		H extends Fields = None,
		R extends Returns<never> = Returns<never>,
		const Pages extends Paging<never> = never,
		BatchPath extends string = never,
		RenewPath extends string = never,
	>(
		row: Row<Values<P & Q & B & X & H>, R, Pages, BatchPath, RenewPath> &
			Parts<Path, M, P, Q, B, X, H> &
			RowCheck<
				S,
				Values<P & Q & B & X & H>,
				Path,
				M,
				P,
				Q,
				B,
				X,
				H,
				R,
				Pages,
				BatchPath,
				RenewPath
			>,
	): Operation<Values<P & Q & B & X & H>>;
	function operation(row: Omit<Operation, 'idempotent'> & { idempotent?: boolean }): Operation {
		const { method } = row.request;
		return { idempotent: method !== 'POST' && method !== 'PATCH', ...row };
	}
	return operation;
}

/** The checks of a row, each at the property that it judges. */
interface RowCheck<
	S extends Surroundings,
	V,
	Path extends string,
	M extends Method,
	P extends Fields,
	Q extends Fields,
	B extends Fields,
	X extends Fields,
	H extends Fields,
	R,
	Pages,
	BatchPath extends string,
	RenewPath extends string,
> {
	request: RouteCheck<S, Path, P>;
	path?: PathCheck<S, P, Path>;
	form?: FieldsCheck<S, X, P>;
	query?: FieldsCheck<S, Q, P & X, NamesOfPage<Pages>>;
	body?: FieldsCheck<S, B, P & X & Q> & BodyCheck<M>;
	header?: FieldsCheck<S, H, P & X & Q & B>;
	compose?: BodyCheck<M>;
	returns: Returns<V> & AboutCheck<R, V> & ReadingCheck<M, R>;
	paging?: Paging<V> & PagingCheck<R, Pages>;
	batch?: BatchCheck<S, R, BatchPath, P>;
	renew?: RenewCheck<S, RenewPath, P>;
}

/** Writes one resource: its value in the workflow file, its name in the dropdown, its rows. */
export const resource = <const Operations extends Readonly<Record<string, Operation>>>(
	value: string,
	name: string,
	operations: Operations,
): Resource<Operations> => ({ value, name, operations });

/** All fields of a row by name, in the order of the form. */
export const fieldsOf = (row: Operation): Fields => ({
	...row.path,
	...row.form,
	...row.query,
	...row.body,
	...row.header,
});
