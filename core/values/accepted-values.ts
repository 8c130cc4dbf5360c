/** What each kind of field accepts, and what it becomes on the wire, as zod schemas. They are given plain data (plain-data.ts). */
import * as z from 'zod/v4-mini';
import { parseExact, stringifyExact } from './exact-json';
import { isBlank, withoutInvisible } from './invisible-characters';

/** Whether the number is still the one that was written: integers beyond 2^53 are rounded by the time they arrive. */
const isExact = (value: number): boolean => !Number.isInteger(value) || Number.isSafeInteger(value);

/** A number that is its own text, without an exponent. */
const writtenNumber = z
	.number()
	.check(z.refine((value) => isExact(value) && !String(value).includes('e')));

/** A number or boolean where text is expected is what expressions often give: it becomes its own text. */
export const textSchema = z.pipe(
	z.union([z.string(), writtenNumber, z.boolean(), z.bigint()]),
	z.transform((value) => String(value)),
);

/** Text that tells records apart: nothing that cannot be seen belongs to it. */
export const identifierSchema = z.pipe(
	z.pipe(textSchema, z.transform(withoutInvisible)),
	// A line break between two IDs makes them one that nobody has.
	z.string().check(z.refine((value) => value !== '' && !/\p{Cc}/u.test(value))),
);

/** Letters, digits and signs that can be seen, without a gap. */
const ONE_VISIBLE_WORD = /^[!-~]+$/;

/** Whether a text is sure to pass a schema unchanged, as most texts do; asking the schema takes many times as long. */
export const isTakenAsItIs = (schema: unknown, text: string): boolean =>
	schema === textSchema || (schema === identifierSchema && ONE_VISIBLE_WORD.test(text));

const LEAST_INT64 = -(2n ** 63n);
const MOST_INT64 = 2n ** 63n - 1n;

/** A 64-bit integer, as digits or as a number that is exact. */
export const int64Schema = z.pipe(
	z.pipe(
		z.union([
			z.pipe(
				z.pipe(z.string(), z.transform(withoutInvisible)),
				z.string().check(z.regex(/^-?\d{1,19}$/)),
			),
			z.number().check(z.refine((value) => Number.isSafeInteger(value))),
			z.bigint(),
		]),
		z.transform((value) => BigInt(value)),
	),
	z.bigint().check(z.refine((value) => value >= LEAST_INT64 && value <= MOST_INT64)),
);

/** Any number that JavaScript can hold exactly, or its digits. */
export const numberSchema = z.pipe(
	z.pipe(
		z.union([
			z.number(),
			z.pipe(
				z.pipe(z.string(), z.transform(withoutInvisible)),
				z.string().check(z.regex(/^-?\d+(\.\d+)?$/)),
			),
		]),
		z.transform((value) => Number(value)),
	),
	z.number().check(z.refine(isExact)),
);

/** A whole number. */
export const integerSchema = z.pipe(
	numberSchema,
	z.number().check(z.refine((value) => Number.isInteger(value))),
);

/** The words of expressions, spreadsheets, databases and forms for true and false. */
const TRUTH: ReadonlyMap<string, boolean> = new Map([
	...['true', '1', 'yes', 'on', 'y', 't'].map((word) => [word, true] as const),
	...['false', '0', 'no', 'off', 'n', 'f'].map((word) => [word, false] as const),
]);

/** The truth value that a word, a number or a boolean means; undefined for what means none. */
export const truthOf = (value: string | number | boolean): boolean | undefined =>
	TRUTH.get(withoutInvisible(String(value)).toLowerCase());

/** True or false, in the words of {@link truthOf}. */
export const booleanSchema = z.pipe(
	z.pipe(
		z.union([z.boolean(), z.number(), z.string()]),
		z.transform((value) => truthOf(value)),
	),
	z.boolean(),
);

/** One of some values, whose case does not matter where it tells no two of them apart. */
export const choiceSchema = <Value extends string>(values: readonly Value[]) =>
	z.pipe(
		z.pipe(
			z.string(),
			z.transform((text) => known(values, withoutInvisible(text))),
		),
		z.enum(values),
	);

function known(values: readonly string[], text: string): string {
	if (values.includes(text)) return text;
	const alike = values.filter((value) => value.toLowerCase() === text.toLowerCase());
	return alike.length === 1 ? (alike[0] ?? text) : text;
}

/** Several texts: a list, a JSON list as text, or texts with commas between them. */
export const listSchema = z.pipe(
	z.pipe(
		z.union([z.array(z.unknown()), textSchema]),
		z.transform((value) => (Array.isArray(value) ? value : partsOf(value))),
	),
	z.pipe(
		z.array(textSchema),
		z.transform((parts) => parts.map(withoutInvisible).filter((part) => part !== '')),
	),
);

/** A list of records as it is; everything else as several texts. */
export const anyListSchema = z.union([
	z.pipe(
		z.pipe(
			z.union([z.array(z.unknown()), z.string()]),
			z.transform((value) => (Array.isArray(value) ? value : partsOf(value))),
		),
		z.array(z.record(z.string(), z.unknown())),
	),
	listSchema,
]);

/** A text in brackets is a JSON list, or, if it cannot be read, none that could be guessed. */
export function partsOf(text: string): unknown[] | undefined {
	const trimmed = withoutInvisible(text);
	if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return trimmed.split(',');
	return jsonListIn(trimmed) ?? jsonListIn(trimmed.replaceAll("'", '"'));
}

function jsonListIn(text: string): unknown[] | undefined {
	try {
		const list = parseExact(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}

/** Several of some values. */
export const choicesSchema = <Value extends string>(values: readonly Value[]) =>
	z.pipe(listSchema, z.array(choiceSchema(values)));

/** Anything that JSON can hold. */
export const anySchema = z
	.unknown()
	.check(z.refine((value) => typeof value !== 'number' || Number.isFinite(value)));

/** An object of any shape. */
export const objectSchema = z.record(z.string(), z.unknown());

/** A list of anything. */
export const jsonListSchema = z.array(z.unknown());

/** Free-form data. */
export const jsonSchema = z.union([objectSchema, jsonListSchema]);

const scalar = z.union([
	z.string(),
	z.number().check(z.refine(isExact)),
	z.boolean(),
	z.bigint(),
	z.null(),
]);

const pairName = z.string().check(z.refine((name) => !isBlank(name)));

/** Names with simple values. */
export const pairsSchema = z.record(pairName, scalar);

/** Names with texts; objects and lists become their JSON. */
export const textPairsSchema = z.record(
	pairName,
	z.union([
		textSchema,
		z.pipe(
			jsonSchema,
			z.transform((value) => stringifyExact(value)),
		),
		z.null(),
	]),
);
