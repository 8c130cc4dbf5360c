/** The n8n of the end-to-end run: started empty, killed and started again, stopped at the end. */
import { END_TO_END_FOLDER } from './places.mts';
import { freePort } from './ports.mts';
import { N8nRest } from './rest.mts';
import type { N8nServer } from './server.mts';
import { startN8n } from './server.mts';
import { emptyUserFolder, placePackage } from './user-folder.mts';

const LOGIN = { email: 'demo@example.com', password: 'N8endtoend' };

/** A running n8n that can be restarted on the same data. */
export class Editor {
	rest: N8nRest;
	private server: N8nServer;
	private readonly ports: readonly [number, number];
	private readonly stop: AbortSignal;

	private constructor(
		server: N8nServer,
		rest: N8nRest,
		ports: readonly [number, number],
		stop: AbortSignal,
	) {
		this.ports = ports;
		this.server = server;
		this.rest = rest;
		this.stop = stop;
	}

	/** Starts an n8n without data, with the package in it. */
	static async start(stop: AbortSignal): Promise<Editor> {
		emptyUserFolder(END_TO_END_FOLDER);
		placePackage(END_TO_END_FOLDER);
		const ports = [await freePort(0, 'n8n'), await freePort(0, "n8n's task runner")] as const;
		const server = await startN8n(END_TO_END_FOLDER, ...ports, stop);
		return new Editor(server, await N8nRest.setUpOwner(server.url, LOGIN), ports, stop);
	}

	get url(): string {
		return this.server.url;
	}

	/** Kills n8n in the middle of its work, and starts it again. */
	async crash(): Promise<void> {
		process.kill(this.server.processId, 'SIGKILL');
		await this.server.ended;
		this.server = await startN8n(END_TO_END_FOLDER, ...this.ports, this.stop);
		this.rest = await N8nRest.signIn(this.server.url, LOGIN);
	}

	async close(): Promise<void> {
		await this.server.stop();
	}
}
