/** Rows -> the shape of their output, so that the editor lets people map fields before the first run. */
import type { Field, FieldKind, Fields } from '../rows/field';
import type { Operation, Resource } from '../rows/operation';

/** A JSON schema, as far as n8n's editor reads it. */
export interface OutputSchema {
	type: string | string[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
}

const TYPES: Readonly<Record<FieldKind, string>> = {
	text: 'string',
	int64: 'string',
	integer: 'number',
	number: 'number',
	boolean: 'boolean',
	date: 'string',
	dateTime: 'string',
	choice: 'string',
	choices: 'array',
	list: 'array',
	locator: 'string',
	json: 'object',
	pairs: 'object',
	rows: 'array',
	mapping: 'object',
};

/** The output schemas of all operations of a vendor. */
export const outputSchemas = (resources: readonly Resource[]) =>
	resources.flatMap(({ value: resource, operations }) =>
		Object.entries(operations).map(([operation, row]) => ({
			resource,
			operation,
			schema: schemaOf(row),
		})),
	);

/** The output schema of a trigger. */
export const triggerSchema = (output: Fields): OutputSchema => record(propertiesOf(output));

/** Of the output as it is before anybody changes a setting: simplified where the row can be. */
function schemaOf({ returns, batch }: Operation): OutputSchema {
	if (returns.kind === 'deleted') return record({ deleted: { type: 'boolean' } });
	if (returns.kind === 'done') return record({ success: { type: 'boolean' } });
	const about = propertiesOf(('about' in returns && returns.about?.shape) || {});
	const own = propertiesOf(returns.shape);
	if (batch?.several) return record({ ...about, results: { type: 'array', items: record(own) } });
	const whole = record({ ...about, ...own });
	if (!('simple' in returns) || !returns.simple) return whole;
	const kept = returns.simple.map((path): [string, OutputSchema] => [
		path.split('.').at(-1) ?? path,
		whole.properties?.[path] ?? propertyAt(path, whole) ?? { type: 'string' },
	]);
	return record({ ...Object.fromEntries(kept), ...propertiesOf(returns.told?.shape ?? {}) });
}

/** The schema at a dotted path. */
const propertyAt = (path: string, schema: OutputSchema): OutputSchema | undefined =>
	path
		.split('.')
		.reduce<OutputSchema | undefined>((inner, name) => inner?.properties?.[name], schema);

const record = (properties: Record<string, OutputSchema>): OutputSchema => ({
	type: 'object',
	properties,
});

const propertiesOf = (fields: Fields): Record<string, OutputSchema> =>
	Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, property(field)]));

function property({ kind, fields }: Field): OutputSchema {
	const type = TYPES[kind];
	if (!fields) return { type };
	const inner = record(propertiesOf(fields));
	return kind === 'rows' ? { type, items: inner } : inner;
}
