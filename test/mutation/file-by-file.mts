/**
 * A runner for Stryker. Its own runner for jest loads every test file anew for each mutant, which takes half a minute here. This
 * one runs only the files whose tests reach the mutant, one after the other, stops at the first that fails, and keeps files
 * loaded from one mutant to the next.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Injector, PluginContext } from '@stryker-mutator/api/plugin';
import {
	commonTokens,
	declareFactoryPlugin,
	PluginKind,
	tokens,
} from '@stryker-mutator/api/plugin';
import type {
	DryRunOptions,
	DryRunResult,
	MutantRunOptions,
	MutantRunResult,
	TestRunner,
} from '@stryker-mutator/api/test-runner';
import { DryRunStatus, MutantRunStatus } from '@stryker-mutator/api/test-runner';
import {
	strykerPlugins as jestPlugins,
	strykerValidationSchema,
} from '@stryker-mutator/jest-runner';
import type { Session } from './sessions.mts';
import { shared } from './sessions.mts';

export { strykerValidationSchema };

/** In the sandbox: mutants may run in another process than the dry run. */
const PLACES = 'places-of-tests.json';
/** What jest says of a test that has not ended in time. */
const HANGS = /Exceeded timeout of \d+ ms/;
/** A test that has not ended after this time, in ms, hangs. */
const LONGEST_TEST_MS = 15_000;
/** A test that takes longer than this, in ms, is tried after the quick ones. */
const LONG_MS = 300;
/** How much likelier it is that a mutant is killed by the file that killed the one before it. */
const LIKELIER = 20;
/** How many files are kept loaded; each may hold n8n's engine. */
const MOST_SESSIONS = 10;

/** From how many spoiled sessions on a file is taken for one that has to be loaded anew each time. */
const MOST_SPOILED = 5;
/** What stands for no mutant, and for no test. */
const NO_MUTANT = 'none';
const NO_TEST = 'no test has this name';

/** A test, and where it stands. */
interface Place {
	id: string;
	file: string;
	ms: number;
	/** The mutants that it reaches. */
	reaches: string[];
}

/** The ids of mutants in a call of instrumented code. */
const idsIn = ([call]: RegExpExecArray): string[] => call.match(/(?<=")\d+(?=")/g) ?? [];

const survived = (files: ReadonlyArray<[string, string[]]>): MutantRunResult => ({
	status: MutantRunStatus.Survived,
	nrOfTests: files.reduce((sum, [, tests]) => sum + tests.length, 0),
});

class FileByFile implements TestRunner {
	readonly #jest: TestRunner;
	#places: Place[] = [];
	/** By the mutated file, the test file that killed last: it is likely to kill the next one too. */
	readonly #lastKiller = new Map<string, string>();
	/** By test file; the one that was opened first comes first. */
	readonly #sessions = new Map<string, Session & { ended: Promise<unknown> }>();
	/** How often the tests of a file did not pass any more without a mutant. */
	readonly #spoiled = new Map<string, number>();

	constructor(jest: TestRunner) {
		this.#jest = jest;
	}

	async init(): Promise<void> {
		await this.#jest.init?.();
	}

	capabilities() {
		return this.#jest.capabilities();
	}

	async dryRun(options: DryRunOptions): Promise<DryRunResult> {
		const result = await this.#jest.dryRun(options);
		if (result.status !== DryRunStatus.Complete) return result;
		const { perTest = {} } = result.mutantCoverage ?? {};
		const places: Place[] = result.tests.map(({ id, fileName = '', timeSpentMs }) => ({
			id,
			file: fileName,
			ms: timeSpentMs,
			reaches: Object.keys(perTest[id] ?? {}),
		}));
		writeFileSync(PLACES, JSON.stringify(places));
		return result;
	}

	/** What a loaded file has kept from the run before may hide a mutant, so one that survives is tried once more in files loaded anew. */
	async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
		const files = this.#filesFor(options);
		const isStatic = options.mutantActivation === 'static';
		const loaded = isStatic ? undefined : await this.#firstFault(options, files, true);
		if (loaded || (!isStatic && process.env.MUTATION_ONCE)) return loaded ?? survived(files);
		return (await this.#firstFault(options, files, false)) ?? survived(files);
	}

	/** What the first file says in which a test fails. */
	async #firstFault(
		options: MutantRunOptions,
		files: ReadonlyArray<[string, string[]]>,
		mayStay: boolean,
	): Promise<MutantRunResult | undefined> {
		for (const [file, tests] of files) {
			const result = mayStay
				? await this.#inSession(options, file, tests)
				: await this.#anew(options, file, tests);
			if (!result || result.status === MutantRunStatus.Survived) continue;
			this.#lastKiller.set(options.activeMutant.fileName, file);
			return result;
		}
		return undefined;
	}

	/** Loads the file with the mutant in it, as a mutant needs that does its work while the code is loaded. */
	async #anew(
		options: MutantRunOptions,
		file: string,
		testFilter: readonly string[],
	): Promise<MutantRunResult> {
		process.env.MUTATION_TEST_FILE = file;
		const result = await this.#jest.mutantRun({ ...options, testFilter: [...testFilter] });
		delete process.env.MUTATION_TEST_FILE;
		if (result.status === MutantRunStatus.Killed && HANGS.test(result.failureMessage)) {
			return { status: MutantRunStatus.Timeout, reason: result.failureMessage };
		}
		return result;
	}

	/** Runs the tests of a file that stays loaded; undefined where none fails, or the file has to be loaded anew to tell. */
	async #inSession(
		options: MutantRunOptions,
		file: string,
		tests: readonly string[],
	): Promise<MutantRunResult | undefined> {
		if ((this.#spoiled.get(file) ?? 0) > MOST_SPOILED) return undefined;
		const session = this.#sessions.get(file) ?? (await this.#open(options, file));
		if (!session) return undefined;
		const { activeMutant, hitLimit } = options;
		const fault = await session.run(tests, LONGEST_TEST_MS, activeMutant.id, hitLimit);
		if (!fault) return undefined;
		// Without the mutant the same test must pass, or the fault is not the mutant's alone.
		const again = tests.includes(fault.test) ? [fault.test] : tests;
		if (fault.hangs || (await session.run(again, LONGEST_TEST_MS))) {
			await this.#close(file);
			if (fault.hangs) return { status: MutantRunStatus.Timeout, reason: fault.message };
			this.#spoiled.set(file, (this.#spoiled.get(file) ?? 0) + 1);
			return undefined;
		}
		return {
			status: MutantRunStatus.Killed,
			killedBy: [fault.test],
			failureMessage: fault.message,
			nrOfTests: tests.length,
		};
	}

	/** Loads a file that stays, without a mutant and without running it; undefined where that fails. */
	async #open(options: MutantRunOptions, file: string): Promise<Session | undefined> {
		const [oldest] = this.#sessions.keys();
		if (oldest !== undefined && this.#sessions.size >= MOST_SESSIONS) await this.#close(oldest);
		const opened = new Promise<Session>((resolve) => {
			shared.opened = resolve;
		});
		shared.stay = true;
		process.env.MUTATION_TEST_FILE = file;
		const activeMutant = { ...options.activeMutant, id: NO_MUTANT };
		const ended = this.#jest.mutantRun({ ...options, activeMutant, testFilter: [NO_TEST] });
		const session = await Promise.race([opened, ended.then(() => undefined)]);
		shared.stay = false;
		delete process.env.MUTATION_TEST_FILE;
		if (session) this.#sessions.set(file, { ...session, ended });
		return session;
	}

	async #close(file: string): Promise<void> {
		const standing = this.#sessions.get(file);
		this.#sessions.delete(file);
		standing?.close();
		// Only then does nothing of it reach into the next run.
		await standing?.ended;
	}

	/** The tests that reach a mutant; for one that does its work while code is loaded, those that reach others of its file. */
	#placesFor({ testFilter, sandboxFileName }: MutantRunOptions): Place[] {
		if (this.#places.length === 0) this.#places = JSON.parse(readFileSync(PLACES, 'utf8'));
		const wanted = new Set(testFilter);
		if (testFilter) return this.#places.filter(({ id }) => wanted.has(id));
		const code = readFileSync(sandboxFileName, 'utf8');
		const others = new Set([...code.matchAll(/stryCov_\w+\(("\d+"(?:, )?)+/g)].flatMap(idsIn));
		const near = this.#places.filter(({ reaches }) => reaches.some((id) => others.has(id)));
		return near.length > 0 ? near : this.#places;
	}

	/** The test files that reach a mutant, with the tests in each: the likeliest first, then the quickest. */
	#filesFor(options: MutantRunOptions): Array<[string, string[]]> {
		const { activeMutant } = options;
		const parts = new Map<string, Place[]>();
		for (const place of this.#placesFor(options)) {
			// Tests that take long are a part of their own, which comes late.
			const part = `${place.ms > LONG_MS} ${place.file}`;
			parts.set(part, [...(parts.get(part) ?? []), place]);
		}
		const last = this.#lastKiller.get(activeMutant.fileName);
		const cost = (places: readonly Place[]) => {
			const ms = places.reduce((sum, place) => sum + place.ms, 0);
			return places[0]?.file === last ? ms / LIKELIER : ms;
		};
		return [...parts.values()]
			.sort((one, other) => cost(one) - cost(other))
			.map((places) => [places[0]?.file ?? '', places.map(({ id }) => id)]);
	}
}

function fileByFile(injector: Injector<PluginContext>): FileByFile {
	const [jest] = jestPlugins;
	if (!jest) throw new Error('@stryker-mutator/jest-runner offers no runner');
	return new FileByFile(jest.factory(injector));
}
fileByFile.inject = tokens(commonTokens.injector);

export const strykerPlugins = [
	declareFactoryPlugin(PluginKind.TestRunner, 'file-by-file', fileByFile),
];
