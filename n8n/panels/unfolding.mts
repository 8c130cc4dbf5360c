/** Unfolds a panel: adds everything that waits in Additional Fields and Options. */
import type { Locator, Page } from 'playwright-core';

/** Chooses each entry of each collection in turn, until none is left to add. */
export async function unfold(page: Page, panel: Locator): Promise<void> {
	const adders = panel.getByTestId('collection-parameter-add');
	for (let left = await adders.count(); left > 0; left = await adders.count()) {
		const adder = adders.first();
		const input = adder.getByRole('combobox');
		if ((await input.count()) === 0) {
			// A collection with a single entry has a button.
			await adder.click();
			await adders.nth(left - 1).waitFor({ state: 'detached' });
			continue;
		}
		await input.click();
		const list = page.locator(`[id="${await input.getAttribute('aria-controls')}"]`);
		const entries = list.locator('.el-select-dropdown__item');
		const before = await entries.count();
		await entries.first().click();
		await entries.nth(before - 1).waitFor({ state: 'detached' });
	}
}
