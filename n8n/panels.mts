/**
 * `npm run panels`: opens the panel of every node of this package in a real n8n, in Chromium. The sandbox stands in for the
 * vendors.
 *
 * Nodes come as a person brings them: out of the node panel, with the action chosen there, and with the credential that the
 * editor picks. Every action is added behind another node, and one of each resource as the first node of a workflow; triggers
 * are added for each of their events, and with each way to sign in. Additional Fields and Options are unfolded. Tools of an
 * agent, and every choice of a trigger, are opened in a workflow that was stored.
 *
 * A message is whatever the editor says against a panel: a notification; a complaint; an error in the console or on the page; a
 * request that is refused; a drop-down without entries; a text that is cut off or was not meant for people; a list that
 * lacks the sandbox's records; a field of the row that cannot be found; a boolean of a mapping that holds an answer by itself.
 * Each list is opened once a node. The red triangle beside a required field that is still empty is no message: every node
 * of n8n shows it. Any other triangle is one. The mark in an empty JSON editor, which n8n sets in its own nodes, is none.
 *
 * At last the example workflows are opened: the canvas, where no step may be marked, cut off or covered, and the panels of this
 * package's nodes.
 *
 * Pictures go to output/panels/<node>/. Names of nodes as arguments, such as `taguchiTrigger`, or `examples`, open these alone.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startSandbox } from '../sandbox/server.mts';
import { openBrowser } from './instance/browser.mts';
import { ensureBuild } from './build.mts';
import { keepSandboxCredentials } from './instance/credentials.mts';
import { Editor } from './instance/editor.mts';
import { ensureN8n } from './instance/installation.mts';
import { Hands } from './panels/by-hand.mts';
import { Canvas } from './panels/canvas.mts';
import { openExamples } from './panels/examples.mts';
import { Findings, reasonOf } from './panels/findings.mts';
import { additionsOf, methodsOf, panelsOf, shortName, workflowOf } from './panels/node-panels.mts';
import type { ExpectedEntries } from './panels/records.mts';
import { addRecords } from './panels/records.mts';
import { Panels } from './panels/panel.mts';
import type { OfferedBy } from './panels/rows.mts';
import { readRows } from './panels/rows.mts';
import { keepOtherSignIns } from './panels/sign-ins.mts';
import { openStored } from './panels/stored.mts';
import { OUTPUT_FOLDER, PANELS_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { say, sayWhile } from './progress.mts';
import type { NodeType, StoredCredential } from './instance/rest.mts';
import { PACKAGE_NAME } from './instance/user-folder.mts';

/** High enough for the longest form. */
const WINDOW = { width: 1440, height: 1600, scale: 1 };
/** How often a run says how far it is. */
const PROGRESS_SECONDS = 60;
/** What the example workflows are called among the parts of a run. */
const EXAMPLES = 'examples';

/** What the parts of a run share. */
interface Run {
	editor: Editor;
	credentials: readonly StoredCredential[];
	expected: ExpectedEntries;
	offeredBy: OfferedBy;
	findings: Findings;
}

/** Opens all panels of a node, in each way that it has. */
async function openAll(
	{ editor, credentials, offeredBy, findings }: Run,
	type: NodeType,
	page: Page,
	panels: Panels,
): Promise<void> {
	const folder = join(OUTPUT_FOLDER, 'panels', shortName(type));
	mkdirSync(folder, { recursive: true });
	const hands = new Hands(new Canvas(page), panels, offeredBy, editor.url, findings);
	const isAction = additionsOf(type).length > 0;
	const isTool = shortName(type).endsWith('Tool');
	if (!isTool) await (isAction ? hands.addActions(type, folder) : hands.addTrigger(type, folder));
	const wanted = panelsOf(type).filter(({ isRows }) => isTool || !isAction || isRows);
	const { id } = await editor.rest.createWorkflow(workflowOf(type, wanted, credentials));
	const look = async () => {
		if (isTool) await panels.unfold();
		return await panels.messages();
	};
	await openStored(`${editor.url}/workflow/${id}`, wanted, folder, panels, findings, look);
	const unasked = [...methodsOf(type)].filter((method) => !panels.asked.has(method));
	findings.tell(unasked.map((method) => `${method} was never asked`));
}

/** Does a part in a browser of its own: where one is stuck for good, the next part begins anew. */
async function inBrowser(
	{ editor, expected, findings }: Run,
	name: string,
	stop: AbortSignal,
	part: (page: Page, panels: Panels) => Promise<void>,
): Promise<void> {
	stop.throwIfAborted();
	const before = { ...findings };
	const { page, close } = await openBrowser(editor.url, editor.login, WINDOW);
	const stopped = () => void close();
	stop.addEventListener('abort', stopped);
	const opened = () => `${findings.panels - before.panels} panels`;
	try {
		const work = part(page, new Panels(page, expected));
		await sayWhile(work, () => `${name}: ${opened()} so far`, PROGRESS_SECONDS);
	} catch (thrown) {
		stop.throwIfAborted();
		findings.tell([`${name} is not seen to its end: ${reasonOf(thrown)}`]);
	} finally {
		stop.removeEventListener('abort', stopped);
		await close();
	}
	say(`${name}: ${opened()}, ${findings.messages - before.messages} messages`);
}

async function main(stop: AbortSignal): Promise<boolean> {
	await ensureBuild(stop);
	await ensureN8n(stop);
	await using running = new AsyncDisposableStack();
	const sandbox = await startSandbox();
	running.defer(async () => await sandbox.close());
	const expected = await addRecords(sandbox);
	say('Starting n8n');
	const editor = await Editor.startWithPackage(PANELS_FOLDER, stop);
	running.defer(async () => await editor.close());
	const credentials = await keepSandboxCredentials(editor.rest, sandbox);
	await keepOtherSignIns(editor.rest, sandbox);
	const findings = new Findings();
	const run: Run = { editor, credentials, expected, offeredBy: readRows(), findings };
	const names = process.argv.slice(2);
	const isWanted = (name: string) => names.length === 0 || names.includes(name);
	const types = (await editor.rest.nodeTypes())
		.filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`))
		.filter((type) => isWanted(shortName(type)));
	for (const type of types) {
		await inBrowser(run, shortName(type), stop, async (page, panels) => {
			await openAll(run, type, page, panels);
		});
	}
	if (isWanted(EXAMPLES)) {
		const folder = join(OUTPUT_FOLDER, 'panels', EXAMPLES);
		await inBrowser(run, EXAMPLES, stop, async (page, panels) => {
			await openExamples(page, panels, editor, credentials, folder, findings);
		});
	}
	console.log(
		`\n${findings.panels} panels, ${findings.messages} messages; ${findings.secondTries} were tried twice.`,
	);
	return findings.panels > 0 && findings.messages === 0;
}

await runProgram(main);
