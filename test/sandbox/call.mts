import { fetch } from 'undici';
import { parseExactJson, stringifyExactJson } from '../../sandbox/exact-json.mts';

/** One HTTP call with a JSON body; gives the status, the headers and the body, integers exact. */
export async function call(
	method: string,
	url: string,
	{ token, body }: { token?: string; body?: unknown } = {},
) {
	const response = await fetch(url, {
		method,
		headers: {
			...(token !== undefined && { authorization: `Bearer ${token}` }),
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		body: body === undefined ? null : stringifyExactJson(body),
	});
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		text,
		json: response.headers.get('content-type')?.startsWith('application/json')
			? parseExactJson(text)
			: undefined,
	};
}
