/**
 * `npm run queue-mode`: n8n in queue mode (PostgreSQL, Redis, one main, two workers) brings 5,000 people from Contacthub to
 * Taguchi, both played by the sandbox, while a worker, the main and Redis are killed. It counts who is missing and who came twice.
 *
 * Names of the plays below as arguments run these alone.
 */
import { startSandbox } from '../sandbox/server.mts';
import { ensureBuild } from './build.mts';
import { prepare } from './demonstration/people.mts';
import { keepSandboxCredentials } from './instance/credentials.mts';
import { MemoryCurve } from './instance/memory.mts';
import { ensureN8n } from './instance/installation.mts';
import { QUEUE_MODE_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { say } from './progress.mts';
import type { Outcome, Story } from './queue-mode/failures.mts';
import { playFailures } from './queue-mode/failures.mts';
import type { QueueModeOptions } from './queue-mode/installation.mts';
import { QueueMode } from './queue-mode/installation.mts';
import type { Supervised } from './queue-mode/supervised.mts';

interface Play extends QueueModeOptions, Story {
	/** What a killed worker has in hand is lost, and the trigger's form says so. */
	loses?: boolean;
}

const EVERYTHING = ['worker', 'main', 'redis'] as const;
const PLAYS: Readonly<Record<string, Play>> = {
	ended: {
		handedOver: 'ended',
		victims: EVERYTHING,
		durableCursors: false,
		persistence: 'appendOnly',
		byItself: true,
	},
	'durable-cursors': {
		handedOver: 'ended',
		victims: EVERYTHING,
		durableCursors: true,
		persistence: 'appendOnly',
		byItself: true,
	},
	// n8n gives a dead worker's job up without its items, so that not even a retry brings them back.
	started: {
		loses: true,
		handedOver: 'started',
		victims: EVERYTHING,
		durableCursors: false,
		persistence: 'appendOnly',
		byItself: false,
	},
	// As Redis comes, a short absence loses what was queued, and nobody is told: the trigger waits for an hour.
	'redis-without-persistence': {
		handedOver: 'ended',
		victims: ['redis'],
		durableCursors: false,
		persistence: 'snapshots',
		byItself: false,
	},
};

/** What a play showed, and the most memory that a main and a worker took, in MB. */
interface Shown extends Outcome {
	memory: { main: number; worker: number };
}

async function play(one: Play, stop: AbortSignal): Promise<Shown> {
	await using running = new AsyncDisposableStack();
	const sandbox = await startSandbox();
	running.defer(async () => await sandbox.close());
	prepare(sandbox);
	const queueMode = running.use(await QueueMode.start(QUEUE_MODE_FOLDER, one, stop));
	const credentials = await keepSandboxCredentials(queueMode.rest, sandbox);
	const watch = (supervised: Supervised) =>
		running.use(new MemoryCurve(() => supervised.processId));
	const main = watch(queueMode.main);
	const workers = queueMode.workers.map(watch);
	const outcome = await playFailures(queueMode, credentials, sandbox, one, stop);
	const worker = Math.max(...workers.map(({ peak }) => peak));
	return { ...outcome, memory: { main: main.peak, worker } };
}

const isRight = (outcome: Outcome, { byItself, loses }: Play): boolean =>
	(loses === true || outcome.missingAfterRetry === 0) &&
	(!byItself || outcome.missingWithoutHelp === 0) &&
	outcome.unmarked === 0 &&
	outcome.most <= 1 + outcome.kills;

async function main(stop: AbortSignal): Promise<boolean> {
	const wanted = process.argv.slice(2);
	await ensureBuild(stop);
	await ensureN8n(stop);
	let right = true;
	for (const [name, one] of Object.entries(PLAYS)) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		say(`${name}: starting PostgreSQL, Redis, a main and two workers`);
		const outcome = await play(one, stop);
		const holds = isRight(outcome, one);
		const rightly = one.loses ? 'as said' : 'ok     ';
		say(
			`${holds ? rightly : 'NOT OK '} ${name}: of ${outcome.people} people ${outcome.missingWithoutHelp} missing without anybody's help, ${outcome.missingAfterRetry} after retries; ${outcome.again} given again (${outcome.most} times at most), ${outcome.unmarked} of them not marked; ${outcome.writtenTwice} written twice; at most ${outcome.memory.main} MB for the main, ${outcome.memory.worker} MB for a worker`,
		);
		right &&= holds;
	}
	return right;
}

await runProgram(main);
