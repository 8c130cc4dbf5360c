import { z } from 'zod/v4';
import { EmporixFailure } from './failure.mts';

const patchSchema = z.array(
	z.object({ op: z.enum(['add', 'remove', 'replace']), path: z.string(), value: z.unknown() }),
);
const objectSchema = z.record(z.string(), z.unknown());

/**
 * The record after a JSON Patch of objects.
 * @throws EmporixFailure 400 for a path that does not exist.
 */
export function patched(record: object, patch: unknown): Record<string, unknown> {
	const result = objectSchema.parse(structuredClone(record));
	for (const { op, path, value } of patchSchema.parse(patch)) {
		const names = path
			.split('/')
			.slice(1)
			.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
		const last = names.pop() ?? '';
		const target = names.reduce<unknown>(
			(inner, name) => objectSchema.safeParse(inner).data?.[name],
			result,
		);
		if (typeof target !== 'object' || target === null || (op !== 'add' && !(last in target))) {
			throw new EmporixFailure(400, `Nothing is at ${path}`);
		}
		if (op === 'remove') Reflect.deleteProperty(target, last);
		else Object.assign(target, { [last]: value });
	}
	return result;
}
