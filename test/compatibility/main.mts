/**
 * Tries all operations, triggers and engine tests in several versions of n8n's engine, each on the oldest Node that it allows:
 * `npm run compatibility`, or `npm run compatibility -- 1.122 2.15` for some, `oldest` for the first; with `quick`, each operation
 * and trigger in a few tests only. Exits with 1 where an engine differs from today's without a reason in differences.mts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTPUT_FOLDER } from '../../n8n/places.mts';
import { runProgram } from '../../n8n/program.mts';
import { say } from '../../n8n/progress.mts';
import { differences } from './differences.mts';
import { allEngines, type Engine, ensureEngine } from './engines.mts';
import {
	type EngineRun,
	everything,
	failures,
	reasonFor,
	summary,
	table,
	verdictOn,
} from './report.mts';
import { runTests } from './tests.mts';

/** Beside the names of engines. */
const QUICK = 'quick';

function chosen(names: readonly string[]): Engine[] {
	const engines = allEngines();
	const known = new Map(engines.map((engine) => [engine.name, engine]));
	if (names.length === 0) return engines;
	return names.map((name) => {
		const engine = name === 'oldest' ? engines[0] : known.get(name);
		if (!engine)
			throw new Error(`There is no engine "${name}". Known: ${[...known.keys()].join(', ')}`);
		return engine;
	});
}

await runProgram(async (stop) => {
	const all = await everything();
	const runs: EngineRun[] = [];
	const wanted = process.argv.slice(2);
	const quick = wanted.includes(QUICK);
	for (const engine of chosen(wanted.filter((name) => name !== QUICK))) {
		await ensureEngine(engine, stop);
		say(`Running the tests in the engine of n8n ${engine.name} on Node ${engine.node}`);
		const run = { engine, tests: await runTests(engine, quick, stop) };
		runs.push(run);
		for (const line of summary([run], all, differences)) say(line);
	}
	const file = join(OUTPUT_FOLDER, 'compatibility.md');
	writeFileSync(file, table(runs, all, differences));
	for (const line of [...failures(runs, differences), ...summary(runs, all, differences)]) {
		console.log(line);
	}
	console.log(`Engines by operations: ${file}`);
	return runs.every(
		(run) =>
			run.tests.every((test) => test.passed || reasonFor(run.engine, test, differences)) &&
			all.every((what) => verdictOn(what, run, differences) !== 'not tried'),
	);
});
