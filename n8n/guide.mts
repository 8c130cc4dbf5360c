/**
 * `npm run guide`: follows the guides in docs/ in an empty n8n each, as a new user with the sandbox's accounts would, and
 * checks in the sandbox what comes of it. Every step leaves a picture in output/guide/; those that a guide shows go to
 * docs/images/. The name of a guide as an argument follows that one alone.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { CONTACTHUB_TOKEN, CONTACTHUB_WORKSPACE_ID } from '../sandbox/contacthub/accounts.mts';
import { HORISEN_SERVICE_UUID, HORISEN_TOKEN } from '../sandbox/horisen/accounts.mts';
import { TAGUCHI_API_TOKEN } from '../sandbox/taguchi/accounts.mts';
import type { Sandbox } from '../sandbox/server.mts';
import { startSandbox } from '../sandbox/server.mts';
import { openBrowser } from './instance/browser.mts';
import { ensureBuild } from './build.mts';
import { Editor } from './instance/editor.mts';
import type { GuideStep } from './guide/document.mts';
import { announcedClicks, guideSteps } from './guide/document.mts';
import { FIRST_SYNC } from './guide/first-sync.mts';
import type { Accounts, Guide, Step } from './guide/guide.mts';
import { TRIAL } from './guide/guide.mts';
import { OPT_OUTS } from './guide/opt-outs.mts';
import type { Effort } from './guide/reader.mts';
import { GuideReader } from './guide/reader.mts';
import { ensureN8n } from './instance/installation.mts';
import { GUIDE_FOLDER, IMAGES_FOLDER, OUTPUT_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { elapsedSeconds, say } from './progress.mts';

const PICTURES_FOLDER = join(OUTPUT_FOLDER, 'guide');
const WINDOW = { width: 1440, height: 800, scale: 1 };
/** How long anything on the screen may take, in milliseconds. */
const SCREEN_TIMEOUT = 30_000;
/** How long the first page may take, in milliseconds: n8n loads all of its editor. */
const FIRST_PAGE_TIMEOUT = 60_000;
/** How much of the screen's text a report repeats, in characters. */
const LONGEST_SCREEN = 1_500;

const GUIDES: readonly Guide[] = [FIRST_SYNC, OPT_OUTS];

/** The sandbox's accounts, as somebody got them by mail. */
const accountsOf = ({ contacthub, horisen, taguchi }: Sandbox): Accounts => ({
	contacthub: {
		token: CONTACTHUB_TOKEN,
		workspaceId: CONTACTHUB_WORKSPACE_ID,
		baseUrl: contacthub.baseUrl,
	},
	horisen: { token: HORISEN_TOKEN, serviceUuid: HORISEN_SERVICE_UUID, baseUrl: horisen.baseUrl },
	taguchi: { endpointUrl: taguchi.endpointUrl('token'), token: TAGUCHI_API_TOKEN },
});

/**
 * Pairs the guide with the functions.
 *
 * @throws Error when one has a step that the other lacks
 */
function stepsToDo(guide: Guide): Array<[GuideStep, Step]> {
	const steps = guideSteps(guide.file);
	const titles = steps.map(({ title }) => title);
	const unknown = Object.keys(guide.steps).filter((title) => !titles.includes(title));
	if (unknown.length > 0) throw new Error(`The guide has no step "${unknown.join('", "')}"`);
	return steps.map((step) => {
		const todo = guide.steps[step.title];
		if (!todo) throw new Error(`Nothing does step ${step.number}, "${step.title}"`);
		return [step, todo];
	});
}

/**
 * Does one step and keeps its picture.
 *
 * @throws Error with the step's number and what was on the screen when it cannot be done
 */
async function doStep(
	page: Page,
	guide: Guide,
	[step, todo]: [GuideStep, Step],
	accounts: Accounts,
): Promise<Effort> {
	const { number, title } = step;
	const reader = new GuideReader(page, step);
	const name = title.toLowerCase().replace(/[^a-z]+/g, '-');
	const path = join(
		PICTURES_FOLDER,
		`${guide.file}-${String(number).padStart(2, '0')}-${name}.png`,
	);
	try {
		await todo(reader, accounts);
	} catch (thrown) {
		await page.screenshot({ path });
		const [reason = ''] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
		const screen = (await page.locator('body').innerText()).replace(/\s*\n\s*/g, ' | ');
		throw new Error(
			`Step ${number}, "${title}", cannot be done: ${reason}\nOn the screen (${path}): ${screen.slice(-LONGEST_SCREEN)}`,
			{ cause: thrown },
		);
	}
	if (!reader.picture) await reader.look();
	writeFileSync(path, reader.picture ?? '');
	const shown = guide.pictures[title];
	if (shown) copyFileSync(path, join(IMAGES_FOLDER, shown));
	say(`${String(number).padStart(2)}  ${title}: ${effortLine(reader.effort)}`);
	return reader.effort;
}

const effortLine = ({ clicks, drags, values }: Effort): string =>
	[`${clicks} clicks`, drags && `${drags} drags`, values && `${values} values`]
		.filter(Boolean)
		.join(', ');

/** Follows one guide in an n8n of its own. @throws Error with the step that cannot be done, or what did not come of it */
async function follow(guide: Guide, stop: AbortSignal): Promise<void> {
	const steps = stepsToDo(guide);
	await using running = new AsyncDisposableStack();
	const sandbox = await startSandbox();
	running.defer(async () => await sandbox.close());
	await guide.before(sandbox);
	say(`${guide.file}: starting an empty n8n`);
	const editor = await Editor.start(GUIDE_FOLDER, stop);
	running.defer(async () => await editor.close());
	const { page, close } = await openBrowser(editor.url, editor.login, WINDOW);
	running.defer(close);
	page.setDefaultTimeout(SCREEN_TIMEOUT);
	await page.goto(editor.url, { timeout: FIRST_PAGE_TIMEOUT });

	const startedAt = elapsedSeconds();
	const total: Effort = { clicks: 0, drags: 0, values: 0 };
	for (const step of steps) {
		stop.throwIfAborted();
		const { clicks, drags, values } = await doStep(page, guide, step, accountsOf(sandbox));
		total.clicks += clicks;
		total.drags += drags;
		total.values += values;
		if (step[0].title === TRIAL) await guide.afterTrial(sandbox);
	}
	say(`${steps.length} steps, ${effortLine(total)}, ${elapsedSeconds() - startedAt} seconds`);
	const announced = announcedClicks(guide.file);
	if (total.clicks !== announced) throw new Error(`The guide announces ${announced} clicks`);
	await guide.afterAll(sandbox, stop);
	const broken = sandbox.requests.flatMap(({ violations }) => violations);
	if (broken.length > 0) throw new Error(`Against a contract: ${broken[0]}`);
}

async function followAll(stop: AbortSignal): Promise<void> {
	const wanted = process.argv.slice(2);
	await ensureBuild(stop);
	await ensureN8n(stop);
	rmSync(PICTURES_FOLDER, { recursive: true, force: true });
	mkdirSync(PICTURES_FOLDER, { recursive: true });
	for (const guide of GUIDES) {
		if (wanted.length === 0 || wanted.includes(guide.file)) await follow(guide, stop);
	}
}

await runProgram(followAll);
