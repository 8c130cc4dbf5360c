/** Adds every action of a node, and every entry of a trigger, the way a person does, and gives what the editor says then. */
import { basename, join } from 'node:path';
import type { NodeType } from '../instance/rest.mts';
import type { Canvas } from './canvas.mts';
import type { Findings } from './findings.mts';
import { reasonOf } from './findings.mts';
import type { Addition } from './node-panels.mts';
import { additionsOf, shortName } from './node-panels.mts';
import type { Panels } from './panel.mts';
import type { Offered, OfferedBy } from './rows.mts';

const BEHIND = { node: 'Edit Fields (Set)' };

/** The hands: they add a node, look, unfold it, look again, and take it away. */
export class Hands {
	private readonly canvas: Canvas;
	private readonly panels: Panels;
	private readonly offeredBy: OfferedBy;
	private readonly editorUrl: string;
	private readonly findings: Findings;

	constructor(
		canvas: Canvas,
		panels: Panels,
		offeredBy: OfferedBy,
		editorUrl: string,
		findings: Findings,
	) {
		this.canvas = canvas;
		this.panels = panels;
		this.offeredBy = offeredBy;
		this.editorUrl = editorUrl;
		this.findings = findings;
	}

	/** Every action behind another node; those that come first in their resource also as the first node of a workflow. */
	async addActions(type: NodeType, folder: string): Promise<void> {
		const additions = additionsOf(type);
		for (const place of ['behind', 'first'] as const) {
			await this.empty(place);
			for (const addition of additions) {
				if (place === 'first' && !addition.isFirst) continue;
				const picture = `${addition.picture}-${place}`;
				await this.attempt(join(folder, picture), place, async () => {
					const choice = { node: type.displayName, action: addition.name };
					if (place === 'first') await this.canvas.addFirst(choice);
					else await this.canvas.addBehind(choice);
					return await this.look(addition, this.offered(type, addition), join(folder, picture));
				});
			}
		}
	}

	/** Every entry of a trigger as the first node; the first of them with each way to sign in. */
	async addTrigger(type: NodeType, folder: string): Promise<void> {
		const node = type.displayName.replace(/ Trigger$/, '');
		await this.empty('first');
		const [first, ...others] = await this.canvas.triggerEntries(node);
		if (first === undefined) throw new Error(`n8n lists no entry of ${type.displayName}`);
		let signIns: string[] = [];
		await this.addEntry(type, folder, first, first, async () => {
			signIns = await this.panels.signIns();
		});
		for (const signIn of signIns) {
			await this.addEntry(type, folder, first, `${first} ${signIn}`, async () => {
				await this.panels.signInWith(signIn);
			});
		}
		for (const action of others) await this.addEntry(type, folder, action, action);
	}

	private async addEntry(
		type: NodeType,
		folder: string,
		action: string,
		title: string,
		afterwards?: () => Promise<void>,
	): Promise<void> {
		const path = join(folder, title.toLowerCase().replace(/[^a-z]+/g, '-'));
		await this.attempt(path, 'first', async () => {
			await this.canvas.addFirst({ node: type.displayName.replace(/ Trigger$/, ''), action });
			const addition = { name: type.displayName, shown: {} };
			await this.panels.added(addition);
			await afterwards?.();
			return await this.look(addition, { fields: [], mapped: [] }, path);
		});
	}

	private offered(type: NodeType, { parameters }: Addition): Offered {
		return this.offeredBy(shortName(type), parameters.resource, parameters.operation);
	}

	/** A new workflow with what stands before the node; the first page of a browser may take too long, so it is tried once more. */
	private async empty(place: 'behind' | 'first'): Promise<void> {
		await this.begin(place).catch(async () => await this.begin(place));
	}

	private async begin(place: 'behind' | 'first'): Promise<void> {
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

	/** What cannot be done is tried once more in another workflow, for a busy machine may have been too slow; then it is a message. */
	private async attempt(
		path: string,
		place: 'behind' | 'first',
		step: () => Promise<string[]>,
		isSecond = false,
	): Promise<void> {
		this.panels.expectAnother();
		try {
			const messages = await step();
			await this.canvas.removeNode();
			this.panels.accept();
			this.findings.add(basename(path), messages);
		} catch (thrown) {
			await this.panels.takeWindow(`${path}-stuck.png`);
			await this.empty(place);
			if (isSecond) {
				this.findings.add(basename(path), [reasonOf(thrown)]);
				return;
			}
			this.findings.secondTries += 1;
			await this.attempt(path, place, step, true);
		}
	}
}
