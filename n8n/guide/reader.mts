/** Somebody who follows the guide: clicks only what the step names, and counts what it takes. */
import type { Locator, Page } from 'playwright-core';
import type { GuideStep } from './document.mts';

/** What a person does with the hands. */
export interface Effort {
	clicks: number;
	drags: number;
	/** Values that are typed. */
	values: number;
}

/** What a person takes between two actions at least, in milliseconds; n8n takes over a choice a moment later. */
const PACE = 400;
/** What n8n's animations take. */
const ANIMATION = 1_500;

export class GuideReader {
	readonly page: Page;
	readonly effort: Effort = { clicks: 0, drags: 0, values: 0 };
	/** The picture of the step, as PNG. */
	picture: Buffer | undefined;
	private readonly step: GuideStep;

	constructor(page: Page, step: GuideStep) {
		this.page = page;
		this.step = step;
	}

	/** Clicks what the step calls so. @throws Error when the guide does not have these words, or the screen has no such thing */
	async click(words: string, target: Locator): Promise<void> {
		this.mustRead(words);
		await target.click();
		await this.page.waitForTimeout(PACE);
		this.effort.clicks += 1;
	}

	/** Clicks into an input and types; the value is the reader's own, unless the step names it. */
	async fill(words: string, target: Locator, value: string): Promise<void> {
		this.mustRead(words);
		await target.click();
		await target.fill(value);
		await this.page.waitForTimeout(PACE);
		this.effort.clicks += 1;
		this.effort.values += 1;
	}

	/** Drags a field to another place; the step names both. */
	async drag(words: string, from: Locator, to: string, target: Locator): Promise<void> {
		this.mustRead(words);
		this.mustRead(to);
		await from.dragTo(target);
		await this.page.waitForTimeout(PACE);
		this.effort.drags += 1;
	}

	/** Keeps what is on the screen as the picture of this step; without, it is what its end shows. */
	async look(): Promise<void> {
		await this.page.mouse.move(0, 0);
		await this.page.waitForTimeout(ANIMATION);
		this.picture = await this.page.screenshot();
	}

	/** Waits for what the step promises. */
	async see(words: string, target: Locator): Promise<void> {
		this.mustRead(words);
		await target.waitFor();
	}

	/** The input, switch or list below a label. */
	field(label: string, within: Page | Locator = this.page): Locator {
		const title = within.getByText(label, { exact: true });
		const required = within.getByText(`${label} *`, { exact: true });
		return title.or(required).locator('xpath=ancestor::label/../..');
	}

	private mustRead(words: string): void {
		if (this.step.words.includes(words)) return;
		throw new Error(`The guide does not say "${words}" in this step`);
	}
}
