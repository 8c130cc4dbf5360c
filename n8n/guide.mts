/**
 * `npm run guide`: follows docs/first-sync-guide.md in an empty n8n, as a new user with the sandbox's accounts would, and
 * checks in the sandbox that the people have travelled. Every step leaves a picture in output/guide/; those that the guide
 * shows go to docs/images/.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { CONTACTHUB_TOKEN, CONTACTHUB_WORKSPACE_ID } from '../sandbox/contacthub/accounts.mts';
import { TAGUCHI_API_TOKEN } from '../sandbox/taguchi/accounts.mts';
import type { Sandbox } from '../sandbox/server.mts';
import { startSandbox } from '../sandbox/server.mts';
import { openBrowser } from './instance/browser.mts';
import { ensureBuild } from './build.mts';
import { Editor } from './instance/editor.mts';
import type { GuideStep } from './guide/document.mts';
import { announcedClicks, guideSteps } from './guide/document.mts';
import { guideDifferences } from './guide/outcome.mts';
import type { Effort } from './guide/reader.mts';
import { GuideReader } from './guide/reader.mts';
import type { Accounts, Step } from './guide/steps.mts';
import { STEPS } from './guide/steps.mts';
import { ensureN8n } from './instance/installation.mts';
import { objectInContacthub, reachable } from './demonstration/people.mts';
import { GUIDE_FOLDER as DATA_FOLDER, IMAGES_FOLDER, OUTPUT_FOLDER } from './places.mts';
import { runProgram } from './program.mts';
import { elapsedSeconds, say } from './progress.mts';
import { until } from './demonstration/waiting.mts';

const GUIDE_FOLDER = join(OUTPUT_FOLDER, 'guide');
const WINDOW = { width: 1440, height: 800, scale: 1 };
const PEOPLE = 60;
/** How many people a trial takes. */
const TRIAL = 10;
/** How many come later, for the poll to find. */
const NEWCOMERS = 3;
/** The longest until a poll has come and its items are written, in milliseconds. */
const POLL_TIMEOUT = 120_000;
/** How long anything on the screen may take, in milliseconds. */
const SCREEN_TIMEOUT = 10_000;
/** How much of the screen's text a report repeats, in characters. */
const LONGEST_SCREEN = 1_500;

/** The pictures in the guide, by the title of the step that they show. */
const SHOWN: Readonly<Record<string, string>> = {
	'Check it': 'guide-credential.png',
	'Look at some people': 'guide-trigger.png',
	'Ask for an e-mail address': 'guide-condition.png',
	'Take the opt-outs along': 'guide-taguchi.png',
	'Try it': 'guide-workflow.png',
};

/** The sandbox's accounts, as somebody got them by mail. */
const accountsOf = ({ contacthub, taguchi }: Sandbox): Accounts => ({
	contacthub: {
		token: CONTACTHUB_TOKEN,
		workspaceId: CONTACTHUB_WORKSPACE_ID,
		baseUrl: contacthub.baseUrl,
	},
	taguchi: { endpointUrl: taguchi.endpointUrl('token'), token: TAGUCHI_API_TOKEN },
});

/**
 * Pairs the guide with the functions.
 *
 * @throws Error when one has a step that the other lacks
 */
function stepsToDo(): Array<[GuideStep, Step]> {
	const steps = guideSteps();
	const titles = steps.map(({ title }) => title);
	const unknown = Object.keys(STEPS).filter((title) => !titles.includes(title));
	if (unknown.length > 0) throw new Error(`The guide has no step "${unknown.join('", "')}"`);
	return steps.map((step) => {
		const todo = STEPS[step.title];
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
	[step, todo]: [GuideStep, Step],
	accounts: Accounts,
): Promise<Effort> {
	const { number, title } = step;
	const reader = new GuideReader(page, step);
	const name = title.toLowerCase().replace(/[^a-z]+/g, '-');
	const path = join(GUIDE_FOLDER, `${String(number).padStart(2, '0')}-${name}.png`);
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
	const shown = SHOWN[title];
	if (shown) copyFileSync(path, join(IMAGES_FOLDER, shown));
	say(`${String(number).padStart(2)}  ${title}: ${effortLine(reader.effort)}`);
	return reader.effort;
}

const effortLine = ({ clicks, drags, values }: Effort): string =>
	[`${clicks} clicks`, drags && `${drags} drags`, values && `${values} values`]
		.filter(Boolean)
		.join(', ');

async function follow(stop: AbortSignal): Promise<void> {
	const steps = stepsToDo();
	await ensureBuild(stop);
	await ensureN8n(stop);
	rmSync(GUIDE_FOLDER, { recursive: true, force: true });
	mkdirSync(GUIDE_FOLDER, { recursive: true });

	await using running = new AsyncDisposableStack();
	const sandbox = await startSandbox();
	running.defer(async () => await sandbox.close());
	sandbox.contacthub.addPeople(PEOPLE, { seed: 1 });
	say('Starting an empty n8n');
	const editor = await Editor.start(DATA_FOLDER, stop);
	running.defer(async () => await editor.close());
	const { page, close } = await openBrowser(editor.url, editor.login, WINDOW);
	running.defer(close);
	page.setDefaultTimeout(SCREEN_TIMEOUT);
	await page.goto(editor.url);

	const startedAt = elapsedSeconds();
	const total: Effort = { clicks: 0, drags: 0, values: 0 };
	for (const step of steps) {
		stop.throwIfAborted();
		const { clicks, drags, values } = await doStep(page, step, accountsOf(sandbox));
		total.clicks += clicks;
		total.drags += drags;
		total.values += values;
		if (step[0].title === 'Try it') await until(() => guideDifferences(sandbox, { last: TRIAL }));
	}
	say(`${steps.length} steps, ${effortLine(total)}, ${elapsedSeconds() - startedAt} seconds`);
	if (total.clicks !== announcedClicks()) {
		throw new Error(`The guide announces ${announcedClicks()} clicks`);
	}
	await checkArrivals(sandbox, stop);
}

/** Everybody after Publish, and later changes by the poll. @throws Error with who did not arrive as promised */
async function checkArrivals(sandbox: Sandbox, stop: AbortSignal): Promise<void> {
	const { contacthub, taguchi } = sandbox;
	const optedOut = () =>
		taguchi.subscribers.filter(({ unsubscribedTimestamp }) => unsubscribedTimestamp).length;
	const agree = async () => await until(() => guideDifferences(sandbox), POLL_TIMEOUT, stop);
	await agree();
	const before = optedOut();
	if (before === 0)
		throw new Error('Nobody has opted out: the run does not show that opt-outs travel');
	say(`Everybody has arrived: ${taguchi.subscribers.length} people, ${before} of them opted out`);

	const arrived = taguchi.subscribers.length;
	contacthub.addPeople(NEWCOMERS);
	const agreeing = reachable(sandbox).find(({ email }) =>
		taguchi.subscribers.some(
			(one) => one.email?.toLowerCase() === email.toLowerCase() && !one.unsubscribedTimestamp,
		),
	);
	if (!agreeing) throw new Error('There is nobody left who could say no');
	await objectInContacthub(sandbox, agreeing.id);
	say(`${NEWCOMERS} people join, and one says no; waiting for the next poll`);
	await agree();
	if (taguchi.subscribers.length === arrived)
		throw new Error('Nobody of those who join has an address');
	if (optedOut() === before) throw new Error('The opt-out did not arrive');
	const broken = sandbox.requests.flatMap(({ violations }) => violations);
	if (broken.length > 0) throw new Error(`Against a contract: ${broken[0]}`);
	say(`They have arrived: ${taguchi.subscribers.length} people, ${optedOut()} of them opted out`);
}

await runProgram(follow);
