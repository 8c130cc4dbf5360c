/** Opens the panels of nodes in the editor, and reads what the editor has to say about them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page, Request } from 'playwright-core';
import * as z from 'zod/v4-mini';
import { PACKAGE_NAME } from '../instance/user-folder.mts';
import type { NodePanel } from './node-panels.mts';
import type { Offered } from './rows.mts';
import { unfold } from './unfolding.mts';
import type { ExpectedEntries } from './records.mts';
import { NAMED_BY_ACCOUNT } from './records.mts';

/** How long a panel, a list or a tooltip may take on a busy machine, in milliseconds. */
const TIMEOUT = 120_000;
/** How often a panel that is not ready yet is looked at again, in milliseconds. */
const LOOK_AGAIN = 50;
/** How many looks in a row must show the same. */
const QUIET = 4;

/** What n8n's editor says in a panel that is not as it should be: its English texts, as they begin. */
const COMPLAINTS = [
	'Add your credential',
	'Check your credential',
	'Could not load list',
	"Can't get ",
	'Error fetching options',
	'Error loading fields',
	'Install this node',
	'No results',
	'Node not found',
	'Refresh to see the updated fields',
	'Set up credential',
	'The node is not valid',
	'There was a problem loading',
	'This node does not have any parameters',
	'This node is not currently installed',
];
/** What no person should read; an expression only where somebody wrote it. */
const RAW = /\bundefined\b|\bNaN\b|\[object \w+\]|\[Object: null/;
const EXPRESSION = /\{\{|\}\}/;
/** n8n's hint beside a required field that nobody has filled in yet. */
const REQUIRED = /^Parameter ".+" is required\.$/;

const DYNAMIC = '/rest/dynamic-node-parameters/';
const LIST = 'resource-locator-results';
const MAPPER = 'resource-mapper-fields';
const Asked = z.object({ methodName: z.optional(z.string()) });

/** What is in the panel's parameters. */
interface Content {
	/** All texts, and what inputs hold or suggest. */
	texts: string[];
	/** The labels of all inputs. */
	labels: string[];
	/** Labels of booleans in a mapping that hold an answer which nobody gave. */
	preset: string[];
	/** Labels of drop-downs without entries. */
	empty: string[];
	/** Texts that do not fit into their place. */
	cut: string[];
	/** How many mappings have an orange triangle, for the vendor's fields are others than those that are stored. */
	outdated: number;
	/** Entries of drop-downs. */
	entries: string[];
	/** The credential in the panel; undefined where it asks for none. */
	credential?: string;
}

/** The panels of one page, opened one after the other. */
export class Panels {
	/** The methods of the nodes that were asked for lists, options and fields. */
	readonly asked = new Set<string>();
	/** Those that the open panel asked by itself: for options, and for the fields of a mapping. */
	private readonly askedNow = { options: new Set<string>(), fields: new Set<string>() };
	/** The lists of fields that have been added as a whole, and the lists that have been opened. */
	private readonly seen = { filled: new Set<string>(), opened: new Set<string>() };
	/** What the open panel adds to these once it has been looked at to the end. */
	private readonly seenNow = { filled: new Set<string>(), opened: new Set<string>() };
	private readonly page: Page;
	private readonly expected: ExpectedEntries;
	private readonly panel: Locator;
	private readonly pending = new Set<Request>();
	private faults: string[] = [];

	constructor(page: Page, expected: ExpectedEntries) {
		this.page = page;
		this.expected = expected;
		this.panel = page.getByTestId('node-parameters');
		page.setDefaultTimeout(TIMEOUT);
		page.on('console', (line) => {
			if (line.type() !== 'error' || this.isElsewhere(line.location().url)) return;
			this.faults.push(`console: ${line.text()}`);
		});
		page.on('pageerror', ({ message }) => this.faults.push(`page: ${message}`));
		page.on('request', (request) => {
			if (!request.url().includes(DYNAMIC)) return;
			this.pending.add(request);
			const method = methodOf(request);
			if (!method) return;
			this.asked.add(method);
			if (request.url().includes(MAPPER)) this.askedNow.fields.add(method);
			else if (!request.url().includes(LIST)) this.askedNow.options.add(method);
		});
		page.on('requestfinished', (request) => this.pending.delete(request));
		page.on('requestfailed', (request) => {
			this.pending.delete(request);
			const reason = request.failure()?.errorText ?? '';
			// The editor itself takes back what it no longer needs.
			if (reason === 'net::ERR_ABORTED' || this.isElsewhere(request.url())) return;
			this.faults.push(`${addressOf(request)}: ${reason}`);
		});
		page.on('response', (response) => {
			if (response.status() < 400 || this.isElsewhere(response.url())) return;
			this.faults.push(`${addressOf(response.request())} was answered with ${response.status()}`);
		});
	}

	/** The node panel asks npm how often a package was downloaded, and n8n has no output schema for some nodes of its own. */
	private isElsewhere(url: string): boolean {
		const { origin, pathname } = new URL(url, this.page.url());
		if (pathname.startsWith('/schemas/')) return !pathname.includes(PACKAGE_NAME);
		return url.startsWith('https:') && origin !== new URL(this.page.url()).origin;
	}

	/** Loads the editor with the first panel of a workflow open. */
	async load(workflowUrl: string, panel: NodePanel): Promise<void> {
		this.forget();
		await this.page.goto(`${workflowUrl}/${panel.id}`);
		await this.ready(panel);
	}

	/** Goes to another panel of the workflow, as the browser's own buttons would: the editor is not loaded anew. */
	async go(workflowUrl: string, panel: NodePanel): Promise<void> {
		// From node to node, n8n 2.41 goes on asking for the lists of the one before.
		if (await this.panel.isVisible()) {
			await this.page.getByTestId('ndv-close-button').click();
			await this.panel.waitFor({ state: 'hidden' });
		}
		this.forget();
		await this.page.evaluate(
			(path) => {
				history.pushState({ ...history.state, current: path }, '', path);
				dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
			},
			new URL(`${workflowUrl}/${panel.id}`).pathname,
		);
		await this.ready(panel);
	}

	/** Waits for the panel that somebody opened by adding its node. */
	async added(panel: Pick<NodePanel, 'name' | 'shown'>): Promise<void> {
		await this.ready(panel);
	}

	/** Before a node is added. */
	expectAnother(): void {
		this.forget();
	}

	/** After a panel was looked at to the end: what it has shown need not be opened again. */
	accept(): void {
		for (const list of this.seenNow.filled) this.seen.filled.add(list);
		for (const list of this.seenNow.opened) this.seen.opened.add(list);
	}

	/** The ways to sign in between which the panel lets its user choose: those of the node, or else the kept credentials. */
	async signIns(): Promise<string[]> {
		const input = await this.signInInput();
		await input.click();
		const entries = this.entriesOf(input);
		await (await entries).first().waitFor();
		const names = await (await entries).allInnerTexts();
		// Escape would close the whole panel.
		await input.click();
		// Below a credential's name stands its type.
		return names.map((name) => name.trim().split('\n')[0] ?? '');
	}

	/** Chooses a way to sign in by its name. */
	async signInWith(name: string): Promise<void> {
		const input = await this.signInInput();
		await input.click();
		const entries = await this.entriesOf(input);
		await entries.filter({ hasText: name }).first().click();
		await this.settled();
	}

	private async signInInput(): Promise<Locator> {
		const own = this.panel.getByTestId('parameter-input-authentication').locator('input');
		if (await own.isVisible()) return own;
		return this.panel.getByTestId('node-credentials-select').locator('input');
	}

	private async entriesOf(input: Locator): Promise<Locator> {
		const id = await input.getAttribute('aria-controls');
		return this.page.locator(`[id="${id}"] .el-select-dropdown__item`);
	}

	/** Adds all that waits in Additional Fields and Options. */
	async unfold(): Promise<void> {
		await unfold(this.page, this.panel);
		await this.settled();
	}

	/** Adds all fields of the mapping, once for each list of fields, and gives the booleans that hold an answer then. */
	async presetBooleans(): Promise<string[]> {
		const mapping = this.panel.getByTestId('resource-mapper-container');
		const isNew = [...this.askedNow.fields].some((method) => !this.seen.filled.has(method));
		if (!isNew || !(await mapping.isVisible())) return [];
		for (const method of this.askedNow.fields) this.seenNow.filled.add(method);
		await this.panel.getByTestId('columns-parameter-input-options-container').hover();
		await mapping.getByTestId('action-toggle').first().click();
		await this.page.getByText('Add All Fields', { exact: false }).first().click();
		await this.settled();
		const { preset } = await this.panel.evaluate(read);
		return preset.map((label) => `preset with all fields added: ${label}`);
	}

	/**
	 * Opens the lists that have not been seen yet, and gives all that the editor says against the panel.
	 *
	 * @param offered the fields that the panel must have; absent where some of them wait to be added
	 */
	async messages(offered: Offered = { fields: [], mapped: [] }): Promise<string[]> {
		const lists = [...(await this.openLists()), ...(await this.openFields(offered.mapped))];
		const content = await this.panel.evaluate(read);
		const missing = offered.fields.filter(
			(field) => !content.labels.some((label) => label.startsWith(stemOf(field))),
		);
		const raw = content.texts.filter((text) => EXPRESSION.test(text));
		return [
			...lists,
			...missing.map((field) => `missing: ${field}`),
			...raw.map((text) => `raw: ${text}`),
			...(await this.complaints()),
		];
	}

	/** What the editor says against the panel as it is, whatever is filled in. */
	async complaints(): Promise<string[]> {
		const content = await this.panel.evaluate(read);
		const options = [...this.askedNow.options].flatMap((method) =>
			this.missing(method, content.entries),
		);
		const issues = await this.issues();
		const toasts = await this.page.locator('.el-notification').allInnerTexts();
		const texts = [
			...content.texts,
			...(await this.page.getByTestId('ndv').innerText()).split('\n'),
		];
		return [
			...this.faults,
			...toasts.map((text) => `notification: ${text.replaceAll('\n', ' ')}`),
			...issues,
			...options,
			...(content.credential === '' ? ['no credential is chosen'] : []),
			...content.preset.map((label) => `preset: ${label}`),
			...content.empty.map((label) => `nothing to choose from: ${label}`),
			...content.cut.map((text) => `cut off: ${text}`),
			...(content.outdated > 0 ? ['the fields of a mapping are outdated'] : []),
			...texts.filter((text) => RAW.test(text)).map((text) => `raw: ${text}`),
			...texts
				.filter((text) => COMPLAINTS.some((complaint) => text.includes(complaint)))
				.map((text) => `the editor says: ${text}`),
		].filter((message, index, all) => all.indexOf(message) === index);
	}

	private forget(): void {
		this.faults = [];
		this.askedNow.options.clear();
		this.askedNow.fields.clear();
		this.seenNow.filled.clear();
		this.seenNow.opened.clear();
	}

	/** Takes a picture of the parameters, down to the last one. */
	async take(path: string): Promise<void> {
		const clip = await this.panel.evaluate((parameters) => {
			const { left, top, width } = parameters.getBoundingClientRect();
			const items = parameters.querySelectorAll('.parameter-item, label, button, .el-select');
			const bottoms = Array.from(items).map((item) => item.getBoundingClientRect().bottom);
			return { x: left, y: top, width, height: Math.max(100, ...bottoms) - top + 16 };
		});
		// What is under the mouse shows more than the rest.
		await this.page.mouse.move(0, 0);
		await this.page.screenshot({ path, clip, animations: 'disabled' });
	}

	/** Takes a picture of the whole window, where something could not be done. */
	async takeWindow(path: string): Promise<void> {
		await this.page.screenshot({ path, animations: 'disabled' });
	}

	/** Waits until the panel of this very node has all its data. */
	private async ready({ name, shown }: Pick<NodePanel, 'name' | 'shown'>): Promise<void> {
		const title = this.page.getByTestId('node-title-container');
		await title.filter({ hasText: name }).waitFor();
		await this.panel.waitFor();
		// The title changes before the form does.
		for (const [parameter, choice] of Object.entries(shown)) {
			const input = this.panel.getByTestId(`parameter-input-${parameter}`).locator('input');
			await until(`"${parameter}" shows "${choice}"`, async () => {
				return (await input.inputValue()) === choice;
			});
		}
		await this.settled();
	}

	/** Waits until nothing in the panel changes any more. */
	private async settled(): Promise<void> {
		let before = '';
		let quiet = 0;
		await until('the panel rests', async () => {
			const now = await this.panel.innerText();
			quiet = now === before && this.pending.size === 0 ? quiet + 1 : 0;
			before = now;
			return quiet === QUIET;
		});
	}

	/** What the red triangles say, but for required fields that are empty. */
	private async issues(): Promise<string[]> {
		const said: string[] = [];
		for (const mark of await this.page.getByTestId('parameter-issues').all()) {
			await mark.locator('svg').hover();
			const tooltip = mark.locator('[aria-describedby]');
			await tooltip.waitFor();
			const id = (await tooltip.getAttribute('aria-describedby')) ?? '';
			const shown = this.page.getByTestId('tooltip-content').filter({
				has: this.page.locator(`[id="${id}"]`),
			});
			const texts = await shown.locator('li').allInnerTexts();
			if (texts.length === 0) texts.push(await shown.innerText());
			said.push(...texts.filter((text) => !REQUIRED.test(text)).map((text) => `issue: ${text}`));
		}
		return said;
	}

	/**
	 * Opens each list once, and chooses from it what must be there; gives what is not. Some lists hold what belongs to the choice of
	 * one before them, so all of a panel are opened when one is new.
	 */
	private async openLists(): Promise<string[]> {
		const inputs = await this.panel.getByTestId('rlc-input').all();
		const labels = await Promise.all(
			inputs.map(async (input) => await input.evaluate(labelAround)),
		);
		const isKnown = labels.every((label) => this.seen.opened.has(label));
		const messages: string[] = [];
		for (const [at, input] of isKnown ? [] : inputs.entries()) {
			this.seenNow.opened.add(labels[at] ?? '');
			const asked = this.page.waitForRequest((request) => request.url().includes(LIST));
			await input.click();
			const method = methodOf(await asked) ?? '';
			const entries = this.page.getByTestId('rlc-item');
			await entries
				.or(this.page.getByTestId('rlc-error-container'))
				.or(this.page.getByText('No results'))
				.first()
				.waitFor();
			messages.push(...this.missing(method, await entries.allInnerTexts()));
			const wanted = entries.filter({ hasText: this.expected[method] ?? '' }).first();
			if (await wanted.isVisible()) await wanted.click();
			else await this.page.keyboard.press('Escape');
			await entries.first().waitFor({ state: 'hidden' });
			// A mapping may depend on what was chosen.
			await this.settled();
		}
		return messages;
	}

	/** Opens "Add field" of each mapping once; gives what is not in it. */
	private async openFields(mapped: readonly string[]): Promise<string[]> {
		const messages: string[] = [];
		for (const method of this.askedNow.fields) {
			if (this.seen.opened.has(method)) continue;
			this.seenNow.opened.add(method);
			const button = this.panel.getByTestId('add-fields-select').getByRole('button');
			const none = this.panel.getByTestId('empty-fields-notice');
			await button.or(none).first().waitFor();
			if (await none.isVisible()) {
				messages.push(`${method} gives no fields`);
				continue;
			}
			const shown = await this.mappedLabels();
			await button.click();
			const entries = this.page.locator('[data-reka-popper-content-wrapper] [role="menuitem"]');
			await entries.first().waitFor();
			const waiting = await entries.allInnerTexts();
			messages.push(...this.missing(method, waiting));
			const there = [...shown, ...waiting.map((text) => text.trim())];
			const isComplete = NAMED_BY_ACCOUNT.has(method) && there.length >= mapped.length;
			const gone = isComplete ? [] : mapped.filter((label) => !there.includes(label));
			messages.push(...gone.map((label) => `missing: ${label}`));
			// Escape would close the whole panel.
			await button.click({ force: true });
			await entries.first().waitFor({ state: 'hidden' });
		}
		return messages;
	}

	/** The labels of the fields in the mapping, each of which n8n follows by its switch for expressions. */
	private async mappedLabels(): Promise<string[]> {
		const labels = this.panel.getByTestId('mapping-fields-container').locator('label');
		await labels.first().waitFor();
		const texts = await labels.allInnerTexts();
		return texts.map((text) => (text.split('\n')[0] ?? '').replace('*', '').trim());
	}

	private missing(method: string, entries: readonly string[]): string[] {
		const wanted = this.expected[method];
		if (wanted === undefined) return [`nobody says what ${method} must list`];
		if (entries.some((entry) => entry.includes(wanted))) return [];
		return [`${method} does not list "${wanted}"`];
	}
}

/** Looks again and again. @throws Error when it is not so in time */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
	const end = Date.now() + TIMEOUT;
	do {
		await sleep(LOOK_AGAIN);
		if (await isSo()) return;
	} while (Date.now() < end);
	throw new Error(`After ${TIMEOUT / 1000} seconds it is not so that ${what}`);
}

const addressOf = (request: Request): string =>
	`${request.method()} ${new URL(request.url()).pathname}`;

/** A list that only the account knows has "Names or IDs" behind its label, which is in the singular then. */
const stemOf = (label: string): string => label.replace(/(?:ies|s)$/, '');

const methodOf = (request: Request): string | undefined =>
	Asked.parse(request.postDataJSON()).methodName;

/** Runs in the page. */
const labelAround = (one: Element): string =>
	one.closest('.parameter-item')?.querySelector('label')?.innerText.trim() ?? '';

/** Runs in the page. */
function read(parameters: Element): Content {
	const clean = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();
	const visible = (one: Element) => one.getClientRects().length > 0;
	const labelOf = (one: Element) =>
		clean(one.closest('.parameter-item')?.querySelector('label')?.textContent);
	const find = (selector: string) =>
		Array.from(parameters.querySelectorAll(selector)).filter(visible);
	const selects = find('.el-select');
	const entriesOf = (select: Element) => {
		const id = select.querySelector('[aria-controls]')?.getAttribute('aria-controls') ?? '';
		const items = document.getElementById(id)?.querySelectorAll('.el-select-dropdown__item');
		return Array.from(items ?? []).map((item) => clean(item.textContent));
	};
	const isCut = (one: Element) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
	// In the narrowest rows n8n's own button, which lets a model fill in a list, and its triangle stand half beyond the edge.
	const reach = parameters.getBoundingClientRect().right;
	const isMarkBeyond = find(
		'[data-test-id="from-ai-override-button"], [data-test-id="parameter-issues"]',
	).some((mark) => mark.getBoundingClientRect().right > reach);
	const cut = find('label *, .n8n-notice, button, .el-select input')
		.filter(isCut)
		.map((one) => (one instanceof HTMLInputElement ? one.value : clean(one.textContent)));
	const inMapping = find('[data-test-id="mapping-fields-container"] .parameter-item');
	const preset = inMapping.filter(
		(item) =>
			item.querySelector('.el-switch') ??
			Array.from(item.querySelectorAll('input')).some(({ value }) => /^(?:Yes|No)$/.test(value)),
	);
	const credential = parameters.querySelector('[data-test-id="node-credentials-select"] input');
	return {
		texts: [
			...(parameters instanceof HTMLElement ? parameters.innerText.split('\n') : []),
			...find('input, textarea').flatMap((input) => [
				...(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement
					? [input.value, input.placeholder]
					: []),
			]),
			...selects.flatMap(entriesOf),
		],
		labels: find('label').map((label) => clean(label.textContent).replace(/ ?\*$/, '')),
		preset: preset.map((item) => clean(item.querySelector('label')?.textContent)),
		empty: selects.filter((select) => entriesOf(select).length === 0).map(labelOf),
		cut: cut.concat(isCut(parameters) && !isMarkBeyond ? ['the whole panel'] : []),
		outdated: find('[class*="staleDataWarning"]').length,
		entries: selects.flatMap(entriesOf),
		...(credential instanceof HTMLInputElement && { credential: credential.value }),
	};
}
