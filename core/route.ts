/** Method and path of an endpoint, written as the vendor's reference writes them. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Method and path of an endpoint; `{name}` in the path is filled from the row's path fields or from the connection. */
export interface Route {
	method: Method;
	path: string;
}

export const GET = (path: string): Route => ({ method: 'GET', path });
export const POST = (path: string): Route => ({ method: 'POST', path });
export const PUT = (path: string): Route => ({ method: 'PUT', path });
export const PATCH = (path: string): Route => ({ method: 'PATCH', path });
export const DELETE = (path: string): Route => ({ method: 'DELETE', path });
