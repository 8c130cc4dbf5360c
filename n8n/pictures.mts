/**
 * `npm run pictures`: takes all pictures that README shows, with Chromium, of an n8n of its own beside the sandbox. The
 * people are the same each time, so a picture changes only when the nodes or the editor do.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { CONTACTHUB_NODE_ID } from '../sandbox/contacthub/accounts.mts';
import { HORISEN_LIST_UUID } from '../sandbox/horisen/accounts.mts';
import { startSandbox } from '../sandbox/server.mts';
import { AGENT } from './end-to-end/agent.mts';
import { openBrowser } from './instance/browser.mts';
import { ensureBuild } from './build.mts';
import { keepSandboxCredentials, withCredentials } from './instance/credentials.mts';
import { Editor } from './instance/editor.mts';
import { exampleWorkflow } from './demonstration/example-workflows.mts';
import { COUNTED_NODES, firstSyncWorkflow, runFirstSync } from './demonstration/first-sync.mts';
import { ensureN8n } from './instance/installation.mts';
import { prepare, VIP_SEGMENT } from './demonstration/people.mts';
import { IMAGES_FOLDER, PICTURES_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { say, sayWhile } from './progress.mts';
import type { N8nRest, StoredCredential, StoredWorkflow } from './instance/rest.mts';
import { PACKAGE_NAME } from './instance/user-folder.mts';
import { WholePicture } from './demonstration/whole-picture.mts';

const PEOPLE = 300;
/** The windows: for a canvas, and for everything else. */
const WIDE = { width: 1440, height: 800, scale: 1.5 };
const SMALL = { width: 1200, height: 600, scale: 1.25 };
/** How long n8n's animations take, in milliseconds. */
const ANIMATION = 1_500;
/** How long anything else may take on a busy machine, in milliseconds. */
const TIMEOUT = 120_000;

/** A node as a person would fill it in. */
interface FilledIn {
	picture: string;
	name: string;
	type: string;
	parameters: object;
}

const chosen = (value: string, cachedResultName: string) => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName,
});

const FILLED_IN: readonly FilledIn[] = [
	{
		picture: 'contacthub',
		name: 'Contacthub',
		type: `${PACKAGE_NAME}.contacthub`,
		parameters: {
			resource: 'customer',
			operation: 'getAll',
			nodeId: chosen(CONTACTHUB_NODE_ID, 'Online Shop'),
			filters: { entry: [{ property: 'base.contacts.email', operator: 'IS_NOT_NULL' }] },
			returnAll: true,
		},
	},
	{
		picture: 'horisen',
		name: 'HORISEN Business Messenger',
		type: `${PACKAGE_NAME}.horisen`,
		parameters: {
			authentication: 'horisenTokenApi',
			resource: 'contact',
			operation: 'getAll',
			returnAll: true,
			additionalFields: { list_uuids: HORISEN_LIST_UUID },
		},
	},
	{
		picture: 'emporix',
		name: 'Emporix',
		type: `${PACKAGE_NAME}.emporix`,
		parameters: {
			authentication: 'emporixOAuth2Api',
			resource: 'customerAssignment',
			operation: 'getAll',
			segmentId: chosen(VIP_SEGMENT, 'VIP customers (main)'),
		},
	},
];

/** The canvas with the numbers of the first execution. */
async function takeFirstSync(page: Page, execution: string): Promise<void> {
	await page.goto(execution);
	await canvasNode(page, COUNTED_NODES.read).waitFor();
	const checklist = page.getByTestId('suggested-actions-close');
	await page.waitForTimeout(ANIMATION);
	if (await checklist.isVisible()) await checklist.click();
	await page.getByTestId('zoom-to-fit').click();
	await page.mouse.move(0, 0);
	await page.waitForTimeout(ANIMATION);
	await take(page, 'first-sync');
}

/** The canvas of the agent. */
async function takeAgent(page: Page, { url, rest }: Editor): Promise<void> {
	const { name } = exampleWorkflow(AGENT);
	const workflow = (await rest.workflows()).find((stored) => stored.name === name);
	if (!workflow) throw new Error(`"${name}" is not in this n8n`);
	await page.goto(`${url}/workflow/${workflow.id}`);
	await canvasNode(page, 'AI Agent').waitFor();
	await page.waitForTimeout(ANIMATION);
	await page.getByTestId('zoom-to-fit').click();
	await page.mouse.move(0, 0);
	await page.waitForTimeout(ANIMATION);
	await take(page, 'agent');
}

/** The Taguchi node of the first sync, with what went in and out. */
async function takeTaguchi(page: Page, execution: string): Promise<void> {
	await page.goto(execution);
	await canvasNode(page, 'Taguchi').dblclick();
	await page.getByTestId('ndv').waitFor();
	await page.mouse.move(0, 0);
	await page.waitForTimeout(ANIMATION);
	await take(page, 'taguchi');
}

/** A node after Execute step. */
async function takeNode(
	page: Page,
	{ url, rest }: Editor,
	credentials: readonly StoredCredential[],
	{ picture, name, type, parameters }: FilledIn,
): Promise<void> {
	const trigger = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
	const workflow = {
		name: `Picture of ${name}`,
		nodes: [
			{ ...trigger, id: 'start', typeVersion: 1, position: [0, 0] },
			{ id: picture, name, type, typeVersion: 1, position: [240, 0], parameters },
		],
		connections: { [trigger.name]: { main: [[{ node: name, type: 'main', index: 0 }]] } },
	};
	const { id } = await rest.createWorkflow(withCredentials(workflow, credentials));
	await page.goto(`${url}/workflow/${id}/${picture}`);
	await page.getByTestId('node-execute-button').click();
	await page.locator('.el-notification__closeBtn').click();
	const panel = page.getByTestId('output-panel');
	await panel.getByText(/^\d+ items$/).waitFor();
	await panel.getByTestId('radio-button-schema').click();
	await page.mouse.move(0, 0);
	await page.waitForTimeout(ANIMATION);
	await take(page, picture);
}

/** Some people have Japanese names, which are boxes without a font for them. */
async function sayMissingFont(): Promise<void> {
	const listed = promisify(execFile)('fc-list', [':lang=ja', 'family']);
	const { stdout } = await listed.catch(() => ({ stdout: '' }));
	if (stdout.trim()) return;
	say('No font has Japanese letters, so people.png shows boxes: apt-get install fonts-noto-cjk');
}

/** The people in the four systems side by side, as the sandbox shows them. */
async function takePeople(page: Page, sandboxUrl: string): Promise<void> {
	await page.goto(`${sandboxUrl}/sandbox/page`);
	await page.getByText('@example.com').first().waitFor();
	await take(page, 'people');
}

function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

async function take(page: Page, name: string): Promise<void> {
	const path = join(IMAGES_FOLDER, `${name}.png`);
	await page.screenshot({ path });
	say(`Taken: ${path}`);
}

/** Runs the first sync, so that there is something to see. */
async function firstSync(
	rest: N8nRest,
	credentials: readonly StoredCredential[],
	stop: AbortSignal,
): Promise<StoredWorkflow> {
	const workflow = await rest.createWorkflow(withCredentials(firstSyncWorkflow(), credentials));
	await runFirstSync(rest, workflow, PEOPLE, stop);
	return workflow;
}

async function main(stop: AbortSignal): Promise<void> {
	await sayMissingFont();
	await ensureBuild(stop);
	await ensureN8n(stop);
	await using running = new AsyncDisposableStack();
	const sandbox = await startSandbox();
	running.defer(async () => await sandbox.close());
	sandbox.contacthub.addPeople(PEOPLE);
	prepare(sandbox);
	say('Starting n8n');
	const editor = await Editor.startWithPackage(PICTURES_FOLDER, stop);
	running.defer(async () => await editor.close());
	const credentials = await keepSandboxCredentials(editor.rest, sandbox);
	const workflow = await firstSync(editor.rest, credentials, stop);
	const [first] = (await editor.rest.executions(workflow)).slice(-1);
	if (!first) throw new Error(`"${workflow.name}" has not run`);
	const execution = `${editor.url}/workflow/${workflow.id}/executions/${first.id}`;
	const others = new WholePicture(editor.rest, sandbox).start(credentials, stop);
	await sayWhile(others, () => 'Waiting until all four systems agree', 10);
	for (const size of [WIDE, SMALL]) {
		const { page, close } = await openBrowser(editor.url, editor.login, size);
		running.defer(async () => await close());
		stop.addEventListener('abort', () => void close());
		page.setDefaultTimeout(TIMEOUT);
		if (size === WIDE) {
			await takeFirstSync(page, execution);
			await takeAgent(page, editor);
		} else {
			await takePeople(page, sandbox.url);
			await takeTaguchi(page, execution);
			for (const filledIn of FILLED_IN) await takeNode(page, editor, credentials, filledIn);
		}
	}
}

await runProgram(main);
