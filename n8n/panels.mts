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
 * Pictures go to output/panels/<node>/. Names of nodes as arguments, such as `taguchiTrigger`, open these alone.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/server.mts';
import { openBrowser } from './instance/browser.mts';
import { ensureBuild } from './build.mts';
import { keepSandboxCredentials } from './instance/credentials.mts';
import { Editor } from './instance/editor.mts';
import { ensureN8n } from './instance/installation.mts';
import type { Opened } from './panels/by-hand.mts';
import { Hands } from './panels/by-hand.mts';
import { Canvas } from './panels/canvas.mts';
import type { NodePanel } from './panels/node-panels.mts';
import { additionsOf, methodsOf, panelsOf, shortName, workflowOf } from './panels/node-panels.mts';
import { addRecords } from './panels/records.mts';
import { Panels } from './panels/panel.mts';
import { readRows } from './panels/rows.mts';
import { keepOtherSignIns } from './panels/sign-ins.mts';
import { OUTPUT_FOLDER, PANELS_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { say } from './progress.mts';
import type { NodeType, StoredCredential } from './instance/rest.mts';
import { PACKAGE_NAME } from './instance/user-folder.mts';

/** High enough for the longest form. */
const WINDOW = { width: 1440, height: 1600, scale: 1 };

/** Opens the panels that a stored workflow brings. */
async function openStored(
	type: NodeType,
	wanted: readonly NodePanel[],
	folder: string,
	panels: Panels,
	editor: Editor,
	credentials: readonly StoredCredential[],
): Promise<Opened> {
	const { id } = await editor.rest.createWorkflow(workflowOf(type, wanted, credentials));
	const url = `${editor.url}/workflow/${id}`;
	const messages: string[] = [];
	let loaded = false;
	for (const panel of wanted) {
		try {
			await (loaded ? panels.go(url, panel) : panels.load(url, panel));
			const found = await panels.messages();
			messages.push(...found.map((message) => `${panel.picture}: ${message}`));
			await panels.take(join(folder, `${panel.picture}.png`));
			loaded = true;
		} catch (thrown) {
			// A page that is stuck is no place to go on from.
			loaded = false;
			messages.push(
				`${panel.picture}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
			);
		}
	}
	return { count: wanted.length, messages };
}

/** Opens all panels of a node, in each way that it has. */
async function openAll(
	type: NodeType,
	hands: Hands,
	panels: Panels,
	editor: Editor,
	credentials: readonly StoredCredential[],
): Promise<Opened> {
	const folder = join(OUTPUT_FOLDER, 'panels', shortName(type));
	mkdirSync(folder, { recursive: true });
	panels.reset();
	const isAction = additionsOf(type).length > 0;
	const isTool = shortName(type).endsWith('Tool');
	const byHand = isTool
		? []
		: [isAction ? await hands.addActions(type, folder) : await hands.addTrigger(type, folder)];
	const wanted = panelsOf(type).filter(({ isRows }) => isTool || !isAction || isRows);
	const stored = await openStored(type, wanted, folder, panels, editor, credentials);
	const unasked = [...methodsOf(type)].filter((method) => !panels.asked.has(method));
	return {
		count: [...byHand, stored].reduce((sum, { count }) => sum + count, 0),
		messages: [
			...[...byHand, stored].flatMap(({ messages }) => messages),
			...unasked.map((method) => `${method} was never asked`),
		],
	};
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
	const browser = await openBrowser(editor.url, editor.login, WINDOW);
	running.defer(async () => await browser.close());
	stop.addEventListener('abort', () => void browser.close());
	await keepOtherSignIns(editor.rest, sandbox);
	const panels = new Panels(browser.page, expected);
	const hands = new Hands(new Canvas(browser.page), panels, readRows(), editor.url);
	const names = process.argv.slice(2);
	const types = (await editor.rest.nodeTypes())
		.filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`))
		.filter((type) => names.length === 0 || names.includes(shortName(type)));
	let opened = 0;
	let count = 0;
	for (const type of types) {
		const result = await openAll(type, hands, panels, editor, credentials);
		say(`${shortName(type)}: ${result.count} panels, ${result.messages.length} messages`);
		for (const message of result.messages) console.log(`         ${message}`);
		opened += result.count;
		count += result.messages.length;
	}
	console.log(`\n${opened} panels opened, ${count} messages.`);
	return opened > 0 && count === 0;
}

await runProgram(main);
