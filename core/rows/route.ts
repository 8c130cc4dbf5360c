/** Method and path of an endpoint, written as the vendor's reference writes them. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Method and path of an endpoint; `{name}` in the path is filled from the row's path fields or from the connection, and
 * `{/name}` is left out with its slash where there is no value (RFC 6570).
 */
export interface Route<Path extends string = string, M extends Method = Method> {
	method: M;
	path: Path;
}

const routeOf =
	<M extends Method>(method: M) =>
	<const Path extends string>(path: Path): Route<Path, M> => ({ method, path });

export const GET = routeOf('GET');
export const POST = routeOf('POST');
export const PUT = routeOf('PUT');
export const PATCH = routeOf('PATCH');
export const DELETE = routeOf('DELETE');

/** The names of all placeholders of a path, those that may stay empty included. */
export type Placeholder<Path extends string> = Needed<Path> | Optional<Path>;

/** The names of the placeholders that need a value. */
export type Needed<Path extends string> = Path extends `${string}{${infer Inner}}${infer Rest}`
	? (Inner extends `/${string}` ? never : Inner) | Needed<Rest>
	: never;

/** The names of the placeholders that may stay empty. */
export type Optional<Path extends string> = Path extends `${string}{${infer Inner}}${infer Rest}`
	? (Inner extends `/${infer Name}` ? Name : never) | Optional<Rest>
	: never;
