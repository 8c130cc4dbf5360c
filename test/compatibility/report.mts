/** What the runs in all engines say about each operation, each trigger and each test. */
import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { operationNames } from '../contracts/rows.mts';
import type { Difference } from './differences.mts';
import type { Engine } from './engines.mts';
import type { TestRun } from './tests.mts';

export interface EngineRun {
	engine: Engine;
	tests: TestRun[];
}

type Verdict = 'as today' | 'differs as listed' | 'differs' | 'not tried';

const isUpTo = (one: string, other: string): boolean =>
	one.localeCompare(other, 'en', { numeric: true }) <= 0;

/** Why a test may differ in an engine; undefined where nothing is listed. */
export const reasonFor = (
	{ name }: Engine,
	test: TestRun,
	differences: readonly Difference[],
): string | undefined =>
	differences.find(
		({ upTo, tests }) => isUpTo(name, upTo) && (tests.test(test.name) || tests.test(test.message)),
	)?.reason;

/** Every operation and trigger of the package, as the tests note what they run. */
export async function everything(): Promise<string[]> {
	const folders = globSync('nodes/*/vendor.ts').map((file) =>
		basename(dirname(file)).toLowerCase(),
	);
	const named = await Promise.all(
		folders.sort().map(async (vendor) => {
			const names = await operationNames(vendor);
			return [...names.map((name) => `${vendor} ${name}`), `${vendor}Trigger`];
		}),
	);
	return named.flat();
}

const verdictOnTest = (
	test: TestRun,
	engine: Engine,
	differences: readonly Difference[],
): Verdict => {
	if (test.passed) return 'as today';
	return reasonFor(engine, test, differences) === undefined ? 'differs' : 'differs as listed';
};

/** What an engine makes of an operation or a trigger: the worst that a test says which ran it. */
export function verdictOn(
	what: string,
	{ engine, tests }: EngineRun,
	differences: readonly Difference[],
): Verdict {
	const runs = tests.filter(({ ran }) => ran.includes(what));
	if (runs.length === 0) return 'not tried';
	const verdicts = runs.map((test) => verdictOnTest(test, engine, differences));
	const worst = (['differs', 'differs as listed'] as const).find((one) => verdicts.includes(one));
	return worst ?? 'as today';
}

const titleOf = ({ name, core, node }: Engine): string =>
	`${name} (n8n-core ${core}, Node ${node})`;

/** Engines by operations, triggers and tests: how many of them do there what they do today. */
export function summary(
	runs: readonly EngineRun[],
	all: readonly string[],
	differences: readonly Difference[],
): string[] {
	const isTrigger = (what: string) => what.endsWith('Trigger');
	const rows = runs.map((run) => {
		const verdicts = (some: readonly string[]) =>
			some.map((what) => verdictOn(what, run, differences));
		return [
			titleOf(run.engine),
			counted(verdicts(all.filter((what) => !isTrigger(what)))),
			counted(verdicts(all.filter(isTrigger))),
			counted(run.tests.map((test) => verdictOnTest(test, run.engine, differences))),
		];
	});
	return aligned([['n8n', 'operations', 'triggers', 'tests'], ...rows]);
}

function counted(verdicts: readonly Verdict[]): string {
	const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
	const more = (['differs as listed', 'not tried'] as const).flatMap((verdict) =>
		count(verdict) > 0 ? `${count(verdict)} ${verdict}` : [],
	);
	return [
		`${count('as today')} of ${verdicts.length} as today`,
		...more,
		`${count('differs')} differ`,
	].join(', ');
}

function aligned(rows: readonly string[][]): string[] {
	const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
	return rows.map((row) =>
		row
			.map((cell, at) => cell.padEnd(widths?.[at] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}

/** Each test that does not say what it says today, with the reason where one is listed. */
export function failures(runs: readonly EngineRun[], differences: readonly Difference[]): string[] {
	return runs.flatMap(({ engine, tests }) =>
		tests
			.filter(({ passed }) => !passed)
			.map((test) => {
				const reason = reasonFor(engine, test, differences);
				return `n8n ${engine.name}: ${test.name}: ${reason ?? `NOT LISTED\n${test.message}`}`;
			}),
	);
}

/** Engines by operations, as a Markdown table. */
export function table(
	runs: readonly EngineRun[],
	all: readonly string[],
	differences: readonly Difference[],
): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
	return [
		line(['', ...runs.map(({ engine }) => titleOf(engine))]),
		line(['---', ...runs.map(() => '---')]),
		...all.map((what) => line([what, ...runs.map((run) => verdictOn(what, run, differences))])),
	].join('');
}
