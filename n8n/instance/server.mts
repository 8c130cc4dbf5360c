/** Starts the full n8n, or a worker of it, as a process of its own: on this machine only, without telemetry, updates or licence calls. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { lastLines } from '../command.mts';
import { N8N_FOLDER } from '../places.mts';

/** A running n8n, or a worker of it. */
export interface N8nServer {
	/** The editor's address, without a trailing slash; a worker answers there only whether it is ready. */
	url: string;
	processId: number;
	/** The file with what n8n prints. */
	logPath: string;
	/** Fulfilled with what n8n printed last, once it has ended. */
	ended: Promise<string>;
	/** Ends n8n and waits until it is gone. */
	stop(): Promise<void>;
}

/** Modules that call out, or that a demonstration does not need; n8n starts faster without. */
const DISABLED_MODULES = [
	'agents',
	'breaking-changes',
	'chat-hub',
	'external-secrets',
	'insights',
	'instance-ai',
	'ldap',
	'log-streaming',
	'mcp',
	'mcp-registry',
	'oauth-server',
	'otel',
	'quick-connect',
	'source-control',
	'sso-oidc',
	'sso-saml',
	'token-exchange',
	'workflow-builder',
];

/** How long n8n may take until it is ready, and until it has ended, in milliseconds. It gives its own runs half a minute to end. */
const READY_TIMEOUT = 240_000;
const STOP_TIMEOUT = 45_000;

/**
 * Starts n8n and waits until it serves.
 *
 * @param userFolder n8n's user folder; exists already
 * @param port where the editor is served, on the loopback address
 * @param brokerPort where n8n's task runner finds its server
 * @param stop ends the waiting, and n8n
 * @param environment what n8n is to find besides its settings
 * @throws Error with the end of n8n's log when it ends early or does not become ready
 */
export async function startN8n(
	userFolder: string,
	port: number,
	brokerPort: number,
	stop: AbortSignal,
	environment: Readonly<Record<string, string>> = {},
): Promise<N8nServer> {
	return await startProcess(
		['start'],
		addressOf(port),
		userFolder,
		environmentOf(userFolder, port, brokerPort, environment),
		stop,
	);
}

/**
 * Starts a worker of an n8n in queue mode, and waits until it takes jobs.
 *
 * @param userFolder a folder of its own, as on a machine of its own; exists already
 * @param healthPort where it answers whether it is ready
 * @param environment where database and Redis are, and the key of the main's credentials
 * @throws Error with the end of the worker's log when it ends early or does not become ready
 */
export async function startWorker(
	userFolder: string,
	healthPort: number,
	brokerPort: number,
	stop: AbortSignal,
	environment: Readonly<Record<string, string>>,
): Promise<N8nServer> {
	const health = {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(healthPort),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
	return await startProcess(
		['worker'],
		addressOf(healthPort),
		userFolder,
		environmentOf(userFolder, 0, brokerPort, { ...environment, ...health }),
		stop,
	);
}

async function startProcess(
	args: readonly string[],
	url: string,
	userFolder: string,
	env: NodeJS.ProcessEnv,
	stop: AbortSignal,
): Promise<N8nServer> {
	const logPath = join(userFolder, 'n8n.log');
	// What it printed before it was killed stays readable.
	const log = openSync(logPath, 'a');
	const child = spawn(process.execPath, [join('node_modules', 'n8n', 'bin', 'n8n'), ...args], {
		cwd: N8N_FOLDER,
		env,
		stdio: ['ignore', log, log],
	});
	closeSync(log);
	const lastWords = () => lastLines(readFileSync(logPath, 'utf8'));
	const ended = once(child, 'close').then(lastWords);
	const server: N8nServer = {
		url,
		processId: child.pid ?? 0,
		logPath,
		ended,
		stop: async () => await end(child, ended),
	};
	try {
		await ready(server, stop);
		return server;
	} catch (thrown) {
		await server.stop();
		stop.throwIfAborted();
		throw new Error(`n8n did not start (its log: ${logPath}):\n${lastWords()}`, { cause: thrown });
	}
}

/**
 * What n8n finds in its environment, the server and its commands alike.
 *
 * @param environment what it is to find besides its settings
 */
const environmentOf = (
	userFolder: string,
	port: number,
	brokerPort: number,
	environment: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv => ({
	...foreignEnvironment(),
	...settings(userFolder, port, brokerPort),
	...environment,
});

/**
 * Runs one of n8n's commands on the data of a user folder, beside its server or without one.
 *
 * @param brokerPort where the command's task runner finds its server; not that of the running n8n
 * @returns what it printed
 * @throws Error with the end of that when it does not succeed
 */
export async function runCommand(
	args: readonly string[],
	userFolder: string,
	brokerPort: number,
	stop: AbortSignal,
): Promise<string> {
	const outputPath = join(userFolder, 'command.log');
	// Into a file: n8n cuts off what a pipe has not taken yet when it ends.
	const output = openSync(outputPath, 'w');
	const child = spawn(process.execPath, [join('node_modules', 'n8n', 'bin', 'n8n'), ...args], {
		cwd: N8N_FOLDER,
		env: environmentOf(userFolder, 0, brokerPort, {}),
		stdio: ['ignore', output, output],
		signal: stop,
	});
	closeSync(output);
	await once(child, 'close');
	const printed = readFileSync(outputPath, 'utf8');
	if (child.exitCode === 0) return printed;
	throw new Error(`"n8n ${args.join(' ')}" ended with ${child.exitCode}:\n${lastLines(printed)}`);
}

const addressOf = (port: number): string => `http://127.0.0.1:${port}`;

/** What the machine sets for other programs; settings of another n8n, and of the npm that started this, stay out. */
const foreignEnvironment = (): NodeJS.ProcessEnv =>
	Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^(N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|NODES|GENERIC|CREDENTIALS|npm)_/.test(name),
		),
	);

function settings(userFolder: string, port: number, brokerPort: number): Record<string, string> {
	const url = addressOf(port);
	return {
		N8N_USER_FOLDER: userFolder,
		DB_TYPE: 'sqlite',
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_AI_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_DISABLED_MODULES: DISABLED_MODULES.join(','),
		NO_COLOR: '1',
	};
}

async function ready(server: N8nServer, stop: AbortSignal): Promise<void> {
	const deadline = AbortSignal.any([stop, AbortSignal.timeout(READY_TIMEOUT)]);
	let running = true;
	void server.ended.finally(() => {
		running = false;
	});
	while (!(await answers(`${server.url}/healthz/readiness`))) {
		if (!running) throw new Error('n8n ended');
		await sleep(250, undefined, { signal: deadline });
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		const { statusCode, body } = await request(url);
		await body.dump();
		return statusCode === 200;
	} catch {
		return false;
	}
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill('SIGTERM');
	const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT);
	await ended.finally(() => clearTimeout(timer));
}
