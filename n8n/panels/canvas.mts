/** The canvas of a workflow, where somebody adds a node by hand and takes it away again. */
import type { Locator, Page } from 'playwright-core';

/** What somebody chooses in n8n's node panel. */
export interface Choice {
	/** The name to search for, as the list shows it. */
	node: string;
	/** The sentence of the action or of the trigger's event; a node with a single one is added at once. */
	action?: string;
}

/** The heading of the list of actions. */
const ACTIONS = /^Actions \(\d+\)$/;
/** How long n8n takes to unfold a list, in milliseconds. */
const UNFOLDING = 2_000;

const isThere = async (entry: Locator): Promise<boolean> =>
	await entry.waitFor({ timeout: UNFOLDING }).then(
		() => true,
		() => false,
	);

/** A workflow that is open in the editor. */
export class Canvas {
	private readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** Opens an empty workflow. */
	async open(editorUrl: string): Promise<void> {
		await this.page.goto(`${editorUrl}/workflow/new`);
		await this.firstStep.waitFor();
	}

	/** Adds a node as the first one; before an action, n8n puts its Manual Trigger. */
	async addFirst(choice: Choice): Promise<void> {
		if (!(await this.firstStep.isVisible())) await this.clear();
		await this.firstStep.click();
		await this.choose(choice);
	}

	/** The entries that n8n lists for a trigger, which somebody chooses one of as the first node. */
	async triggerEntries(node: string): Promise<string[]> {
		if (!(await this.firstStep.isVisible())) await this.clear();
		await this.firstStep.click();
		await this.choose({ node });
		const creator = this.page.getByTestId('node-creator');
		await creator.getByText(/^Triggers \(\d+\)/).waitFor();
		const entries = creator.getByTestId('node-creator-item-name');
		const texts = await entries.allInnerTexts();
		await this.page.keyboard.press('Escape');
		// The list that was searched, which is one of nodes, is still there, behind.
		return texts.map((text) => text.trim()).filter((text) => text.startsWith('On '));
	}

	/** Adds a node behind the one that is there. */
	async addBehind(choice: Choice): Promise<void> {
		await this.page.getByTestId('canvas-handle-plus').last().click();
		await this.choose(choice);
	}

	/** Closes the panel. */
	async closePanel(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
	}

	/** Closes the panel and deletes its node, which is still selected; what stood before it stays. */
	async removeNode(): Promise<void> {
		await this.closePanel();
		await this.page.keyboard.press('Delete');
	}

	/** Deletes all nodes. */
	async clear(): Promise<void> {
		await this.page.keyboard.press('Control+a');
		await this.page.keyboard.press('Delete');
		await this.firstStep.waitFor();
	}

	private get firstStep(): Locator {
		return this.page.getByTestId('canvas-add-button').getByRole('button');
	}

	private async choose({ node, action }: Choice): Promise<void> {
		const creator = this.page.getByTestId('node-creator');
		await this.page.getByPlaceholder('Search nodes...').fill(node);
		await creator.getByText(node, { exact: true }).first().click();
		if (action === undefined) return;
		const entry = creator.getByText(action, { exact: true });
		await entry.or(creator.getByText(ACTIONS)).first().waitFor();
		for (let looked = 0; looked < 3 && !(await isThere(entry)); looked++) {
			// Where a trigger stands first, the list of actions is folded.
			await creator.getByText(ACTIONS).click();
		}
		await entry.click();
	}
}
