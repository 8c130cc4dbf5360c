/** What the editor says of an output before its first run is what comes out. */
import type { OutputSchema } from '../../../core/editor/output-schema.ts';
import { outputSchemas, triggerSchema } from '../../../core/editor/output-schema.ts';
import { judge, readAnswer } from '../../../core/execution/outcome.ts';
import type { Fields } from '../../../core/rows/field.ts';
import {
	boolean,
	choice,
	choices,
	date,
	dateTime,
	int64,
	integer,
	json,
	list,
	locator,
	mapping,
	number,
	object,
	pairs,
	rows as rowsOf,
	text,
} from '../../../core/rows/field.ts';
import type { Operation, Returns } from '../../../core/rows/operation.ts';
import { many, one, plainText, results, telling } from '../../../core/rows/operation.ts';
import { POST } from '../../../core/rows/route.ts';
import { operationsOf } from '../../contracts/operations.mts';
import { vendors } from '../../contracts/vendors.mts';

const rows = vendors.flatMap((one) =>
	one.rows.map(({ name, row }) => {
		const [{ operation } = { operation: undefined }] = operationsOf(one.contract, row);
		return { title: `${one.vendor.name} ${name}`, one, row, answers: operation?.answers ?? [] };
	}),
);

/** The schema of a row, made within the test that asks for it. */
function schemaOf(row: Operation): OutputSchema {
	const resource = { value: 'person', name: 'Person', operations: { any: row } };
	const [made, ...others] = outputSchemas([resource]);
	expect(made).toMatchObject({ resource: 'person', operation: 'any' });
	expect(others).toEqual([]);
	return made?.schema ?? { type: 'none' };
}

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
	for (const { vendor, rows: documented } of vendors) {
		const made = outputSchemas(vendor.resources).map(
			({ resource, operation, schema }) => `${resource}.${operation} ${String(schema.type)}`,
		);
		expect(made).toEqual(expect.arrayContaining(documented.map(({ name }) => `${name} object`)));
	}
});

test.each(
	rows.filter(({ row }) =>
		['one', 'many', 'written', 'done', 'deleted'].includes(row.returns.kind),
	),
)('$title: what comes out first is in the schema', ({ one, row, answers }) => {
	const schema = schemaOf(row);
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
	({ one, row, answers }) => {
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
		expect(missing(schemaOf(row), record)).toEqual([]);
	},
);

test('a deletion and a write that leave nothing to show say so', () => {
	const of = (kind: string) =>
		rows.filter(({ row }) => row.returns.kind === kind).map(({ row }) => schemaOf(row));
	for (const schema of of('deleted')) {
		expect(schema).toEqual({ type: 'object', properties: { deleted: { type: 'boolean' } } });
	}
	for (const schema of of('done')) {
		expect(schema).toEqual({ type: 'object', properties: { success: { type: 'boolean' } } });
	}
});

const TEXT = { type: 'string' };
const NUMBER = { type: 'number' };
const record = (properties: Record<string, OutputSchema>) => ({ type: 'object', properties });

test('every kind of field has the type that comes out', () => {
	const fields: Fields = {
		text: text('Text'),
		int64: int64('64-bit ID'),
		integer: integer('Whole number'),
		number: number('Number'),
		boolean: boolean('Truth'),
		date: date('Date'),
		dateTime: dateTime('Moment'),
		choice: choice('Choice', []),
		choices: choices('Choices', []),
		list: list('List'),
		locator: locator('Record', 'search'),
		json: json('JSON'),
		pairs: pairs('Pairs'),
		rows: rowsOf('Rows', { inner: number('Inner') }),
		object: object('Object', { inner: object('Inner', { id: text('ID') }) }),
		mapping: mapping('Mapping', 'getFields', { id: text('ID') }),
	};
	expect(triggerSchema(fields)).toEqual(
		record({
			text: TEXT,
			// More digits than a number holds.
			int64: TEXT,
			integer: NUMBER,
			number: NUMBER,
			boolean: { type: 'boolean' },
			date: TEXT,
			dateTime: TEXT,
			choice: TEXT,
			choices: { type: 'array' },
			list: { type: 'array' },
			locator: TEXT,
			json: { type: 'object' },
			pairs: { type: 'object' },
			rows: { type: 'array', items: record({ inner: NUMBER }) },
			object: record({ inner: record({ id: TEXT }) }),
			mapping: record({ id: TEXT }),
		}),
	);
});

const returning = (returns: Returns, batch?: Operation['batch']): Operation => ({
	name: 'Any',
	action: 'Do anything',
	description: '',
	request: POST('/'),
	idempotent: false,
	returns,
	batch,
});

describe('the schema of a row', () => {
	const shape = {
		id: text('ID'),
		age: integer('Age'),
		name: object('Name', { rank: number('Rank') }),
	};

	test('holds the whole record where there is no Simplify', () => {
		const whole = record({ id: TEXT, age: NUMBER, name: record({ rank: NUMBER }) });
		expect(schemaOf(returning(one(shape)))).toEqual(whole);
		expect(schemaOf(returning(many(shape)))).toEqual(whole);
		expect(schemaOf(returning(plainText()))).toEqual(record({}));
	});

	test('holds what Simplify keeps, by the last part of its name, and what it tells besides', () => {
		expect(schemaOf(returning(many(shape, undefined, ['age', 'name.rank'])))).toEqual(
			record({ age: NUMBER, rank: NUMBER }),
		);
		const told = { shape: { consent: boolean('Consent') }, of: () => ({}) };
		expect(schemaOf(returning(telling(told, one(shape, ['id']))))).toEqual(
			record({ id: TEXT, consent: { type: 'boolean' } }),
		);
	});

	test('names what Simplify keeps though the vendor does not document it', () => {
		expect(
			schemaOf(returning({ ...one(shape), simple: ['name.first.short', 'id.part', 'extra'] })),
		).toEqual(record({ short: TEXT, part: TEXT, extra: TEXT }));
	});

	test('takes a name with a dot as it is where the record has one', () => {
		const dotted = { 'a.b': number('Dotted'), a: object('A', { b: text('B') }) };
		expect(schemaOf(returning({ ...one(dotted), simple: ['a.b'] }))).toEqual(record({ b: NUMBER }));
	});

	test('holds whom a verdict is about beside it, and a list of verdicts where an item has several', () => {
		const verdict = results({ code: integer('Code') }, () => undefined, { email: text('Email') });
		expect(schemaOf(returning(verdict))).toEqual(record({ email: TEXT, code: NUMBER }));
		const batch = { max: 10, elements: () => [], several: true };
		expect(schemaOf(returning(verdict, batch))).toEqual(
			record({ email: TEXT, results: { type: 'array', items: record({ code: NUMBER }) } }),
		);
		const { kind, shape: own, read } = verdict;
		expect(schemaOf(returning({ kind, shape: own, read }))).toEqual(record({ code: NUMBER }));
	});
});
