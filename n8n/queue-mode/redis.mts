/** A Redis of the command's own, in a temporary folder on the loopback address, that can be killed and started again. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../instance/ports.mts';
import { DatabaseServer, missing } from './database-server.mts';

const PROGRAM = 'redis-server';

/** Whether Redis writes down what it holds, as settings of Redis. */
const PERSISTENCE = {
	/** Each change, once a second at the latest. */
	appendOnly: ['--appendonly', 'yes', '--appendfsync', 'everysec'],
	/** As Redis comes: now and then, so that a kill loses what is queued. */
	snapshots: [],
} as const;
export type Persistence = keyof typeof PERSISTENCE;

/** Redis, running or killed. */
export class Redis {
	private server: DatabaseServer;
	private readonly folder: string;
	private readonly port: number;
	private readonly persistence: Persistence;

	private constructor(
		server: DatabaseServer,
		folder: string,
		port: number,
		persistence: Persistence,
	) {
		this.server = server;
		this.folder = folder;
		this.port = port;
		this.persistence = persistence;
	}

	/** @throws Error that says what to install, or why Redis does not start */
	static async start(persistence: Persistence): Promise<Redis> {
		const folders = (process.env.PATH ?? '').split(delimiter);
		if (!folders.some((folder) => existsSync(join(folder, PROGRAM)))) {
			throw missing('Redis', PROGRAM);
		}
		const folder = mkdtempSync(join(tmpdir(), 'queue-mode-redis-'));
		const port = await freePort(0, 'Redis');
		try {
			return new Redis(await launch(folder, port, persistence), folder, port, persistence);
		} catch (thrown) {
			rmSync(folder, { recursive: true });
			throw thrown;
		}
	}

	/** What n8n finds in its environment. */
	get environment(): Readonly<Record<string, string>> {
		return { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(this.port) };
	}

	async kill(): Promise<void> {
		await this.server.stop('SIGKILL');
	}

	/** Starts Redis on the same data, after it was killed. */
	async startAgain(): Promise<void> {
		this.server = await launch(this.folder, this.port, this.persistence);
	}

	/** Ends Redis and removes its data. */
	async close(): Promise<void> {
		await this.server.stop('SIGKILL');
		rmSync(this.folder, { recursive: true });
	}
}

const launch = async (folder: string, port: number, persistence: Persistence) =>
	await DatabaseServer.start(
		PROGRAM,
		['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...PERSISTENCE[persistence]],
		join(folder, 'redis.log'),
		async () => await answersPing(port),
	);

/** Redis answers a ping with an error while it reads its data. */
async function answersPing(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		socket.write('PING\r\n');
		const [answer] = await once(socket, 'data');
		return String(answer).startsWith('+PONG');
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
