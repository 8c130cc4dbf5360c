import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';

export interface JsonObject {
	[name: string]: unknown;
}

export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.unknown());

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The values at a dotted path; each element of a collection on the way counts. */
export function valuesAt(value: unknown, path: string): unknown[] {
	const found = path.split('.').reduce(propertyOf, value);
	if (found === undefined) return [];
	return Array.isArray(found) ? found : [found];
}

function propertyOf(value: unknown, name: string): unknown {
	if (isJsonObject(value)) return value[name];
	if (!Array.isArray(value)) return undefined;
	return value
		.flatMap((one) => (isJsonObject(one) ? one[name] : undefined))
		.filter((one) => one !== undefined);
}

/** Only the properties at the dotted paths. */
export function pick(source: JsonObject, paths: string[]): JsonObject {
	const picked: JsonObject = {};
	for (const path of paths) {
		const names = path.split('.');
		const last = names.pop() ?? '';
		let from: unknown = source;
		let to = picked;
		for (const name of names) {
			from = isJsonObject(from) ? from[name] : undefined;
			const next = to[name];
			to = isJsonObject(next) ? next : (to[name] = {});
		}
		if (isJsonObject(from) && from[last] !== undefined) to[last] = from[last];
	}
	return picked;
}

export function deduplicated(values: unknown[]): unknown[] {
	return values.filter(
		(value, index) => values.findIndex((other) => isDeepStrictEqual(other, value)) === index,
	);
}
