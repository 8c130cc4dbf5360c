/** Runs every test that needs n8n's engine, in one version of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/v4-mini';
import { OUTPUT_FOLDER, PROJECT_FOLDER } from '../../n8n/places.mts';
import { type Engine, nodeOf } from './engines.mts';

const Results = z.object({
	testResults: z.array(
		z.object({
			name: z.string(),
			message: z.string(),
			status: z.string(),
			assertionResults: z.array(
				z.object({
					fullName: z.string(),
					status: z.string(),
					failureMessages: z.array(z.string()),
				}),
			),
		}),
	),
});
const Journal = z.object({ test: z.optional(z.string()), ran: z.string() });

/** What one test said in one engine. */
export interface TestRun {
	name: string;
	passed: boolean;
	/** Why not. */
	message: string;
	/** The operations and triggers that it ran, such as "taguchi subscriber.upsert". */
	ran: string[];
}

/** What depends on the Node beneath. */
const NUMBERS = 'test/core/values/exact-json.test.mts';
/** Every test that runs the engine. */
const ALL = ['--findRelatedTests', 'test/engine/environment.mts', NUMBERS];
/** Each operation with its least and with everything filled in, each trigger, and the engine by itself; the others try more of these. */
const QUICK = [
	NUMBERS,
	'test/engine/engine.test',
	'test/contracts/engine.test',
	'test/nodes/[A-Z][a-z]+/trigger.test',
	'test/nodes/set-consent.test',
];

/**
 * Runs the tests in an engine; a test that fails is a result.
 *
 * @param quick whether only those that no operation and no trigger can do without
 * @throws Error when jest itself could not run
 */
export async function runTests(
	engine: Engine,
	quick: boolean,
	stop: AbortSignal,
): Promise<TestRun[]> {
	const folder = join(OUTPUT_FOLDER, 'compatibility');
	mkdirSync(folder, { recursive: true });
	const results = join(folder, `${engine.name}.json`);
	const journal = join(folder, `${engine.name}.jsonl`);
	for (const file of [results, journal]) rmSync(file, { force: true });
	const args = [
		'node_modules/jest/bin/jest.js',
		'--config=test/compatibility/jest.config.js',
		...(quick ? QUICK : ALL),
		// Older engines leave clocks running.
		'--forceExit',
		`--outputFile=${results}`,
		'--json',
	];
	const progress = join(folder, `${engine.name}.log`);
	const log = await open(progress, 'w');
	const child = spawn(nodeOf(engine), args, {
		cwd: PROJECT_FOLDER,
		env: {
			...process.env,
			COMPATIBILITY_ENGINE: engine.folder,
			COMPATIBILITY_JOURNAL: journal,
		},
		stdio: ['ignore', log.fd, log.fd],
		signal: stop,
	});
	await once(child, 'close');
	await log.close();
	if (!existsSync(results)) throw new Error(`jest did not run: ${progress} says why`);
	return readResults(readFileSync(results, 'utf8'), readFileSync(journal, 'utf8'));
}

function readResults(results: string, journal: string): TestRun[] {
	const ran = new Map<string, Set<string>>();
	for (const line of journal.split('\n').filter(Boolean)) {
		const noted = Journal.parse(JSON.parse(line));
		if (noted.test === undefined) continue;
		ran.set(noted.test, (ran.get(noted.test) ?? new Set()).add(noted.ran));
	}
	return Results.parse(JSON.parse(results)).testResults.flatMap((file) => {
		const tests = file.assertionResults.filter(({ status }) => status !== 'pending');
		if (tests.length === 0) {
			return [
				{ name: file.name, passed: file.status === 'passed', message: file.message, ran: [] },
			];
		}
		return tests.map(({ fullName, status, failureMessages }) => ({
			name: fullName,
			passed: status === 'passed',
			message: failureMessages.join('\n'),
			ran: [...(ran.get(fullName) ?? [])],
		}));
	});
}
