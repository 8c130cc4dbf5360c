/**
 * `npm run end-to-end`: installs the packed package in a real n8n, runs every example workflow against the sandbox, and
 * checks the outcome there.
 *
 * Names of workflow files, or of the parts below, as arguments run these alone; large-sync runs only when it is named.
 */
import type { Sandbox } from '../sandbox/server.mts';
import { startSandbox } from '../sandbox/server.mts';
import { AGENT, playAgent } from './end-to-end/agent.mts';
import { ensureBuild } from './build.mts';
import { LARGE_SYNC, playLargeSync } from './end-to-end/large-sync.mts';
import { playCommandLine } from './end-to-end/command-line.mts';
import { playPackage } from './end-to-end/community-package.mts';
import { keepSandboxCredentials } from './instance/credentials.mts';
import { importDeadLetters, takeUpDeadLetters } from './demonstration/dead-letters.mts';
import {
	exampleWorkflow,
	filledIn,
	finished,
	importWorkflow,
	polls,
	withFastPolling,
	withShortWaits,
} from './demonstration/example-workflows.mts';
import { ensureN8n } from './instance/installation.mts';
import { Editor } from './instance/editor.mts';
import {
	playCrashAfterPoll,
	playCrashBeforePoll,
	playRestart,
} from './end-to-end/interruptions.mts';
import { prepare } from './demonstration/people.mts';
import { END_TO_END_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { say } from './progress.mts';
import type { StoredCredential, StoredWorkflow } from './instance/rest.mts';
import type { Scenario } from './end-to-end/scenarios.mts';
import { SCENARIOS } from './end-to-end/scenarios.mts';
import { playSharedSecret } from './end-to-end/shared-secret.mts';
import { playTogether } from './end-to-end/together.mts';
import { playVendorPackages } from './end-to-end/vendor-packages.mts';
import { quietFor, until } from './demonstration/waiting.mts';

/** What is shown besides the examples one by one. */
const PARTS = {
	'community-package': playPackage,
	'vendor-packages': playVendorPackages,
	'command-line': playCommandLine,
	[AGENT]: playAgent,
	'shared-secret': playSharedSecret,
	restart: playRestart,
	'crash-before-poll': playCrashBeforePoll,
	'crash-after-poll': playCrashAfterPoll,
	together: playTogether,
	[LARGE_SYNC]: playLargeSync,
} as const;

/** Plays one scenario in an empty sandbox; gives what it showed. */
async function playScenario(
	editor: Editor,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
	deadLetters: StoredWorkflow,
	scenario: Scenario,
): Promise<string> {
	const { rest } = editor;
	sandbox.reset();
	prepare(sandbox);
	await scenario.before(sandbox);
	let file = withShortWaits(withFastPolling(exampleWorkflow(scenario.file)));
	let workflow: StoredWorkflow = await importWorkflow(rest, file, credentials);
	const other =
		scenario.otherDirection && withFastPolling(exampleWorkflow(scenario.otherDirection));
	const otherWorkflow = other && (await importWorkflow(rest, other, credentials));
	const workflows = () => [workflow, ...(otherWorkflow ? [otherWorkflow] : [])];
	const started = async (one: StoredWorkflow) => {
		sandbox.requests.length = 0;
		await rest.activate(one);
		if (!polls(file)) return;
		await until(() => (sandbox.requests.length > 0 ? [] : [`${one.name} has not looked`]));
	};
	try {
		// The other direction first: it misses what changes before it has looked for the first time.
		if (!scenario.byHand) for (const one of workflows().toReversed()) await started(one);
		const shown = await scenario.play({
			sandbox,
			agree: async (differences) => await until(differences),
			webhookUrl: async () =>
				`${editor.url}/webhook/${await rest.webhookId(workflow, 'Taguchi Trigger')}/taguchi`,
			runByHand: async (trigger, step) => {
				const id = await rest.run(workflow, trigger);
				const status = await finished(rest, workflow, id);
				const report = await rest.executionReport({ id, status });
				if (status !== 'success') throw new Error(`n8n stopped the workflow: ${report.failure}`);
				return report.items(step);
			},
			takeUp: async () => {
				const rows = await takeUpDeadLetters(rest, deadLetters);
				return rows.filter(({ workflowId }) => workflowId === workflow.id);
			},
			fillIn: async (step, fields) => {
				file = filledIn(file, step, fields);
				await rest.removeWorkflow(workflow);
				workflow = await importWorkflow(rest, file, credentials);
			},
		});
		if (!scenario.byHand) await quietFor(sandbox);
		const broken = sandbox.requests.flatMap(({ violations }) => violations);
		if (broken.length > 0) throw new Error(`Against a contract: ${broken[0]}`);
		const runs = await Promise.all(workflows().map(async (one) => await rest.executions(one)));
		const stopped = runs.flat().filter(({ status }) => status !== 'success');
		const [first] = stopped;
		if (first) {
			const { failure } = await rest.executionReport(first);
			throw new Error(`${stopped.length} runs did not end well: ${failure}`);
		}
		return shown;
	} finally {
		for (const one of workflows()) {
			if (!scenario.byHand) await rest.deactivate(one);
			await rest.removeWorkflow(one);
		}
	}
}

async function main(stop: AbortSignal): Promise<boolean> {
	const wanted = process.argv.slice(2);
	const isWanted = (name: string) =>
		wanted.length === 0 ? name !== LARGE_SYNC : wanted.includes(name);
	await ensureBuild(stop);
	await ensureN8n(stop);
	await using running = new AsyncDisposableStack();
	const sandbox = await startSandbox();
	running.defer(async () => await sandbox.close());
	say('Starting n8n and installing the package in it');
	const editor = await Editor.startWithPackage(END_TO_END_FOLDER, stop);
	running.defer(async () => await editor.close());
	// Whatever waits for n8n then meets its end.
	stop.addEventListener('abort', () => void editor.close());
	const credentials = await keepSandboxCredentials(editor.rest, sandbox);
	const deadLetters = await importDeadLetters(editor.rest);
	let passed = 0;
	let failed = 0;
	const play = async (name: string, story: () => Promise<string>) => {
		if (!isWanted(name)) return;
		try {
			say(`ok      ${name}: ${await story()}`);
			passed += 1;
		} catch (thrown) {
			stop.throwIfAborted();
			say(`NOT OK  ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
			failed += 1;
		}
	};
	for (const scenario of SCENARIOS) {
		await play(
			scenario.file,
			async () => await playScenario(editor, credentials, sandbox, deadLetters, scenario),
		);
	}
	for (const [name, playPart] of Object.entries(PARTS)) {
		await play(name, async () => {
			sandbox.reset();
			prepare(sandbox);
			return await playPart(editor, credentials, sandbox, deadLetters);
		});
	}
	console.log(`\n${passed} as they should be, ${failed} not.`);
	return failed === 0 && passed > 0;
}

await runProgram(main);
