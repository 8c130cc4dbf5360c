/** What the editor says of an output before its first run is what comes out. */
import { readAnswer } from '../../../core/execution/outcome.ts';
import type { OutputSchema } from '../../../core/editor/output-schema.ts';
import { outputSchemas } from '../../../core/editor/output-schema.ts';
import { judge } from '../../../core/execution/outcome.ts';
import { operationsOf } from '../../contracts/operations.mts';
import { vendors } from '../../contracts/vendors.mts';

const rows = vendors.flatMap((one) => {
	const schemas = new Map(
		outputSchemas(one.vendor.resources).map(({ resource, operation, schema }) => [
			`${resource}.${operation}`,
			schema,
		]),
	);
	return one.rows.map(({ name, row }) => {
		const [{ operation } = { operation: undefined }] = operationsOf(one.contract, row);
		const schema = schemas.get(name);
		if (!schema) throw new Error(`${name} has no schema`);
		return {
			title: `${one.vendor.name} ${name}`,
			one,
			row,
			schema,
			answers: operation?.answers ?? [],
		};
	});
});

/** Names of a record that its schema lacks, however deep; what a schema leaves open holds anything. */
function missing(schema: OutputSchema, value: unknown, before = ''): string[] {
	if (Array.isArray(value))
		return value.flatMap((one: unknown) =>
			missing(schema.items ?? { type: 'object' }, one, before),
		);
	if (typeof value !== 'object' || value === null || !schema.properties) return [];
	return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
		const own = schema.properties?.[name];
		return own ? missing(own, inner, `${before}${name}.`) : [`${before}${name}`];
	});
}

test('every row has a schema that is a record', () => {
	expect(rows.filter(({ schema }) => schema.type !== 'object').map(({ title }) => title)).toEqual(
		[],
	);
});

test.each(
	rows.filter(({ row }) =>
		['one', 'many', 'written', 'done', 'deleted'].includes(row.returns.kind),
	),
)('$title: what comes out first is in the schema', ({ one, row, schema, answers }) => {
	for (const { status, example: data } of answers) {
		const values = new Proxy({}, { get: () => 'x' });
		const answer = { ok: true as const, status, data, headers: {} };
		const outcome = readAnswer(one.vendor, row, answer, values, true);
		const records = 'records' in outcome ? outcome.records : [];
		if (Object.keys(schema.properties ?? {}).length === 0) continue;
		expect(records.flatMap((record) => missing({ ...schema }, withoutDepth(record)))).toEqual([]);
	}
});

/** Deeper names are the vendor's own; the editor lists what the row declares of them. */
const withoutDepth = (record: object) =>
	Object.fromEntries(Object.keys(record).map((name) => [name, null]));

test.each(rows.filter(({ row }) => row.returns.kind === 'results'))(
	'$title: whom a verdict is about is in the schema, beside the verdict',
	({ one, row, schema, answers }) => {
		if (row.returns.kind !== 'results') return;
		const { returns } = row;
		const values = Object.fromEntries(
			Object.keys(returns.about?.shape ?? {}).map((name) => [name, 'x']),
		);
		const [answer] = answers;
		const [element] = Array.isArray(answer?.example) ? answer.example : [];
		const result = returns.read(element);
		if (!result || !('json' in result)) throw new Error('The documented verdict is none');
		const json = row.batch?.several ? { results: [result.json] } : result.json;
		const ok = { ok: true as const, status: 200, data: [], headers: {} };
		const outcome = judge(one.vendor, row, ok, { ...values, profile: values }, { json });
		const [record = {}] = 'records' in outcome ? outcome.records : [];
		expect(Object.keys(record)).toEqual(
			expect.arrayContaining([...Object.keys(returns.about?.shape ?? {}), ...Object.keys(json)]),
		);
		expect(missing(schema, record)).toEqual([]);
	},
);

test('a deletion and a write that leave nothing to show say so', () => {
	const of = (kind: string) =>
		rows.filter(({ row }) => row.returns.kind === kind).map(({ schema }) => schema);
	for (const schema of of('deleted')) {
		expect(schema).toEqual({ type: 'object', properties: { deleted: { type: 'boolean' } } });
	}
	for (const schema of of('done')) {
		expect(schema).toEqual({ type: 'object', properties: { success: { type: 'boolean' } } });
	}
});
