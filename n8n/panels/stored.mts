/** Opens the panels of a workflow that n8n has stored, one after the other. */
import { join } from 'node:path';
import type { Findings } from './findings.mts';
import { reasonOf } from './findings.mts';
import type { NodePanel } from './node-panels.mts';
import type { Panels } from './panel.mts';

/**
 * Opens them, takes a picture of each, and tells what the editor says against it.
 *
 * @param url the workflow's address in the editor
 * @param look reads the open panel
 */
export async function openStored(
	url: string,
	wanted: readonly NodePanel[],
	folder: string,
	panels: Panels,
	findings: Findings,
	look = async () => await panels.messages(),
): Promise<void> {
	let isLoaded = false;
	const open = async (panel: NodePanel) => {
		// A page that was stuck is no place to go on from.
		await (isLoaded ? panels.go(url, panel) : panels.load(url, panel));
		isLoaded = true;
		const messages = await look();
		panels.accept();
		await panels.take(join(folder, `${panel.picture}.png`));
		findings.add(panel.picture, messages);
	};
	for (const panel of wanted) {
		try {
			await open(panel);
		} catch {
			isLoaded = false;
			findings.secondTries += 1;
			try {
				await open(panel);
			} catch (thrown) {
				isLoaded = false;
				findings.add(panel.picture, [reasonOf(thrown)]);
			}
		}
	}
}
