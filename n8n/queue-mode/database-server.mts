/** A server that is no Node program: found where Debian installs it, started in a folder of its own, killed or stopped. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from '../command.mts';

/** The unprivileged user that owns a process, where the command itself runs as root. */
export interface Owner {
	uid: number;
	gid: number;
}

/** How long a server may take until it answers, in milliseconds. */
const READY_TIMEOUT = 30_000;

/** What says that a program is missing, and how it is installed. */
export const missing = (program: string, debianPackage: string): Error =>
	new Error(
		`${program} is not installed. On Debian and Ubuntu: apt-get install ${debianPackage}. Then run the command again.`,
	);

/** Runs a program to its end. @throws Error with what it printed when it does not succeed */
export async function runToEnd(
	program: string,
	args: readonly string[],
	owner?: Owner,
): Promise<string> {
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...owner });
	let printed = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (chunk: string) => {
			printed += chunk;
		});
	}
	await once(child, 'close');
	if (child.exitCode === 0) return printed;
	throw new Error(`${program} ended with ${child.exitCode}:\n${lastLines(printed)}`);
}

/** A server that runs. */
export class DatabaseServer {
	private readonly child: ChildProcess;

	private constructor(child: ChildProcess) {
		this.child = child;
	}

	/**
	 * Starts a server and waits until it answers.
	 *
	 * @param logPath where it prints to
	 * @param answers whether it answers by now
	 * @throws Error with the end of its log when it ends early or does not answer
	 */
	static async start(
		program: string,
		args: readonly string[],
		logPath: string,
		answers: () => Promise<boolean>,
		owner?: Owner,
	): Promise<DatabaseServer> {
		const log = openSync(logPath, 'a');
		const child = spawn(program, args, { stdio: ['ignore', log, log], cwd: '/', ...owner });
		closeSync(log);
		const server = new DatabaseServer(child);
		const deadline = performance.now() + READY_TIMEOUT;
		while (!(await answers())) {
			if (server.runs && performance.now() < deadline) await sleep(100);
			else {
				await server.stop('SIGKILL');
				throw new Error(`${program} did not start:\n${lastLines(readFileSync(logPath, 'utf8'))}`);
			}
		}
		return server;
	}

	/** Ends the server, and waits until it is gone. */
	async stop(signal: NodeJS.Signals): Promise<void> {
		if (!this.runs) return;
		const closed = once(this.child, 'close');
		this.child.kill(signal);
		await closed;
	}

	private get runs(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}
}
