/**
 * `npm run panels`: opens the panel of every node of this package in a real n8n, in Chromium, for every operation that the
 * node has as an action and as a tool of an agent, and for every choice of a trigger but how it signs in. The sandbox
 * stands in for the vendors.
 *
 * Each panel is met as somebody finds it who has just chosen the operation. A message is whatever the editor says against
 * it: a notification; a complaint in the panel; an error in the console or on the page; a request that is refused; a
 * drop-down without entries; a text that is cut off or was not meant for people; a list that lacks the sandbox's records.
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
import { methodsOf, panelsOf, shortName, workflowOf } from './panels/node-panels.mts';
import { addRecords } from './panels/records.mts';
import { Panels } from './panels/panel.mts';
import { OUTPUT_FOLDER, PANELS_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { say } from './progress.mts';
import type { NodeType, StoredCredential } from './instance/rest.mts';
import { PACKAGE_NAME } from './instance/user-folder.mts';

/** High enough for the longest form. */
const WINDOW = { width: 1440, height: 1600, scale: 1 };

/** Opens all panels of a node; gives their number, and what the editor says against them. */
async function openAll(
	type: NodeType,
	panels: Panels,
	editor: Editor,
	credentials: readonly StoredCredential[],
): Promise<{ opened: number; messages: string[] }> {
	const wanted = panelsOf(type);
	const folder = join(OUTPUT_FOLDER, 'panels', shortName(type));
	mkdirSync(folder, { recursive: true });
	const { id } = await editor.rest.createWorkflow(workflowOf(type, wanted, credentials));
	const url = `${editor.url}/workflow/${id}`;
	const messages: string[] = [];
	panels.reset();
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
	for (const method of methodsOf(type)) {
		if (!panels.asked.has(method)) messages.push(`${method} was never asked`);
	}
	return { opened: wanted.length, messages };
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
	const panels = new Panels(browser.page, expected);
	const names = process.argv.slice(2);
	const types = (await editor.rest.nodeTypes())
		.filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`))
		.filter((type) => names.length === 0 || names.includes(shortName(type)));
	let opened = 0;
	let count = 0;
	for (const type of types) {
		const result = await openAll(type, panels, editor, credentials);
		say(`${shortName(type)}: ${result.opened} panels, ${result.messages.length} messages`);
		for (const message of result.messages) console.log(`         ${message}`);
		opened += result.opened;
		count += result.messages.length;
	}
	console.log(`\n${opened} panels opened, ${count} messages.`);
	return opened > 0 && count === 0;
}

await runProgram(main);
