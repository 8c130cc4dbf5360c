/**
 * `npm run soak`: the eleven examples in a real n8n, for half an hour, with changes in all four systems, 2% of the requests gone
 * wrong and a restart every five minutes, in order or by a kill. What must stay as it is, is measured; what grows ends it with 1.
 *
 *   npm run soak -- --minutes 180
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Sandbox } from '../sandbox/server.mts';
import { startSandbox } from '../sandbox/server.mts';
import { ensureBuild } from './build.mts';
import { importDeadLetters, takeUpDeadLetters } from './demonstration/dead-letters.mts';
import {
	exampleWorkflow,
	finished,
	importWorkflow,
	withFastPolling,
	withShortWaits,
} from './demonstration/example-workflows.mts';
import { prepare, reachable } from './demonstration/people.mts';
import { AGENT, asPublic } from './end-to-end/agent.mts';
import { Forgetting } from './end-to-end/forgetting.mts';
import { misbehaving } from './end-to-end/misbehaving.mts';
import { everywhere } from './end-to-end/scenarios.mts';
import { startScriptedModel } from './end-to-end/scripted-model.mts';
import { Chat } from './instance/chat.mts';
import { keepSandboxCredentials } from './instance/credentials.mts';
import { Editor } from './instance/editor.mts';
import { freePort } from './instance/ports.mts';
import { ensureN8n } from './instance/installation.mts';
import type { StoredCredential, StoredWorkflow } from './instance/rest.mts';
import { OUTPUT_FOLDER, SOAK_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { say } from './progress.mts';
import type { Sample } from './soak/figures.mts';
import { judge, measure, telling, unhandled } from './soak/figures.mts';
import { SteadyChanges } from './soak/steady-changes.mts';

const TAGUCHI_EVENTS = 'taguchi-events-to-contacthub';
/** Those that run by themselves. */
const ACTIVE = [
	TAGUCHI_EVENTS,
	'contacthub-customers-to-taguchi-and-horisen',
	'contacthub-customers-to-taguchi-subscribers',
	'emporix-segment-to-horisen-list',
	'emporix-segment-to-taguchi-list',
	'horisen-list-to-emporix-segment',
	'horisen-opt-outs-to-contacthub-and-taguchi',
	'welcome-message',
];
const RECONCILE = 'nightly-reconcile';

const PEOPLE = 60;
/** One request of this many goes wrong. */
const ONE_IN = 50;
const RESTART_EVERY_MS = 5 * 60_000;
const SAMPLE_EVERY_MS = 10_000;
/** How often n8n is asked for a sample, and how long is waited in between. */
const MOST_QUESTIONS = 10;
const BETWEEN_QUESTIONS_MS = 3_000;
/** The share of samples that may be missing. */
const MOST_UNTOLD = 0.1;
const CHANGE_EVERY_MS = 500;
/** How often somebody runs by hand what does not run by itself. */
const BY_HAND_EVERY_MS = 60_000;

/** A model that asks every tool for the person, then repeats what it was told. */
const model = async () =>
	await startScriptedModel(({ question, tools, results }) => {
		const asked = tools.filter(({ parameters }) => 'email' in parameters.properties);
		if (results.length > 0) return { text: results.map(({ content }) => content).join('\n') };
		const inputs = (tool: (typeof tools)[number]) => Object.keys(tool.parameters.properties);
		return {
			calls: asked.map((tool) => ({
				tool: tool.name,
				arguments: Object.fromEntries(inputs(tool).map((name) => [name, question])),
			})),
		};
	});

/** An n8n with the examples in it. */
class Soaked {
	readonly samples: Sample[] = [];
	readonly counts = { restarts: 0, kills: 0, byHand: 0, notDone: 0, unhandled: 0, untold: 0 };
	private readonly editor: Editor;
	private readonly inspectorPort: number;
	private readonly sandbox: Sandbox;
	private readonly credentials: readonly StoredCredential[];
	private readonly deadLetters: StoredWorkflow;
	private webhook = '';
	private chat = '';

	constructor(
		editor: Editor,
		inspectorPort: number,
		sandbox: Sandbox,
		credentials: readonly StoredCredential[],
		deadLetters: StoredWorkflow,
	) {
		this.editor = editor;
		this.inspectorPort = inspectorPort;
		this.sandbox = sandbox;
		this.credentials = credentials;
		this.deadLetters = deadLetters;
	}

	/** Where Taguchi sends its events. */
	readonly webhookUrl = () => `${this.editor.url}/webhook/${this.webhook}/taguchi`;

	async activate(): Promise<void> {
		const { rest } = this.editor;
		for (const file of ACTIVE) {
			const ready = withShortWaits(withFastPolling(exampleWorkflow(file)));
			const workflow = await importWorkflow(rest, ready, this.credentials);
			await rest.activate(workflow);
			if (file === TAGUCHI_EVENTS) this.webhook = await rest.webhookId(workflow, 'Taguchi Trigger');
		}
		const agent = await importWorkflow(rest, asPublic(exampleWorkflow(AGENT)), this.credentials);
		await rest.activate(agent);
		this.chat = await rest.webhookId(agent, 'Chat');
	}

	/** Measures once. An n8n that tells nothing, because it starts or is too busy, is asked again; after that it is counted. */
	async sample(): Promise<void> {
		for (let asked = 0; asked < MOST_QUESTIONS; asked++) {
			try {
				this.samples.push(await measure(this.editor.url, SOAK_FOLDER, this.inspectorPort));
				return;
			} catch {
				await sleep(BETWEEN_QUESTIONS_MS);
			}
		}
		this.counts.untold += 1;
	}

	/** Runs what does not run by itself; what goes wrong, for requests do, is counted. */
	async byHand(): Promise<void> {
		const { rest } = this.editor;
		const [person] = reachable(this.sandbox);
		if (!person) throw new Error('There is nobody');
		const forgetting = new Forgetting(this.editor, this.credentials);
		const parts: Array<() => Promise<unknown>> = [
			async () => await takeUpDeadLetters(rest, this.deadLetters),
			async () => await this.reconcile(),
			async () => await new Chat(this.editor.url, this.chat).ask(person.email),
			async () => {
				this.sandbox.contacthub.addPeople(1);
				await forgetting.forget(person.email);
			},
		];
		for (const part of parts) {
			this.counts.byHand += 1;
			await part().catch(() => {
				this.counts.notDone += 1;
			});
		}
	}

	/** Restarts n8n: in order and by a kill, in turn. */
	async restart(): Promise<void> {
		const isKill = this.counts.restarts % 2 === 1;
		if (isKill) await this.editor.kill();
		else await this.editor.shutDown();
		this.countUnhandled();
		await this.editor.startAgain();
		this.counts.restarts += 1;
		if (isKill) this.counts.kills += 1;
	}

	/** n8n writes its log anew with each start. */
	countUnhandled(): void {
		this.counts.unhandled += unhandled(SOAK_FOLDER);
	}

	private async reconcile(): Promise<void> {
		const { rest } = this.editor;
		const workflow = await importWorkflow(rest, exampleWorkflow(RECONCILE), this.credentials);
		await finished(rest, workflow, await rest.run(workflow, 'Every night'));
		await rest.removeWorkflow(workflow);
	}
}

/** Watches until the time is over. */
async function watch(soaked: Soaked, minutes: number, stop: AbortSignal): Promise<void> {
	const end = Date.now() + minutes * 60_000;
	const next = { restart: Date.now() + RESTART_EVERY_MS, byHand: Date.now() + BY_HAND_EVERY_MS };
	while (Date.now() < end) {
		stop.throwIfAborted();
		await soaked.sample();
		if (Date.now() > next.byHand) {
			await soaked.byHand();
			next.byHand = Date.now() + BY_HAND_EVERY_MS;
		}
		if (Date.now() > next.restart && end - Date.now() > BY_HAND_EVERY_MS) {
			await soaked.restart();
			next.restart = Date.now() + RESTART_EVERY_MS;
			say(`n8n was restarted; ${Math.round((end - Date.now()) / 60_000)} minutes to go`);
		}
		await sleep(SAMPLE_EVERY_MS, undefined, { signal: stop });
	}
}

async function soak(minutes: number, stop: AbortSignal): Promise<boolean> {
	await ensureBuild(stop);
	await ensureN8n(stop);
	await using running = new AsyncDisposableStack();
	const sandbox = await startSandbox();
	running.defer(async () => await sandbox.close());
	prepare(sandbox);
	await everywhere(sandbox, PEOPLE);
	say('Starting n8n and installing the package in it');
	const inspectorPort = await freePort(0, 'the inspector');
	const editor = await Editor.startWithPackage(SOAK_FOLDER, stop, telling(inspectorPort));
	running.defer(async () => await editor.close());
	const scripted = await model();
	running.defer(async () => await scripted.close());
	const key = await editor.rest.createCredential({
		name: 'A model that follows a script',
		type: 'openAiApi',
		data: { apiKey: 'key', url: scripted.url },
	});
	const credentials = [...(await keepSandboxCredentials(editor.rest, sandbox)), key];
	const soaked = new Soaked(
		editor,
		inspectorPort,
		sandbox,
		credentials,
		await importDeadLetters(editor.rest),
	);
	await soaked.activate();
	say(`The examples are active; watching for ${minutes} minutes`);

	const trouble = misbehaving(sandbox, ONE_IN);
	const changes = new SteadyChanges(sandbox, soaked.webhookUrl);
	const over = new AbortController();
	const playing = changes.play(CHANGE_EVERY_MS, over.signal);
	try {
		await watch(soaked, minutes, stop);
	} finally {
		over.abort();
		trouble.stop();
		await playing;
	}
	soaked.countUnhandled();
	const { table, grown } = judge(soaked.samples);
	const { restarts, kills, byHand, notDone, unhandled: rejections, untold } = soaked.counts;
	const report = [
		`\`npm run soak -- --minutes ${minutes}\`: ${changes.made} changes, ${sandbox.requests.length} requests, ${trouble.count} of them gone wrong, ${restarts} restarts (${kills} by a kill),`,
		`${byHand} runs by hand (${notDone} came to nothing, because a request of theirs did), ${rejections} unhandled rejections, ${soaked.samples.length} samples, and ${untold} that n8n was too busy to give.`,
		'',
		table,
	].join('\n');
	console.log(`\n${report}\n${grown.map((line) => `GREW    ${line}`).join('\n')}`);
	mkdirSync(OUTPUT_FOLDER, { recursive: true });
	writeFileSync(join(OUTPUT_FOLDER, 'soak.md'), `${report}\n`);
	const isTold = untold <= soaked.samples.length * MOST_UNTOLD;
	return grown.length === 0 && rejections === 0 && isTold;
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
await runProgram(async (stop) => await soak(Number(values.minutes), stop));
