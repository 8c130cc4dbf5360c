/**
 * Double entry: the rows are one reading of the vendors' documents, the contracts are another. Both must say the same, in both
 * directions, but for the differences that are listed with a reason.
 */
import { readAnswer } from '../../core/execution/outcome.ts';
import { compare, compareAnswers, isReadByElement } from './comparison.mts';
import type { Difference } from './difference.mts';
import { operationsOf } from './operations.mts';
import type { ContractedVendor } from './vendors.mts';
import { vendors } from './vendors.mts';

const pattern = (line: string) =>
	new RegExp(
		`^${line
			.split('*')
			.map((part) => part.replace(/[.^$+?()[\]{}|\\]/g, '\\$&'))
			.join('.*')}$`,
	);

/** What comes back of a read, or of a write that tells of it. */
const READ = ['one', 'many', 'results'];

const KINDS = ['notOffered', 'notDocumented', 'notDeclared', 'notAnswered'] as const;

/** What is not explained, and what is explained in vain. */
function unexplained(
	{ differences }: ContractedVendor,
	found: Partial<Record<Exclude<keyof Difference, 'reason'>, string[]>>,
): string[] {
	return KINDS.flatMap((kind) => {
		const lines = found[kind];
		if (!lines) return [];
		const known = differences.flatMap((difference) => difference[kind] ?? []);
		return [
			...lines
				.filter((line) => !known.some((one) => pattern(one).test(line)))
				.map((line) => `${kind}: ${line}`),
			...known
				.filter((one) => !lines.some((line) => pattern(one).test(line)))
				.map((one) => `${kind}: ${one} is listed, and no longer true`),
		];
	});
}

describe.each(vendors)('$name', (one) => {
	test('every documented name and value is offered, and nothing else is sent', async () => {
		expect(unexplained(one, await compare(one))).toEqual([]);
	});

	test('every row has method, path and placeholders of its operation, and its provenance', () => {
		const wrong = one.rows.flatMap(({ name, row }) =>
			operationsOf(one.contract, row).flatMap(({ route, operation }) => {
				if (!operation) return [`${name}: ${route.method} ${route.path} is not documented`];
				const { inferred = false, title } = row;
				return [
					...(inferred === operation.inferred ? [] : [`${name}: inferred is ${inferred}`]),
					...(title === undefined || title === operation.title ? [] : [`${name}: titled ${title}`]),
				];
			}),
		);
		expect(wrong).toEqual([]);
	});

	test('every documented answer of success is believed, and its names are those of the output', () => {
		const rows = one.rows.filter(({ row }) => !isReadByElement(row));
		const refused = rows.flatMap(({ name, row }) =>
			operationsOf(one.contract, row)
				.filter(({ route }) => route === row.request)
				.flatMap(({ operation }) => operation?.answers ?? [])
				// 204 is the success of a write; a read that finds nothing says so.
				.filter(({ status }) => status !== 204 || !READ.includes(row.returns.kind))
				.flatMap(({ status, example }) => {
					const data = row.returns.kind === 'text' ? '' : example;
					const answer = { ok: true as const, status, data, headers: {} };
					const outcome = readAnswer(one.vendor, row, answer, {}, false);
					return 'failure' in outcome ? [`${name}: ${status} ${outcome.failure.message}`] : [];
				}),
		);
		expect(refused).toEqual([]);
		expect(unexplained(one, compareAnswers(one))).toEqual([]);
	});

	test('every row has an example, and no example is left over', () => {
		expect(Object.keys(one.examples.rows).sort()).toEqual(one.rows.map(({ name }) => name).sort());
	});
});

test('inferred rows can be looked up by a title, but for those whose title is lost', () => {
	const untitled = vendors.flatMap(({ rows }) =>
		rows.filter(({ row }) => row.inferred && row.title === undefined).map(({ name }) => name),
	);
	expect(untitled).toEqual(['sendSource.getAll']);
});
