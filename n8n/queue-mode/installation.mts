/** n8n in queue mode on one machine: PostgreSQL, Redis, one main and two workers, each n8n with a folder of its own. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../instance/ports.mts';
import type { Login } from '../instance/rest.mts';
import { N8nRest } from '../instance/rest.mts';
import type { N8nServer } from '../instance/server.mts';
import { startN8n, startWorker } from '../instance/server.mts';
import { emptyUserFolder, placePackage } from '../instance/user-folder.mts';
import { startPostgresql } from './postgresql.mts';
import type { Persistence } from './redis.mts';
import { Redis } from './redis.mts';
import { Supervised } from './supervised.mts';

const LOGIN: Login = { email: 'demo@example.com', password: 'N8queuemode' };
const WORKERS = ['worker-1', 'worker-2'];

const DURABLE_CURSORS = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};
/** n8n looks every minute, instead of every three hours, for executions that the queue has lost, and calls them crashed. */
const QUEUE_RECOVERY = { N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1' };

/** How an installation differs from another. */
export interface QueueModeOptions {
	/** Whether n8n commits a trigger's position together with the execution. */
	durableCursors: boolean;
	persistence: Persistence;
}

export class QueueMode implements AsyncDisposable {
	readonly rest: N8nRest;
	readonly main: Supervised;
	readonly workers: readonly Supervised[];
	readonly redis: Redis;
	private readonly running: AsyncDisposableStack;

	private constructor(
		rest: N8nRest,
		main: Supervised,
		workers: readonly Supervised[],
		redis: Redis,
		running: AsyncDisposableStack,
	) {
		this.rest = rest;
		this.main = main;
		this.workers = workers;
		this.redis = redis;
		this.running = running;
	}

	/**
	 * Starts everything without data.
	 *
	 * @param folder where the n8ns keep their data; what an earlier run left there is removed
	 * @throws Error that says what to install, or what does not start
	 */
	static async start(
		folder: string,
		{ durableCursors, persistence }: QueueModeOptions,
		stop: AbortSignal,
	): Promise<QueueMode> {
		await using running = new AsyncDisposableStack();
		const postgresql = await startPostgresql();
		running.defer(async () => await postgresql.close());
		const redis = await Redis.start(persistence);
		running.defer(async () => await redis.close());
		const environment = {
			...postgresql.environment,
			...redis.environment,
			...(durableCursors && DURABLE_CURSORS),
			...(persistence === 'snapshots' && QUEUE_RECOVERY),
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64'),
		};
		emptyUserFolder(folder);
		const begin = async (name: string, launch: typeof startN8n | typeof startWorker) => {
			const own = join(folder, name);
			mkdirSync(own);
			placePackage(own);
			const ports = [
				await freePort(0, name),
				await freePort(0, `the task runner of ${name}`),
			] as const;
			const server = async (): Promise<N8nServer> => await launch(own, ...ports, stop, environment);
			const supervised = await Supervised.begin(server);
			running.defer(async () => await supervised.close());
			return supervised;
		};
		// The main makes the tables.
		const main = await begin('main', startN8n);
		const rest = await N8nRest.setUpOwner(main.url, LOGIN);
		const workers = await Promise.all(WORKERS.map(async (name) => await begin(name, startWorker)));
		return new QueueMode(rest, main, workers, redis, running.move());
	}

	/** The worker that has an execution in hand. @throws Error when none has */
	busyWorker(): Supervised {
		const busy = this.workers.find((worker) => {
			const log = worker.log.slice(worker.log.lastIndexOf('worker is now ready'));
			const ids = [...log.matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id);
			return ids.some((id) => !log.includes(`Worker finished execution ${id} `));
		});
		if (!busy) throw new Error('No worker has an execution in hand');
		return busy;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.running.disposeAsync();
	}
}
