/** Adds every action of a node, and every entry of a trigger, the way a person does, and gives what the editor says then. */
import { basename, join } from 'node:path';
import type { NodeType } from '../instance/rest.mts';
import type { Canvas } from './canvas.mts';
import type { Addition } from './node-panels.mts';
import { additionsOf, shortName } from './node-panels.mts';
import type { Panels } from './panel.mts';
import type { Offered, OfferedBy } from './rows.mts';

/** How many panels were opened, and what the editor said against them. */
export interface Opened {
	count: number;
	messages: string[];
}

const BEHIND = { node: 'Edit Fields (Set)' };

/** The hands: they add a node, look, unfold it, look again, and take it away. */
export class Hands {
	private readonly canvas: Canvas;
	private readonly panels: Panels;
	private readonly offeredBy: OfferedBy;
	private readonly editorUrl: string;

	constructor(canvas: Canvas, panels: Panels, offeredBy: OfferedBy, editorUrl: string) {
		this.canvas = canvas;
		this.panels = panels;
		this.offeredBy = offeredBy;
		this.editorUrl = editorUrl;
	}

	/** Every action behind another node; those that come first in their resource also as the first node of a workflow. */
	async addActions(type: NodeType, folder: string): Promise<Opened> {
		const additions = additionsOf(type);
		const opened: Opened = { count: 0, messages: [] };
		for (const place of ['behind', 'first'] as const) {
			await this.empty(place);
			for (const addition of additions) {
				if (place === 'first' && !addition.isFirst) continue;
				const picture = `${addition.picture}-${place}`;
				await this.attempt(opened, join(folder, picture), place, async () => {
					const choice = { node: type.displayName, action: addition.name };
					if (place === 'first') await this.canvas.addFirst(choice);
					else await this.canvas.addBehind(choice);
					return await this.look(addition, this.offered(type, addition), join(folder, picture));
				});
			}
		}
		return opened;
	}

	/** Every entry of a trigger as the first node; the first of them with each way to sign in. */
	async addTrigger(type: NodeType, folder: string): Promise<Opened> {
		const opened: Opened = { count: 0, messages: [] };
		const node = type.displayName.replace(/ Trigger$/, '');
		await this.empty('first');
		const entries = await this.canvas.triggerEntries(node);
		for (const action of entries) {
			const picture = action.toLowerCase().replace(/[^a-z]+/g, '-');
			await this.attempt(opened, join(folder, picture), 'first', async () => {
				await this.canvas.addFirst({ node, action });
				const none: Offered = { fields: [], mapped: [] };
				const addition = { name: type.displayName, shown: {} };
				const found = await this.look(addition, none, join(folder, picture));
				const signIns = action === entries[0] ? await this.panels.signIns() : [];
				for (const signIn of signIns) {
					await this.panels.signInWith(signIn);
					const path = join(folder, `${picture}-${signIn.toLowerCase().replace(/[^a-z]+/g, '-')}`);
					found.push(...(await this.look(addition, none, path)));
					opened.count += 1;
				}
				return found;
			});
		}
		return opened;
	}

	private offered(type: NodeType, { parameters }: Addition): Offered {
		return this.offeredBy(shortName(type), parameters.resource, parameters.operation);
	}

	private async empty(place: 'behind' | 'first'): Promise<void> {
		await this.canvas.open(this.editorUrl);
		if (place === 'first') return;
		await this.canvas.addFirst({ node: 'Trigger manually' });
		await this.canvas.addBehind(BEHIND);
		await this.canvas.closePanel();
	}

	private async look(
		addition: Pick<Addition, 'name' | 'shown'>,
		offered: Offered,
		path: string,
	): Promise<string[]> {
		await this.panels.added(addition);
		await this.panels.take(`${path}.png`);
		await this.panels.unfold();
		const messages = await this.panels.messages(offered);
		await this.panels.take(`${path}-unfolded.png`);
		return [...messages, ...(await this.panels.presetBooleans())];
	}

	/** A step that cannot be done is a message, too; then the canvas is no place to go on from. */
	private async attempt(
		opened: Opened,
		path: string,
		place: 'behind' | 'first',
		step: () => Promise<string[]>,
	): Promise<void> {
		const picture = basename(path);
		opened.count += 1;
		this.panels.expectAnother();
		try {
			opened.messages.push(...(await step()).map((message) => `${picture}: ${message}`));
			await this.canvas.removeNode();
		} catch (thrown) {
			const [reason] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
			opened.messages.push(`${picture}: ${reason}`);
			await this.panels.takeWindow(`${path}-stuck.png`);
			await this.empty(place);
		}
	}
}
