/** A process that an operator's supervisor keeps up: whatever ends it, it is started again after a moment. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nServer } from '../instance/server.mts';

/** How long a supervisor waits before it starts a process again, in milliseconds. */
const PAUSE = 2_000;

export class Supervised {
	/** How often it was started again. */
	restarts = 0;
	private server: N8nServer;
	private readonly start: () => Promise<N8nServer>;
	private readonly kept: Promise<void>;
	private closing = false;

	private constructor(server: N8nServer, start: () => Promise<N8nServer>) {
		this.server = server;
		this.start = start;
		this.kept = this.keepUp();
	}

	/**
	 * Starts a process and keeps it up from then on.
	 *
	 * @throws Error when it does not start for the first time
	 */
	static async begin(start: () => Promise<N8nServer>): Promise<Supervised> {
		return new Supervised(await start(), start);
	}

	/** The address of the process. */
	get url(): string {
		return this.server.url;
	}

	/** The process that runs by now. */
	get processId(): number {
		return this.server.processId;
	}

	/** What it printed since its first start. */
	get log(): string {
		return readFileSync(this.server.logPath, 'utf8');
	}

	/** Kills it in the middle of its work; it comes again by itself. */
	kill(): void {
		process.kill(this.server.processId, 'SIGKILL');
	}

	/** Waits until it has been started again so often. */
	async restarted(times: number, stop: AbortSignal): Promise<void> {
		while (this.restarts < times) await sleep(250, undefined, { signal: stop });
	}

	/** Stops it in order, for good. */
	async close(): Promise<void> {
		this.closing = true;
		await this.server.stop();
		await this.kept;
	}

	private async keepUp(): Promise<void> {
		for (;;) {
			await this.server.ended;
			await sleep(PAUSE);
			while (!this.closing) {
				try {
					this.server = await this.start();
					this.restarts += 1;
					break;
				} catch {
					// Redis may not be back yet; its log says why.
					await sleep(PAUSE);
				}
			}
			if (this.closing) {
				await this.server.stop();
				return;
			}
		}
	}
}
