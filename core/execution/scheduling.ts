/** The middle room of an execution: which request carries which items, how many are under way at once, and in what order. */
import { pack } from './batching';
import type { Ready } from './checking';
import type { Procedure } from '../rows/operation';
import type { Work } from './ordering';
import { runInOrder } from './ordering';
import { Previewed } from './preview';
import type { Run } from './run';
import { perform, sendBatch, sendOne } from './sending';

/**
 * Sends everything that is ready.
 *
 * @throws NodeOperationError or NodeApiError for the first item that comes to nothing, without On Error
 */
export async function sendAll(run: Run, ready: readonly Ready[]): Promise<void> {
	const { batch, procedure } = run.row;
	const { batching, concurrency } = run.options;
	if (procedure) {
		const groups = groupsOf(procedure, ready);
		const work = groups.map((group) => pieceOf(run, group, () => perform(run, procedure, group)));
		// Each may wait for minutes and watches over what it began.
		return await runInOrder(work, 1);
	}
	const work =
		batch && (batching || !batch.request)
			? pack(ready, batching ? batch.max : 1).map((items) =>
					pieceOf(run, items, () => sendBatch(run, batch, items)),
				)
			: ready.map((item) => pieceOf(run, [item], () => sendOne(run, item)));
	await runInOrder(work, concurrency);
}

/** Work for some items: what stops it settles them, and the others go on where On Error lets them. */
const pieceOf = ({ settlement }: Run, items: readonly Ready[], send: () => Promise<void>): Work => {
	const itemIndexes = items.map(({ itemIndex }) => itemIndex);
	return {
		keys: items.flatMap(({ keys }) => keys),
		run: async () => {
			try {
				await send();
			} catch (thrown) {
				if (thrown instanceof Previewed) settlement.settlePreview(itemIndexes, thrown.request);
				else settlement.settleThrown(itemIndexes, thrown);
			}
			settlement.stopAtFailure(itemIndexes);
		},
	};
};

type Group = [Ready, ...Ready[]];

/** Items that the procedure handles together; an item without a group is handled alone. */
function groupsOf(procedure: Procedure<Record<string, unknown>>, ready: readonly Ready[]): Group[] {
	const groups = new Map<string, Group>();
	for (const item of ready) {
		const name = procedure.group?.(item.values) ?? `item ${item.itemIndex}`;
		const members = groups.get(name);
		if (members) members.push(item);
		else groups.set(name, [item]);
	}
	return [...groups.values()];
}
