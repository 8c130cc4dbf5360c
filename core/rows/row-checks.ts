/**
 * What the compiler refuses in a row. Each check gives `unknown` where all is well, or else the sentence that the compiler
 * shows at the wrong property.
 */
import type { z } from 'zod/v4-mini';
import type { Field, Fields, Given } from './field';
import type { Method, Needed, Placeholder } from './route';

/** What the rows of a vendor find outside of themselves. */
export interface Surroundings {
	/** Placeholders of paths that the connection fills. */
	placeholder: string;
	/** The node's methods that list records (fields made by `locator`). */
	search: string;
	/** The node's methods that list values (fields made by `liveChoice` and `liveChoices`). */
	options: string;
	/** The node's methods that list fields (fields made by `mapping`). */
	mapper: string;
}

/** Nothing where nothing is wrong; else what is. */
type Verdict<Wrong> = [Wrong] extends [never] ? unknown : Wrong;

/** Placeholders that neither the connection nor the row fills. */
export type RouteCheck<S extends Surroundings, Path extends string, P extends Fields> = Verdict<
	string extends Path
		? "Write the path as a literal, with 'as const' where it is put together"
		: Unfilled<Exclude<Placeholder<Path>, S['placeholder'] | keyof P>>
>;

type Unfilled<Name> = Name extends string ? `No path field fills {${Name}}` : never;

/** The fields of a path: one for each placeholder, always there unless the placeholder may be left out. */
export type PathCheck<S extends Surroundings, P extends Fields, Path extends string> = {
	[Name in keyof P & string]: Verdict<
		| (Name extends Placeholder<Path>
				? Name extends Exclude<Needed<Path>, Given<P>>
					? `{${Name}} is always needed: the field must be required and never hidden`
					: never
				: `The path has no {${Name}}`)
		| Unfit<S, P[Name], P>
	>;
};

/**
 * The fields of one part of a request.
 *
 * @param Before the fields of the parts before it, which must have other names
 * @param Taken names that the engine needs for itself
 */
export type FieldsCheck<
	S extends Surroundings,
	F extends Fields,
	Before extends Fields,
	Taken = never,
> = {
	[Name in keyof F & string]: Verdict<
		| (Name extends keyof Before ? `The row has another field '${Name}'` : never)
		| (Name extends Taken ? `Paging sets '${Name}' itself` : never)
		| Unfit<S, F[Name], Before & F>
	>;
};

/** What is wrong with a field among all that stand before it or beside it. */
type Unfit<S extends Surroundings, F extends Field, All extends Fields> =
	| HiddenBy<F, All>
	| Unlisted<S, F>
	| Independent<F, All>;

/** The fields of a list of rows or of a mapping, which show each other. */
export type ShownCheck<F extends Fields> = {
	[Name in keyof F & string]: Verdict<HiddenBy<F[Name], F>>;
};

/** What is wrong with the fields that decide whether a field is shown. */
type HiddenBy<F extends Field, Deciding extends Fields> = F extends { show: infer Show }
	? {
			[Name in keyof Show & string]: Name extends keyof Deciding
				? Never<Name, Show[Name], z.output<Deciding[Name]['schema']>>
				: `show: there is no field '${Name}'`;
		}[keyof Show & string]
	: never;

type Never<Name extends string, Wanted, Possible> =
	Wanted extends ReadonlyArray<infer Value>
		? Value extends Possible
			? never
			: `show: '${Name}' is never '${Value & string}'`
		: never;

/** Inputs that a mapping waits for, and that the form does not have. */
type Independent<F extends Field, All extends Fields> = F extends {
	dependsOn: ReadonlyArray<infer Name>;
}
	? Exclude<Name, keyof All | 'resource' | 'operation'> extends never
		? never
		: `dependsOn: there is no field '${Exclude<Name, keyof All | 'resource' | 'operation'> & string}'`
	: never;

/** Methods of the node that do not exist. */
type Unlisted<S extends Surroundings, F extends Field> =
	| (F extends { kind: infer Kind; method: infer Name extends string }
			? Kind extends keyof Methods<S>
				? Name extends Methods<S>[Kind]
					? never
					: `The node has no method '${Name}' for this kind of field`
				: never
			: never)
	| (F extends { fields: infer Inner extends Fields }
			? { [Name in keyof Inner]: Unlisted<S, Inner[Name]> }[keyof Inner]
			: never);

interface Methods<S extends Surroundings> {
	locator: S['search'];
	choice: S['options'];
	choices: S['options'];
	mapping: S['mapper'];
}

/** The names of fields, and of fields inside of objects, such as `metadata.version`. */
export type NameIn<F extends Fields> = {
	[Name in keyof F & string]:
		| Name
		| (F[Name] extends { kind: 'json'; fields: infer Inner extends Fields }
				? `${Name}.${NameIn<Inner>}`
				: never);
}[keyof F & string];

/** A request that reads has no body (RFC 9110, 9.3.1). */
export type BodyCheck<M extends Method> = M extends 'GET' ? 'A GET has no body' : unknown;

/** Paging is for lists; what tells its records apart must be among their fields. */
export type PagingCheck<R, Pages> = [R] extends [
	{ kind: 'many'; shape: infer Shape extends Fields },
]
	? Verdict<WideNames<Pages> | UnknownId<Shape, Pages>>
	: 'Only a list has pages: returns must be many(…)';

type WideNames<Pages> = Pages extends { page: infer Page; size: infer Size }
	? string extends Page | Size
		? "Write paging as a literal, with 'as const satisfies Paging'"
		: never
	: never;

type UnknownId<Shape extends Fields, Pages> = Pages extends {
	id: infer Id extends string | readonly string[];
}
	? NoRecordHas<Shape, Id extends readonly string[] ? Id[number] : Id>
	: never;

type NoRecordHas<Shape extends Fields, Id> = Id extends string
	? Id extends NameIn<Shape>
		? never
		: `Records have no '${Id}'`
	: never;

/** The query parameters that say which page is asked for. */
export type NamesOfPage<Pages> = Pages extends {
	page: infer Page extends string;
	size: infer Size extends string;
}
	? string extends Page | Size
		? never
		: Page | Size
	: never;

/** A request for many items needs a verdict for each, and a path that the row can fill. */
export type BatchCheck<S extends Surroundings, R, Path extends string, P extends Fields> = ([
	R,
] extends [{ kind: 'results' }]
	? unknown
	: R extends { kind: 'many' }
		? 'A list is read for one item at a time'
		: { read: unknown; several?: never }) & {
	request?: [Path] extends [never] ? unknown : RouteCheck<S, Path, P>;
};

/** The record that a renewal reads has a path that the row can fill. */
export interface RenewCheck<S extends Surroundings, Path extends string, P extends Fields> {
	request: RouteCheck<S, Path, P>;
}

/** Names that tell whom a verdict is about, and that the row does not ask for. */
export type AboutCheck<R, V> = R extends {
	about?: { shape: infer Whom extends Fields; of?: undefined };
}
	? Verdict<Unasked<Exclude<keyof Whom, keyof V>>>
	: unknown;

type Unasked<Name> = Name extends string ? `about: the row has no field '${Name}'` : never;

/** Names that tell whom a verdict is about, and that do not stand where they are looked for. */
export type FoundCheck<Whom extends Fields, Found> = Verdict<
	Unfound<Exclude<keyof Whom, keyof Found>>
>;

type Unfound<Name> = Name extends string ? `There is no '${Name}'` : never;

/** What an item tells beyond its fields. */
export type ItemCheck<Item, Shape extends Fields> = {
	[Name in Exclude<keyof Item, keyof Shape> & string]: never;
};

/** What a request that reads cannot do (RFC 9110, 9.2.1). */
export type ReadingCheck<M extends Method, R> = M extends 'GET'
	? R extends { kind: 'deleted' | 'done' | 'written' }
		? 'A GET changes nothing'
		: unknown
	: unknown;
