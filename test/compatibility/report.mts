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

/** What an engine makes of an operation or a trigger: the worst that a test says which ran it. */
export function verdictOn(
	what: string,
	{ engine, tests }: EngineRun,
	differences: readonly Difference[],
): Verdict {
	const runs = tests.filter(({ ran }) => ran.includes(what));
	if (runs.length === 0) return 'not tried';
	const failed = runs.filter(({ passed }) => !passed);
	if (failed.length === 0) return 'as today';
	return failed.every((test) => reasonFor(engine, test, differences) !== undefined)
		? 'differs as listed'
		: 'differs';
}

const titleOf = ({ name, core, node }: Engine): string =>
	`${name} (n8n-core ${core}, Node ${node})`;

/** One line for each engine: how many operations and tests do there what they do today. */
export function summary(
	runs: readonly EngineRun[],
	all: readonly string[],
	differences: readonly Difference[],
): string[] {
	return runs.map((run) => {
		const verdicts = all.map((what) => verdictOn(what, run, differences));
		const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
		const failed = run.tests.filter(({ passed }) => !passed);
		const listed = failed.filter((test) => reasonFor(run.engine, test, differences) !== undefined);
		return [
			`${titleOf(run.engine)}: of ${all.length} operations and triggers ${count('as today')} as today`,
			`${count('differs as listed')} differ as listed`,
			`${count('differs')} differ`,
			`${count('not tried')} not tried; of ${run.tests.length} tests ${listed.length} differ as listed`,
			`${failed.length - listed.length} differ`,
		].join(', ');
	});
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
