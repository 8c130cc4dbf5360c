/**
 * Fields: the parts a row is made of. A field says what a person sees (label, hint, example) and, as a zod schema,
 * what the vendor accepts. Forms, validation messages, output schemas and resource mappers all come from here.
 */
import * as z from 'zod/v4-mini';
import {
	anyListSchema,
	anySchema,
	booleanSchema,
	choiceSchema,
	choicesSchema,
	identifierSchema,
	int64Schema,
	integerSchema,
	jsonListSchema,
	jsonSchema,
	listSchema,
	numberSchema,
	objectSchema,
	pairsSchema,
	textPairsSchema,
	textSchema,
} from '../values/accepted-values';
import type { ShownCheck } from './row-checks';

export type FieldKind =
	| 'text'
	| 'int64'
	| 'integer'
	| 'number'
	| 'boolean'
	| 'date'
	| 'dateTime'
	| 'choice'
	| 'choices'
	| 'list'
	| 'locator'
	| 'json'
	| 'pairs'
	| 'rows'
	| 'mapping';

/** An entry of a list to choose from; `value` is what the vendor receives. */
export interface Choice<Value extends string = string> {
	name: string;
	value: Value;
	description?: string;
}

/** What every field may add to its label. */
export interface FieldNotes<Default = string | number | boolean> {
	/** One short sentence shown beside the input. */
	description?: string;
	/** Other names of columns by which Map Automatically finds the value in an incoming item, the best first. */
	columns?: readonly string[];
	/** The field's own name says too little: Map Automatically only takes a column that has one of `columns`. */
	onlyColumns?: boolean;
	/** An example value; shown as "e.g. …". */
	example?: string;
	/** The request cannot be made without it. */
	required?: boolean;
	/** Optional, yet too important to hide in Additional Fields. */
	upfront?: boolean;
	/** What the input holds before anybody touches it. */
	default?: Default;
	/** A number that nobody should be given to: the input is empty before anybody touches it. */
	blank?: boolean;
	/** Shown only while other fields of the row have one of these values. */
	show?: Readonly<Record<string, readonly string[]>>;
	/** False where it shapes what a search gives rather than what is found, such as an order; for an agent it is no condition. */
	narrows?: boolean;
	/** Lines of a multi-line input. */
	lines?: number;
	/** Names of the inputs that decide which fields there are (kind `mapping`); a change of theirs begins the mapping anew. */
	dependsOn?: readonly string[];
}

interface FieldCore<Wire, Kind extends FieldKind> {
	kind: Kind;
	label: string;
	/** Checks a value and turns it into what goes on the wire. */
	schema: z.ZodMiniType<Wire>;
	/** What a valid value looks like, as the end of the sentence "… needs …". */
	needs: string;
}

/** What only some kinds of field have. */
interface FieldParts {
	choices?: readonly Choice[];
	/** The value is a list (kind `json`). */
	isList?: boolean;
	/** The fields of one row (kind `rows`), of a mapping or of a nested object; what name and value are called (kind `pairs`). */
	fields?: Fields;
	/** The account may have more fields than these (kind `mapping`); the editor keeps their list, and their types, with the mapping. */
	extensible?: boolean;
	/** What stands before the names of the account's own fields (kind `mapping`). */
	ownPrefix?: string;
	/**
	 * The name of the node's method that knows the account: a resource mapper (kind `mapping`), a list search (kind
	 * `locator`) or load options (kinds `choice` and `choices`).
	 */
	method?: string;
}

/**
 * One field of a form, a request or a response. `Wire` is the type that the vendor receives; `Notes` keeps what was noted
 * literally, so that a row is checked against it.
 */
export type Field<
	Wire = unknown,
	Notes = FieldNotes & FieldParts,
	Kind extends FieldKind = FieldKind,
> = FieldCore<Wire, Kind> & Notes;

export type Fields = Readonly<Record<string, Field>>;

/** A field and its name. */
export type FieldEntry = readonly [string, Field];

const entriesByFields = new WeakMap<Fields, readonly FieldEntry[]>();

/** Names and fields in their order; listed once, though every item is read by them. */
export function entriesOf(fields: Fields): readonly FieldEntry[] {
	const known = entriesByFields.get(fields);
	if (known) return known;
	const entries = Object.entries(fields);
	entriesByFields.set(fields, entries);
	return entries;
}

type Flat<T> = { [Name in keyof T]: T[Name] };

type WireOf<F extends Field> = z.output<F['schema']>;

/** The names of the fields that are always there: required, and never hidden. */
export type Given<F extends Fields> = {
	[Name in keyof F]: F[Name] extends { required: true }
		? F[Name] extends { show: object }
			? never
			: Name
		: never;
}[keyof F];

/** The values of a set of fields, by name; one that may be empty or hidden may be absent. */
export type Values<F extends Fields> = Flat<
	{ [Name in Given<F>]: WireOf<F[Name]> } & {
		[Name in Exclude<keyof F, Given<F>>]?: WireOf<F[Name]>;
	}
>;

/** The values of a mapping, by name; null clears what the vendor has stored. */
export type Mapped<F extends Fields> = Flat<
	{ [Name in Given<F>]: MappedWire<F[Name]> } & {
		[Name in Exclude<keyof F, Given<F>>]?: MappedWire<F[Name]> | null;
	}
>;

type MappedWire<F extends Field> = F extends { kind: 'rows'; fields: infer Inner extends Fields }
	? Array<Mapped<Inner>>
	: WireOf<F>;

export type NoNotes = Record<never, never>;
/** Notes as they were written, without any that no field has. */
export type Only<Notes> = Notes & { [Name in Exclude<keyof Notes, keyof FieldNotes>]: never };

const field = <Wire, Kind extends FieldKind, Notes extends FieldNotes>(
	kind: Kind,
	label: string,
	needs: string,
	schema: z.ZodMiniType<Wire>,
	notes: Notes | undefined,
) =>
	// The only assertion: what was not noted is nothing (NoNotes).
	({ kind, label, needs, schema, ...notes }) as Field<Wire, Notes, Kind>;

/** Text. */
export const text = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<string, N, 'text'> => field('text', label, 'text', textSchema, notes);

/** Text that tells records apart, or finds them: an ID, an address, a phone number, a filter. What cannot be seen is taken off. */
export const identifier = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<string, N, 'text'> => field('text', label, 'text in one line', identifierSchema, notes);

/** The same text in lower case, where the vendor's document asks for that. */
export const lowerCase = <F extends Field<string>>(written: F): F => ({
	...written,
	schema: z.pipe(
		written.schema,
		z.transform((value: string) => value.toLowerCase()),
	),
});

/** A 64-bit integer: digits in n8n, an integer on the wire. Numbers beyond 2^53 are refused, for they are rounded already. */
export const int64 = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<bigint, N, 'int64'> => ({
	...field('int64', label, 'a whole number, such as 121293458', int64Schema, notes),
	example: notes?.example ?? '121293458',
});

/** A whole number within JavaScript's exact range. */
export const integer = <const N extends FieldNotes<number> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<number, N, 'integer'> => field('integer', label, 'a whole number', integerSchema, notes);

/** Any number. */
export const number = <const N extends FieldNotes<number> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<number, N, 'number'> => field('number', label, 'a number', numberSchema, notes);

/** True or false; the words count too, since expressions and spreadsheets give them. */
export const boolean = <const N extends FieldNotes<boolean> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<boolean, N, 'boolean'> => field('boolean', label, 'true or false', booleanSchema, notes);

/** A calendar date on the wire as YYYY-MM-DD. */
export const date = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<string, N, 'date'> => ({
	...field('date', label, 'a date, such as 1980-03-20', z.iso.date(), notes),
	example: notes?.example ?? '1980-03-20',
});

/** A moment on the wire in UTC, such as 2026-03-20T09:30:00.000Z; input without an offset is read in the workflow's time zone. */
export const dateTime = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<string, N, 'dateTime'> => ({
	...field(
		'dateTime',
		label,
		'a date and time, such as 2026-03-20T09:30:00Z',
		z.iso.datetime(),
		notes,
	),
	example: notes?.example ?? '2026-03-20T09:30:00Z',
});

/** The same moment, or true for a vendor that takes that for "now". */
export const orNow = <F extends Field<string>>(
	moment: F,
): Omit<F, 'schema'> & { schema: z.ZodMiniType<string | true> } => ({
	...moment,
	needs: `${moment.needs}, or true for now`,
	schema: z.union([moment.schema, z.literal(true)]),
});

/** One of a list of values. */
export const choice = <
	const Value extends string,
	const N extends FieldNotes<NoInfer<Value>> = NoNotes,
>(
	label: string,
	choices: ReadonlyArray<Choice<Value>>,
	notes?: Only<N>,
): Field<Value, N, 'choice'> & { choices: ReadonlyArray<Choice<Value>> } => {
	const values = choices.map(({ value }) => value);
	return {
		...field('choice', label, `one of: ${values.join(', ')}`, choiceSchema(values), notes),
		choices,
	};
};

/** Makes the choices of one list, which differ in their labels and notes. */
export const choiceOf =
	<const Value extends string>(known: ReadonlyArray<Choice<Value>>) =>
	<const N extends FieldNotes<NoInfer<Value>> = NoNotes>(label: string, notes?: Only<N>) =>
		choice<Value, N>(label, known, notes);

/**
 * One of a list that depends on the account, or a value that an expression gives.
 *
 * @param method name of the load options method that fills the list
 */
export const liveChoice = <
	const Method extends string,
	const N extends FieldNotes<string> = NoNotes,
>(
	label: string,
	method: Method,
	notes?: Only<N>,
): Field<string, N, 'choice'> & { method: Method } => ({
	...field('choice', label, 'a choice from the list', identifierSchema, notes),
	method,
});

/** Several of a list of values. */
export const choices = <const Value extends string, const N extends FieldNotes<never> = NoNotes>(
	label: string,
	known: ReadonlyArray<Choice<Value>>,
	notes?: Only<N>,
): Field<Value[], N, 'choices'> & { choices: ReadonlyArray<Choice<Value>> } => {
	const values = known.map(({ value }) => value);
	return {
		...field('choices', label, `some of: ${values.join(', ')}`, choicesSchema(values), notes),
		choices: known,
	};
};

/**
 * Several of a list that depends on the account, or what an expression gives.
 *
 * @param method name of the load options method that fills the list
 */
export const liveChoices = <
	const Method extends string,
	const N extends FieldNotes<never> = NoNotes,
>(
	label: string,
	method: Method,
	notes?: Only<N>,
): Field<string[], N, 'choices'> & { method: Method } => ({
	...field('choices', label, 'choices from the list', listSchema, notes),
	method,
});

/** Several texts, which a person separates with commas. */
export const list = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<string[], N, 'list'> =>
	field('list', label, 'texts, separated by commas', listSchema, notes);

/** Several texts, or records of free form, for lists that only the account knows. */
export const anyList = (label: string): Field<unknown[], NoNotes, 'list'> =>
	field('list', label, 'a JSON list, or texts separated by commas', anyListSchema, {});

/** The same values as one text with commas, as some vendors want them in a query. */
export const joined = <F extends Field<string[]>>(
	separated: F,
): Omit<F, 'schema'> & { schema: z.ZodMiniType<string> } => ({
	...separated,
	schema: z.pipe(
		separated.schema,
		z.transform((parts: string[]) => parts.join(',')),
	),
});

/**
 * One record of the account, chosen from a list by its name or given by its id.
 *
 * @param method name of the list search method that fills the list
 */
export const locator = <const Method extends string, const N extends FieldNotes<never> = NoNotes>(
	label: string,
	method: Method,
	notes?: Only<N>,
): Field<string, N, 'locator'> & { method: Method } => ({
	...field('locator', label, 'a choice from the list, or an ID', identifierSchema, notes),
	method,
});

/**
 * Makes the locators of one kind of record, which differ in their notes.
 *
 * @param example an ID as such a record has it
 */
export const locatorOf =
	<const Method extends string>(label: string, method: Method, example?: string) =>
	<const N extends FieldNotes<never> = NoNotes>(
		notes?: Only<N>,
	): Field<string, N, 'locator'> & { method: Method } => {
		const known = locator<Method, N>(label, method, notes);
		return example === undefined ? known : { ...known, example: known.example ?? example };
	};

/** Free-form data: an object or list, or its JSON text. */
export const json = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<Record<string, unknown> | unknown[], N, 'json'> => ({
	...field('json', label, 'a JSON object or list', jsonSchema, notes),
	example: notes?.example ?? '{"total": 123.5}',
});

/** A list of records of free form, or its JSON text. */
export const jsonList = <const N extends FieldNotes<string> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<unknown[], N, 'json'> => ({
	...field('json', label, 'a JSON list', jsonListSchema, notes),
	example: notes?.example ?? '[{"id": "1"}]',
	isList: true,
});

/** An object whose fields are known. */
export const object = <const F extends Fields>(
	label: string,
	fields: F,
): ReturnType<typeof json<NoNotes>> & { fields: F } => ({ ...json(label), fields });

/** A value of any kind, sent as it is. */
export const anything = (label: string): Field<unknown, NoNotes, 'text'> =>
	field('text', label, 'a value', anySchema, {});

/** Names and values that the account defines itself, such as custom fields. `null` clears a value where the vendor allows it. */
export const pairs = <const N extends FieldNotes<never> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<z.output<typeof pairsSchema>, N, 'pairs'> =>
	field('pairs', label, 'names with values', pairsSchema, notes);

/** The same, where the vendor keeps every value as text: numbers and booleans become text, objects and lists their JSON. */
export const textPairs = <const N extends FieldNotes<never> = NoNotes>(
	label: string,
	notes?: Only<N>,
): Field<Record<string, string | null>, N, 'pairs'> =>
	field('pairs', label, 'names with values', textPairsSchema, notes);

/** A list of rows of the same fields. */
export const rows = <const F extends Fields, const N extends FieldNotes<never> = NoNotes>(
	label: string,
	fields: F & ShownCheck<F>,
	notes?: Only<N>,
): Field<Array<Values<F>>, N, 'rows'> & { fields: F } => ({
	...field('rows', label, 'a list', z.custom<Array<Values<F>>>(isListOfObjects), notes),
	fields,
});

const isListOfObjects = (value: unknown) => z.array(objectSchema).safeParse(value).success;

/**
 * Many fields mapped by hand or, by name, from the incoming item.
 *
 * @param mapper name of the resource mapper method that lists the fields to the editor
 */
export const mapping = <
	const Method extends string,
	const F extends Fields,
	const N extends FieldNotes<never> = NoNotes,
>(
	label: string,
	mapper: Method,
	fields: F & ShownCheck<F>,
	notes?: Only<N>,
): Field<Mapped<F>, N & { required: true }, 'mapping'> & { fields: F; method: Method } => ({
	...field('mapping', label, 'mapped fields', z.custom<Mapped<F>>(isObject), notes),
	required: true,
	fields,
	method: mapper,
});

const isObject = (value: unknown) => objectSchema.safeParse(value).success;

/**
 * A mapping whose account may have fields of its own, which the editor lists beside the known ones.
 *
 * @param ownPrefix what stands before their names, such as the record that holds them
 */
export const extensible = <F extends Field>(known: F, ownPrefix = ''): F => ({
	...known,
	extensible: true,
	ownPrefix,
});

/** The same field where it must be filled in. */
export const needed = <F extends Field>(optional: F): F & { required: true } => ({
	...optional,
	required: true,
});
