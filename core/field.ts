/**
 * Fields: the parts a row is made of. A field says what a person sees (label, hint, example) and, as a zod schema,
 * what the vendor accepts. Forms, validation messages, output schemas and resource mappers all come from here.
 */
import * as z from 'zod/v4-mini';
import { stringifyExact } from './exact-json';

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

export interface Choice {
	name: string;
	value: string;
	description?: string;
}

/** What every field may add to its label. */
export interface FieldNotes {
	/** One short sentence shown beside the input. */
	description?: string;
	/** Another name by which Map Automatically finds the value in an incoming item. */
	alias?: string;
	/** An example value; shown as "e.g. …". */
	example?: string;
	/** The request cannot be made without it. */
	required?: boolean;
	/** Optional, yet too important to hide in Additional Fields. */
	upfront?: boolean;
	/** What the input holds before anybody touches it. */
	default?: string | number | boolean;
	/** Shown only while other fields of the row have one of these values. */
	show?: Readonly<Record<string, readonly string[]>>;
	/** Lines of a multi-line input. */
	lines?: number;
	/** Names of the inputs that decide which fields there are (kind `mapping`); a change of theirs begins the mapping anew. */
	dependsOn?: readonly string[];
}

/** One field of a form, a request or a response. `Wire` is the type that the vendor receives. */
export interface Field<Wire = unknown> extends FieldNotes {
	kind: FieldKind;
	label: string;
	/** Checks a value and turns it into what goes on the wire. */
	schema: z.ZodMiniType<Wire>;
	/** What a valid value looks like, as the end of the sentence "… needs …". */
	needs: string;
	choices?: readonly Choice[];
	/** The fields of one row (kind `rows`) or of a mapping; what name and value are called (kind `pairs`). */
	fields?: Fields;
	/** The account may have more fields than these (kind `mapping`); the editor keeps their list, and their types, with the mapping. */
	extensible?: boolean;
	/**
	 * The name of the node's method that knows the account: a resource mapper (kind `mapping`), a list search (kind
	 * `locator`) or load options (kind `choice`).
	 */
	method?: string;
}

export type Fields = Readonly<Record<string, Field>>;

/** The values of a set of fields, by name; a field that was left empty is absent. */
export type Values<F extends Fields> = {
	[Name in keyof F]?: F[Name] extends Field<infer Wire> ? Wire : never;
};

const field = <Wire>(
	kind: FieldKind,
	label: string,
	needs: string,
	schema: z.ZodMiniType<Wire>,
	notes: FieldNotes,
): Field<Wire> => ({ kind, label, needs, schema, ...notes });

/** A number or boolean where text is expected is what expressions often give: it becomes its own text. */
const textSchema = z.pipe(
	z.union([z.string(), z.number(), z.boolean(), z.bigint()]),
	z.transform((value) => String(value)),
);

/** Text. */
export const text = (label: string, notes: FieldNotes = {}) =>
	field('text', label, 'text', textSchema, notes);

/** A 64-bit integer: digits in n8n, an integer on the wire. Numbers beyond 2^53 are refused, for they are rounded already. */
export const int64 = (label: string, notes: FieldNotes = {}) =>
	field(
		'int64',
		label,
		'a whole number, such as 121293458',
		z.pipe(
			z.union([
				z.string().check(z.trim(), z.regex(/^-?\d{1,19}$/)),
				z.number().check(z.refine((value) => Number.isSafeInteger(value))),
				z.bigint(),
			]),
			z.transform((value) => BigInt(value)),
		),
		{ example: '121293458', ...notes },
	);

const numeric = z.pipe(
	z.union([z.number(), z.string().check(z.trim(), z.regex(/^-?\d+(\.\d+)?$/))]),
	z.transform((value) => Number(value)),
);

/** A whole number within JavaScript's exact range. */
export const integer = (label: string, notes: FieldNotes = {}) =>
	field(
		'integer',
		label,
		'a whole number',
		z.pipe(numeric, z.number().check(z.refine((value) => Number.isSafeInteger(value)))),
		notes,
	);

/** Any number. */
export const number = (label: string, notes: FieldNotes = {}) =>
	field('number', label, 'a number', numeric, notes);

/** True or false; the words count too, since expressions and spreadsheets give them. */
export const boolean = (label: string, notes: FieldNotes = {}) =>
	field(
		'boolean',
		label,
		'true or false',
		z.pipe(
			z.union([z.boolean(), z.enum(['true', 'false'])]),
			z.transform((value) => value === true || value === 'true'),
		),
		notes,
	);

/** A calendar date on the wire as YYYY-MM-DD. */
export const date = (label: string, notes: FieldNotes = {}) =>
	field('date', label, 'a date, such as 1980-03-20', z.iso.date(), {
		example: '1980-03-20',
		...notes,
	});

/** A moment on the wire in UTC, such as 2026-03-20T09:30:00.000Z; input without an offset is read in the workflow's time zone. */
export const dateTime = (label: string, notes: FieldNotes = {}) =>
	field('dateTime', label, 'a date and time, such as 2026-03-20T09:30:00Z', z.iso.datetime(), {
		example: '2026-03-20T09:30:00Z',
		...notes,
	});

/** One of a list of values. */
export const choice = (label: string, choices: readonly Choice[], notes: FieldNotes = {}) => ({
	...field(
		'choice',
		label,
		`one of: ${choices.map(({ value }) => value).join(', ')}`,
		z.string().check(z.refine((value) => choices.some((known) => known.value === value))),
		notes,
	),
	choices,
});

/**
 * One of a list that depends on the account, or a value that an expression gives.
 *
 * @param method name of the load options method that fills the list
 */
export const liveChoice = (label: string, method: string, notes: FieldNotes = {}) => ({
	...field('choice', label, 'a choice from the list', textSchema, notes),
	method,
});

/** Several of a list of values. */
export const choices = (label: string, known: readonly Choice[], notes: FieldNotes = {}) => ({
	...field('choices', label, 'known values', z.array(z.string()), notes),
	choices: known,
});

/** Several texts, which a person separates with commas. */
export const list = (label: string, notes: FieldNotes = {}) =>
	field(
		'list',
		label,
		'texts, separated by commas',
		z.pipe(
			z.union([z.array(textSchema), textSchema]),
			z.transform((value) =>
				(Array.isArray(value) ? value : value.split(','))
					.map((part) => part.trim())
					.filter((part) => part !== ''),
			),
		),
		notes,
	);

/** The same values as one text with commas, as some vendors want them in a query. */
export const joined = (separated: Field<string[]>): Field<string> => ({
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
export const locator = (label: string, method: string, notes: FieldNotes = {}) => ({
	...field('locator', label, 'a choice from the list, or an ID', textSchema, notes),
	method,
});

/** Free-form data: an object or list, or its JSON text. */
export const json = (label: string, notes: FieldNotes = {}) =>
	field('json', label, 'a JSON object or list', z.union([jsonObject, z.array(z.unknown())]), {
		example: '{"total": 123.5}',
		...notes,
	});

const jsonObject = z.record(z.string(), z.unknown());

/** A value of any kind, sent as it is. */
export const anything = (label: string) => field('text', label, 'a value', z.unknown(), {});

/** Names and values that the account defines itself, such as custom fields. `null` clears a value where the vendor allows it. */
export const pairs = (label: string, notes: FieldNotes = {}) =>
	field(
		'pairs',
		label,
		'names with values',
		z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.bigint(), z.null()])),
		notes,
	);

/** The same, where the vendor keeps every value as text: numbers and booleans become text, objects and lists their JSON. */
export const textPairs = (label: string, notes: FieldNotes = {}) =>
	field(
		'pairs',
		label,
		'names with values',
		z.record(z.string(), z.union([textSchema, jsonTextSchema, z.null()])),
		notes,
	);

const jsonTextSchema = z.pipe(
	z.union([jsonObject, z.array(z.unknown())]),
	z.transform((value) => stringifyExact(value)),
);

/** A list of rows of the same fields. */
export const rows = (label: string, fields: Fields, notes: FieldNotes = {}) => ({
	...field('rows', label, 'a list', z.array(jsonObject), notes),
	fields,
});

/**
 * Many fields mapped by hand or, by name, from the incoming item.
 *
 * @param mapper name of the resource mapper method that lists the fields to the editor
 */
export const mapping = (label: string, mapper: string, fields: Fields, notes: FieldNotes = {}) => ({
	...field('mapping', label, 'mapped fields', jsonObject, { required: true, ...notes }),
	fields,
	method: mapper,
});

/** A mapping whose account may have fields of its own, which the editor lists beside the known ones. */
export const extensible = <F extends Field>(known: F): F => ({ ...known, extensible: true });
