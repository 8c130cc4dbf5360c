/**
 * `npm start`: a real n8n with this package, a sandbox in place of the vendors, and a first sync that has run in it.
 *
 *   npm start                 starts afresh and stays up
 *   npm start -- --keep       goes on with the n8n of the last start; the sandbox begins anew
 *   npm start -- --exit       ends after the sync; the exit code is 0 when everybody arrived as they should
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/server.mts';
import { ensureBuild } from './build.mts';
import { keepSandboxCredentials } from './instance/credentials.mts';
import { importWorkflow } from './demonstration/example-workflows.mts';
import { firstSyncWorkflow, runFirstSync } from './demonstration/first-sync.mts';
import { ensureN8n } from './instance/installation.mts';
import { prepare } from './demonstration/people.mts';
import { DATA_FOLDER } from './places.mts';
import { freePort } from './instance/ports.mts';
import { runProgram } from './program.mts';
import { say, sayWhile } from './progress.mts';
import type { Login } from './instance/rest.mts';
import { N8nRest } from './instance/rest.mts';
import type { N8nServer } from './instance/server.mts';
import { startN8n } from './instance/server.mts';
import { keepSession, lastSession, runningSession } from './instance/session.mts';
import { syncSummary, whatNext, whereToLook } from './demonstration/summary.mts';
import { emptyUserFolder, placePackage } from './instance/user-folder.mts';
import { verify } from './demonstration/verification.mts';
import { countsLine, WholePicture } from './demonstration/whole-picture.mts';

const EDITOR_PORT = 5678;
const BROKER_PORT = 5679;
const SANDBOX_PORT = 4010;

/** How many people the sandbox's Contacthub holds, and the seed that makes them the same at every start. */
const PEOPLE = 300;
const SEED = 1;

/**
 * The story of a start.
 *
 * @returns whether everybody arrived as they should
 */
async function start(keep: boolean, exit: boolean, stop: AbortSignal): Promise<boolean> {
	await ensureBuild(stop);
	await ensureN8n(stop);
	const { login, kept } = prepareUserFolder(keep);

	await using running = new AsyncDisposableStack();
	say('Starting the sandbox');
	const sandbox = await startSandbox({
		port: await freePort(SANDBOX_PORT, 'the sandbox'),
		// Later than any offset that a kept trigger knows.
		offsetBefore: Date.now(),
	});
	running.defer(async () => await sandbox.close());
	sandbox.contacthub.addPeople(PEOPLE, { seed: SEED });
	prepare(sandbox);

	say('Starting n8n');
	const editorPort = await freePort(EDITOR_PORT, "n8n's editor");
	const brokerPort = await freePort(BROKER_PORT, "n8n's task runner");
	const n8n = await startN8n(DATA_FOLDER, editorPort, brokerPort, stop);
	running.defer(async () => await n8n.stop());
	const session = { processIds: [process.pid, n8n.processId], url: n8n.url, login };
	keepSession(session);

	const rest = kept
		? await N8nRest.signIn(n8n.url, login)
		: await N8nRest.setUpOwner(n8n.url, login);
	const credentials = await keepSandboxCredentials(rest, sandbox);
	let verified = true;
	const picture = new WholePicture(rest, sandbox);
	let changing = true;
	let beginning: string | undefined;
	if (kept) {
		say('Your workflows are as you left them; the sandbox began anew');
		changing = await picture.resume();
	} else {
		say(`Syncing ${PEOPLE} people`);
		// Folders would need a licence; a tag needs none.
		const tags = [await rest.createTag('Examples')];
		const workflow = await importWorkflow(rest, firstSyncWorkflow(), credentials, tags);
		beginning = `${n8n.url}/workflow/${workflow.id}`;
		const sync = runFirstSync(rest, workflow, PEOPLE, stop);
		const result = await sayWhile(sync, () => 'Still syncing', 5);
		const verdict = verify(sandbox);
		verified = verdict.differences.length === 0 && result.failed === 0 && !result.stopped;
		console.log(syncSummary(result, verdict));
		console.log('');
		say('Starting the other workflows, until all four systems agree');
		await sayWhile(picture.start(credentials, stop, tags), () => 'Still at work', 10);
		say(`The four systems agree: ${countsLine(await picture.count())}`);
	}
	console.log(whereToLook(session, sandbox.url, beginning));
	if (exit) return verified;
	console.log(whatNext(sandbox.url, changing));
	await Promise.all([changing && picture.live(stop), untilStopped(n8n, stop)]);
	return verified;
}

/**
 * Makes the user folder ready, and claims it for this process.
 *
 * @returns who signs in, and whether the n8n in the folder is kept
 * @throws Error when an earlier start is still up, for it works in the same folder
 */
function prepareUserFolder(keep: boolean): { login: Login; kept: boolean } {
	const running = runningSession();
	if (running) {
		const { processIds, url } = running;
		throw new Error(
			`An earlier start is still up: ${url || 'it is starting'} (process ${processIds.join(', ')}). Stop it first.`,
		);
	}
	const keptLogin = keep ? lastSession()?.login : undefined;
	if (!keptLogin) emptyUserFolder();
	placePackage();
	const login = keptLogin ?? newLogin();
	keepSession({ processIds: [process.pid], url: '', login });
	return { login, kept: keptLogin !== undefined };
}

/** Upper case and a digit stand in front because n8n asks for both. */
const newLogin = (): Login => ({
	email: 'demo@example.com',
	password: `N8${randomBytes(9).toString('base64url')}`,
});

/** @throws Error when n8n ends by itself */
async function untilStopped(n8n: N8nServer, stop: AbortSignal): Promise<void> {
	if (stop.aborted) return;
	const lastWords = await Promise.race([n8n.ended, once(stop, 'abort')]);
	if (!stop.aborted) throw new Error(`n8n has ended:\n${String(lastWords)}`);
}

const { values } = parseArgs({
	options: { keep: { type: 'boolean', default: false }, exit: { type: 'boolean', default: false } },
});
await runProgram(async (stop) => await start(values.keep, values.exit, stop));
