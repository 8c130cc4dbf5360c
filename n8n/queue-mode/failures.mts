/** People are added in three waves; in the middle of each, a worker, the main or Redis is killed, and comes again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/server.mts';
import {
	importWorkflow,
	retryCrashed,
	withFastPolling,
} from '../demonstration/example-workflows.mts';
import { firstSyncWorkflow } from '../demonstration/first-sync.mts';
import { verify } from '../demonstration/verification.mts';
import { quietFor, until } from '../demonstration/waiting.mts';
import type { GivenAgain } from '../end-to-end/arrivals.mts';
import { givenAgain, writtenTwice } from '../end-to-end/arrivals.mts';
import type { StoredCredential, WorkflowFile } from '../instance/rest.mts';
import { say } from '../progress.mts';
import { ExecutionWatch } from './execution-watch.mts';
import type { QueueMode } from './installation.mts';

/** What the trigger's form says under Handed Over When, as a workflow stores it. */
export type HandedOver = 'ended' | 'started' | 'succeeded';

/** What happens. */
export interface Story {
	handedOver: HandedOver;
	/** What is killed, one after the other. */
	victims: readonly Victim[];
	/** Whether everybody must arrive without anybody's help. */
	byItself: boolean;
}

/** What became of the people. */
export interface Outcome extends GivenAgain {
	people: number;
	/** Who was missing in Taguchi, or wrong there, before anybody did anything. */
	missingWithoutHelp: number;
	/** Who was so after the executions were retried that n8n calls crashed. */
	missingAfterRetry: number;
	/** How many people were written to Taguchi more than once. */
	writtenTwice: number;
	/** How often something was killed. */
	kills: number;
}

/** Taguchi's answers come this late, in milliseconds, so that there is a middle. */
const DELAY = 3_000;
/** How many people a request carries. */
const BATCH = 100;
/** How long Redis stays away, in milliseconds: longer than ten seconds, and n8n ends itself. */
const REDIS_AWAY = 3_000;
/** How long nobody does anything after a kill, in milliseconds: a dead worker's job is given up after two minutes. */
const PATIENCE = 300_000;
/** The same where nobody waits for what comes by itself: until n8n calls executions crashed. */
const LESS_PATIENCE = 150_000;

interface Wave {
	people: number;
	victim: string;
	/** Kills it; ends when it is up again. */
	kill(queueMode: QueueMode, stop: AbortSignal): Promise<void>;
}

const WAVES = {
	worker: {
		people: 2_000,
		victim: 'the worker that had them in hand',
		kill: async (queueMode, stop) => {
			const worker = queueMode.busyWorker();
			const { restarts } = worker;
			worker.kill();
			await worker.restarted(restarts + 1, stop);
		},
	},
	main: {
		people: 1_500,
		victim: 'the main',
		kill: async ({ main }, stop) => {
			const { restarts } = main;
			main.kill();
			await main.restarted(restarts + 1, stop);
		},
	},
	redis: {
		people: 1_500,
		victim: 'Redis',
		kill: async ({ redis }, stop) => {
			await redis.kill();
			await sleep(REDIS_AWAY, undefined, { signal: stop });
			await redis.startAgain();
		},
	},
} satisfies Record<string, Wave>;
/** What is killed in the middle of a wave. */
export type Victim = keyof typeof WAVES;

const withHandedOver = (workflow: WorkflowFile, handedOver: HandedOver): WorkflowFile => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.parameters instanceof Object && 'pollTimes' in node.parameters
			? { ...node, parameters: { ...node.parameters, handedOver } }
			: node,
	),
});

/**
 * Runs the first sync through all failures.
 *
 * @returns what became of the people
 * @throws Error when a wave had no middle
 */
export async function playFailures(
	queueMode: QueueMode,
	credentials: readonly StoredCredential[],
	sandbox: Sandbox,
	{ handedOver, victims, byItself }: Story,
	stop: AbortSignal,
): Promise<Outcome> {
	const waves = victims.map((victim) => WAVES[victim]);
	const { rest } = queueMode;
	const file = withHandedOver(withFastPolling(firstSyncWorkflow()), handedOver);
	const workflow = await importWorkflow(rest, file, credentials);
	using watch = new ExecutionWatch(rest, workflow);
	await rest.activate(workflow);
	const settled = async () =>
		await everybodyThere(sandbox, byItself ? PATIENCE : LESS_PATIENCE, stop);
	for (const wave of waves) await play(wave, queueMode, sandbox, settled, stop);
	await quietFor(sandbox);
	const missing = () => verify(sandbox).differences.length;
	const missingWithoutHelp = missing();
	await watch.look();
	const repeats = givenAgain(watch.given);
	const twice = writtenTwice(sandbox);
	if (missingWithoutHelp > 0) {
		const statuses = (await rest.executions(workflow)).map(({ status }) => status);
		// A job that was given up with its worker ends as an error.
		const retried = await retryCrashed(rest, workflow, undefined, ['crashed', 'error']);
		say(
			`${missingWithoutHelp} are missing; of the executions (${statuses.join(', ')}), ${retried} were retried`,
		);
		await settled();
	}
	return {
		people: waves.reduce((sum, { people }) => sum + people, 0),
		missingWithoutHelp,
		missingAfterRetry: missing(),
		...repeats,
		writtenTwice: twice,
		kills: waves.length,
	};
}

async function play(
	{ people, victim, kill }: Wave,
	queueMode: QueueMode,
	sandbox: Sandbox,
	settled: () => Promise<void>,
	stop: AbortSignal,
): Promise<void> {
	const before = arrivedAt(sandbox);
	const operationId = 'subscriber.batch';
	sandbox.misbehave({ kind: 'delay', ms: DELAY, operationId, times: people / BATCH });
	sandbox.contacthub.addPeople(people);
	await until(() => (arrivedAt(sandbox) > before ? [] : ['nobody has arrived']), PATIENCE, stop);
	const killedAt = performance.now();
	const left = verify(sandbox).differences.length;
	if (left === 0) throw new Error('Everybody had arrived: this is no middle');
	const secondsSince = () => Math.round((performance.now() - killedAt) / 1000);
	await kill(queueMode, stop);
	const up = secondsSince();
	await settled();
	const missing = verify(sandbox).differences.length;
	say(
		`${people} people; ${victim} was killed when ${left} were still to come, and up again after ${up} s; after ${secondsSince()} s ${missing} are missing`,
	);
}

/** Waits until everybody is there, or for as long as an operator's patience lasts. */
const everybodyThere = async (
	sandbox: Sandbox,
	patience: number,
	stop: AbortSignal,
): Promise<void> => {
	const differences = () => verify(sandbox).differences;
	await until(differences, patience, stop).catch(() => stop.throwIfAborted());
};

const arrivedAt = ({ taguchi }: Sandbox): number => taguchi.subscribers.length;
