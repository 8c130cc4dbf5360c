/**
 * An n8n of a command's own: started empty, where the package can be installed as a user installs it; killed or restarted,
 * and stopped at the end.
 */
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '../places.mts';
import { packPackage } from './package-archive.mts';
import type { NpmRegistry } from './npm-registry.mts';
import { startNpmRegistry } from './npm-registry.mts';
import { freePort } from './ports.mts';
import type { Login } from './rest.mts';
import { N8nRest } from './rest.mts';
import type { N8nServer } from './server.mts';
import { runCommand, startN8n } from './server.mts';
import { emptyUserFolder, PACKAGE_NAME } from './user-folder.mts';

const LOGIN: Login = { email: 'demo@example.com', password: 'N8endtoend' };
/** What the registry needs, within n8n's data; n8n does not look there. */
const REGISTRY = 'registry';

/** A running n8n that can be restarted on the same data. */
export class Editor {
	rest: N8nRest;
	private server: N8nServer;
	private readonly folder: string;
	private readonly registry: NpmRegistry;
	private readonly ports: readonly [number, number];
	private readonly environment: Readonly<Record<string, string>>;
	private readonly stop: AbortSignal;

	private constructor(
		server: N8nServer,
		rest: N8nRest,
		folder: string,
		registry: NpmRegistry,
		ports: readonly [number, number],
		environment: Readonly<Record<string, string>>,
		stop: AbortSignal,
	) {
		this.environment = environment;
		this.ports = ports;
		this.server = server;
		this.rest = rest;
		this.folder = folder;
		this.registry = registry;
		this.stop = stop;
	}

	/**
	 * Starts an n8n without data; the registry that it asks has the packed package.
	 *
	 * @param folder where n8n keeps its data; what an earlier run left there is removed
	 * @param settings what n8n is to find in its environment besides
	 */
	static async start(
		folder: string,
		stop: AbortSignal,
		settings: Readonly<Record<string, string>> = {},
	): Promise<Editor> {
		await using started = new AsyncDisposableStack();
		emptyUserFolder(folder);
		const registry = await startNpmRegistry(join(folder, REGISTRY));
		started.defer(async () => await registry.close());
		const ports = [await freePort(0, 'n8n'), await freePort(0, "n8n's task runner")] as const;
		const environment = { ...registry.environment, ...settings };
		const server = await startN8n(folder, ...ports, stop, environment);
		started.defer(async () => await server.stop());
		const rest = await N8nRest.setUpOwner(server.url, LOGIN);
		const editor = new Editor(server, rest, folder, registry, ports, environment, stop);
		await editor.publish(PROJECT_FOLDER);
		started.move();
		return editor;
	}

	/** Starts an n8n without data, and lets it install the package. */
	static async startWithPackage(
		folder: string,
		stop: AbortSignal,
		settings?: Readonly<Record<string, string>>,
	): Promise<Editor> {
		const editor = await Editor.start(folder, stop, settings);
		await editor.rest.installPackage(PACKAGE_NAME);
		return editor;
	}

	get url(): string {
		return this.server.url;
	}

	/** The process of n8n that runs now. */
	get processId(): number {
		return this.server.processId;
	}

	/** How much n8n's database takes on the disk, in bytes, with what it has not yet put in order. */
	get databaseSize(): number {
		const files = globSync(join(this.folder, '.n8n', 'database.sqlite*'));
		return files.reduce((sum, file) => sum + statSync(file).size, 0);
	}

	/** Where n8n keeps the installed package. */
	get packageFolder(): string {
		return join(this.folder, '.n8n', 'nodes', 'node_modules', PACKAGE_NAME);
	}

	/**
	 * Packs a package and publishes it in the registry that n8n installs from.
	 *
	 * @param folder the built package
	 * @param version another one than the package has
	 */
	async publish(folder: string, version?: string): Promise<void> {
		const destination = join(this.folder, REGISTRY);
		this.registry.publish(await packPackage(folder, destination, this.stop, version));
	}

	/** The tarball's file of a published version. */
	archiveOf(version: string): string {
		return join(this.folder, REGISTRY, `${PACKAGE_NAME}-${version}.tgz`);
	}

	/** Who may sign in. */
	get login(): Login {
		return LOGIN;
	}

	/** Kills n8n in the middle of its work, and starts it again. */
	async crash(): Promise<void> {
		await this.kill();
		await this.startAgain();
	}

	/** Kills n8n in the middle of its work. */
	async kill(): Promise<void> {
		process.kill(this.server.processId, 'SIGKILL');
		await this.server.ended;
	}

	/** Stops n8n in order: it ends what it is doing. */
	async shutDown(): Promise<void> {
		await this.server.stop();
	}

	/** Starts n8n on the same data, after it was killed or shut down. */
	async startAgain(): Promise<void> {
		this.server = await startN8n(this.folder, ...this.ports, this.stop, this.environment);
		this.rest = await N8nRest.signIn(this.server.url, LOGIN);
	}

	/** Runs a command of n8n beside the server, such as `execute`; gives what it printed. @throws Error with the end of that */
	async command(args: readonly string[]): Promise<string> {
		return await runCommand(
			args,
			this.folder,
			await freePort(0, "the command's task runner"),
			this.stop,
		);
	}

	async close(): Promise<void> {
		await this.server.stop();
		await this.registry.close();
	}
}
