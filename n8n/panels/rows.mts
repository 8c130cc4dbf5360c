/** What the rows of the built package ask for: the fields that a panel must offer. */
import { createRequire } from 'node:module';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4-mini';
import { OUTPUT_FOLDER } from '../places.mts';

/** The build keeps the rows here, for it makes the output schemas of them. */
const BUILT = join(OUTPUT_FOLDER, 'build', 'nodes');

const Named = z.looseObject({ label: z.string() });
const Field = z.looseObject({
	label: z.string(),
	kind: z.string(),
	default: z.optional(z.unknown()),
	choices: z.optional(z.array(z.looseObject({ value: z.unknown() }))),
	show: z.optional(z.record(z.string(), z.array(z.unknown()))),
	fields: z.optional(z.record(z.string(), Named)),
});
type Field = z.infer<typeof Field>;
const Part = z.optional(z.record(z.string(), Field));
const Row = z.looseObject({ path: Part, query: Part, header: Part, body: Part, form: Part });
const Vendor = z.object({
	resources: z.array(z.object({ value: z.string(), operations: z.record(z.string(), Row) })),
});

/** The labels of a row's fields, and of the fields of its mapping, as the panel of a new node must offer them. */
export interface Offered {
	fields: readonly string[];
	mapped: readonly string[];
}

/** What each operation offers, by `<resource> <operation>`; resources have other names at each vendor, or the same rows. */
export type OfferedBy = (node: string, resource: unknown, operation: unknown) => Offered;

/**
 * Reads the rows.
 *
 * @throws Error when the build has left none, or an operation is asked for that no row describes
 */
export function readRows(): OfferedBy {
	const load = createRequire(import.meta.url);
	const known = new Map(
		globSync('*/vendor.js', { cwd: BUILT }).flatMap((file) => {
			const exported: object = load(join(BUILT, file));
			return Object.entries(exported).flatMap(([node, vendor]) =>
				Vendor.parse(vendor).resources.flatMap(({ value, operations }) =>
					Object.entries(operations).map(([operation, row]): [string, Offered] => [
						`${node} ${value} ${operation}`,
						offeredBy(row),
					]),
				),
			);
		}),
	);
	const vendors = new Set([...known.keys()].map((key) => key.split(' ')[0] ?? ''));
	return (node, resource, operation) => {
		const vendor = [...vendors].find((name) => node.startsWith(name));
		const offered = known.get(`${vendor} ${resource} ${operation}`);
		if (!offered) throw new Error(`No row describes ${node} ${resource} ${operation}`);
		return offered;
	};
}

function offeredBy({ path, query, header, body, form }: z.infer<typeof Row>): Offered {
	const fields = { ...path, ...query, ...header, ...body, ...form };
	const shown = Object.values(fields).filter(({ show = {} }) =>
		Object.entries(show).every(([name, values]) => values.includes(presetOf(fields[name]))),
	);
	return {
		// n8n calls every mapping "Values to Send".
		fields: shown.filter(({ kind }) => kind !== 'mapping').map(({ label }) => label),
		mapped: shown
			.filter(({ kind }) => kind === 'mapping')
			.flatMap(({ fields: inner = {} }) => Object.values(inner).map(({ label }) => label)),
	};
}

/** What an input holds before anybody touches it, as far as it shows other inputs. */
const presetOf = (field: Field | undefined): unknown =>
	field?.default ?? field?.choices?.[0]?.value ?? false;
