/**
 * `npm run pictures`: takes pictures of the n8n that `npm start` has left up, with Chromium.
 *
 * docs/images/ gets what README shows: the first sync after its run, the Taguchi node in it, and the agent with its tools.
 * output/panels/ gets the panel of every node of this package, to look at. CHROMIUM names another browser than Debian's.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { chromium, selectors } from 'playwright-core';
import { AGENT } from './agent-scenario.mts';
import { withCredentials } from './credentials.mts';
import { exampleWorkflow } from './example-workflows.mts';
import { COUNTED_NODES, firstSyncWorkflow } from './first-sync.mts';
import { IMAGES_FOLDER, OUTPUT_FOLDER } from './places.mts';
import { say } from './progress.mts';
import { BROWSER_ID, N8nRest } from './rest.mts';
import type { Session } from './session.mts';
import { runningSession } from './session.mts';
import { PACKAGE_NAME } from './user-folder.mts';

const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Nothing that calls out, and nothing that needs a screen. */
const BROWSER_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const WINDOW = { width: 1440, height: 800 };
const PANELS_FOLDER = join(OUTPUT_FOLDER, 'panels');
/** How long n8n's animations take, in milliseconds. */
const ANIMATION = 1_500;

selectors.setTestIdAttribute('data-test-id');
try {
	await takeAll();
} catch (thrown) {
	console.error(thrown instanceof Error ? thrown.message : String(thrown));
	process.exitCode = 1;
}

async function takeAll(): Promise<void> {
	const session = runningSession();
	if (!session?.url) throw new Error('No n8n is up. Start it first, in another window: npm start');
	if (!existsSync(BROWSER)) {
		throw new Error(
			`There is no browser at ${BROWSER}. Install one (apt-get install chromium), or set CHROMIUM to its path.`,
		);
	}
	for (const folder of [IMAGES_FOLDER, PANELS_FOLDER]) mkdirSync(folder, { recursive: true });
	const rest = await N8nRest.signIn(session.url, session.login);
	const browser = await chromium.launch({ executablePath: BROWSER, args: BROWSER_ARGUMENTS });
	try {
		const page = await (await signedIn(browser, session)).newPage();
		await takeFirstSync(page, session, rest);
		await takeAgent(page, session, rest);
		await takePanels(page, session, rest);
	} finally {
		await browser.close();
	}
}

/** A browser window with the session of the demo user. n8n ties a session to the id that its pages keep. */
async function signedIn(browser: Browser, { url, login }: Session): Promise<BrowserContext> {
	const context = await browser.newContext({ viewport: WINDOW, deviceScaleFactor: 1.5 });
	await context.addInitScript((id) => localStorage.setItem('n8n-browserId', id), BROWSER_ID);
	await context.request.post(`${url}/rest/login`, {
		headers: { 'browser-id': BROWSER_ID },
		data: { emailOrLdapLoginId: login.email, password: login.password },
		failOnStatusCode: true,
	});
	return context;
}

/** The canvas with the numbers of the first execution, and the Taguchi node with what went in and out. */
async function takeFirstSync(page: Page, { url }: Session, rest: N8nRest): Promise<void> {
	const { name } = firstSyncWorkflow();
	const workflow = (await rest.workflows()).find((stored) => stored.name === name);
	const first = workflow && (await rest.executions(workflow)).at(-1);
	if (!first) throw new Error(`"${name}" has not run in this n8n yet`);
	await page.goto(`${url}/workflow/${workflow.id}/executions/${first.id}`);
	await canvasNode(page, COUNTED_NODES.read).waitFor();
	const checklist = page.getByTestId('suggested-actions-close');
	await page.waitForTimeout(ANIMATION);
	if (await checklist.isVisible()) await checklist.click();
	await page.getByTestId('zoom-to-fit').click();
	await page.mouse.move(0, 0);
	await page.waitForTimeout(ANIMATION);
	await take(page, join(IMAGES_FOLDER, 'first-sync.png'));
	await canvasNode(page, 'Taguchi').dblclick();
	await takePanel(page, join(IMAGES_FOLDER, 'taguchi.png'));
}

/** The canvas of the agent, and the form of one of its tools. */
async function takeAgent(page: Page, { url }: Session, rest: N8nRest): Promise<void> {
	const { name } = exampleWorkflow(AGENT);
	const workflow = (await rest.workflows()).find((stored) => stored.name === name);
	if (!workflow) throw new Error(`"${name}" is not in this n8n`);
	await page.goto(`${url}/workflow/${workflow.id}`);
	await canvasNode(page, 'AI Agent').waitFor();
	await page.waitForTimeout(ANIMATION);
	await page.getByTestId('zoom-to-fit').click();
	await page.mouse.move(0, 0);
	await page.waitForTimeout(ANIMATION);
	await take(page, join(IMAGES_FOLDER, 'agent.png'));
	await canvasNode(page, 'Find HORISEN contacts').dblclick();
	await takePanel(page, join(PANELS_FOLDER, 'agentTool.png'));
}

/** Every node of the package as somebody meets it who has just added it, in a workflow that is removed again. */
async function takePanels(page: Page, { url }: Session, rest: N8nRest): Promise<void> {
	const types = (await rest.nodeTypes()).filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`));
	const nodes = types.map(({ name, displayName, version }, index) => ({
		id: `panel-${index}`,
		name: displayName,
		type: name,
		typeVersion: [version].flat().at(-1),
		position: [index * 240, 0],
		parameters: {},
	}));
	const pictures = { name: 'Pictures', nodes, connections: {} };
	const workflow = await rest.createWorkflow(withCredentials(pictures, await rest.credentials()));
	try {
		for (const { id, type } of nodes) {
			await page.goto(`${url}/workflow/${workflow.id}/${id}`);
			await takePanel(page, join(PANELS_FOLDER, `${type.replace(`${PACKAGE_NAME}.`, '')}.png`));
		}
	} finally {
		await rest.removeWorkflow(workflow);
	}
}

function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

async function takePanel(page: Page, path: string): Promise<void> {
	await page.getByTestId('ndv').waitFor();
	await page.waitForTimeout(ANIMATION);
	await take(page, path);
}

async function take(page: Page, path: string): Promise<void> {
	await page.screenshot({ path });
	say(`Taken: ${path}`);
}
