/**
 * Changes in Emporix as the poller sees them. Nothing lists what was changed or removed, so lists are compared with what is
 * remembered of them. One pass reads list after list; the position says which are left.
 */
import type { IDataObject } from 'n8n-workflow';
import { valueAt } from '../../core/execution/output';
import type { Position, Read, StreamPage, UpdateStream } from '../../core/polling/polling';
import type { Change, Observed } from '../../core/polling/snapshot';
import { EMPTY, pack } from '../../core/polling/snapshot';
import type { StartFrom } from '../../core/polling/start-from';
import type { Pass } from './change-position';
import {
	doubtful,
	ended,
	grown,
	knownOf,
	MOST_RECORDS,
	passOf,
	recordsIn,
	shrunk,
} from './change-position';
import type { Found, ListChanges } from './list-changes';
import type { Entity, WatchedLists } from './watched-list';

/** Changes shown to somebody who tries the trigger out, and the most lists that are searched for them. */
const SAMPLE_SIZE = 10;
const MOST_SAMPLE_LISTS = 20;

export interface StreamSettings {
	entity: Entity;
	/** The one segment to watch; all when absent. */
	segmentId?: string;
	/** The kinds of change that start the workflow. */
	events: readonly string[];
	/** What counts of the records that are there at first: none, those changed since a moment (ms since 1970), or all. */
	startFrom: StartFrom;
}

/** The stream of one trigger. */
export class ChangeStream implements UpdateStream {
	private readonly lists: WatchedLists;
	private readonly changes: ListChanges;
	private readonly settings: StreamSettings;
	private readonly fresh: Pass;

	constructor(lists: WatchedLists, changes: ListChanges, settings: StreamSettings) {
		const { entity, segmentId } = settings;
		this.lists = lists;
		this.changes = changes;
		this.settings = settings;
		const watched = segmentId === undefined ? entity : `${entity} ${segmentId}`;
		this.fresh = { watched, lists: {}, first: true };
	}

	async start(): Promise<Read<Position>> {
		return { value: this.fresh };
	}

	async read(position: Position): Promise<Read<StreamPage>> {
		const stored = passOf(position);
		const pass = this.isOurs(stored) ? stored : this.fresh;
		const begun = pass.todo ? { value: pass } : await this.begin(pass);
		if ('failure' in begun) return begun;
		const { todo: [list, ...rest] = [], obeyed } = begun.value;
		if (list === undefined) {
			return { value: { items: [], next: ended(begun.value), caughtUp: true } };
		}
		const found = await this.changes.find(list, knownOf(begun.value, list), obeyed);
		if ('failure' in found) return found;
		const { first } = begun.value;
		if (first && found.value.gone && this.settings.segmentId) return { failure: NO_SEGMENT };
		return this.page(begun.value, list, rest, found.value);
	}

	inDoubt(position: Position, pending: Position): Position {
		const [earlier, later] = [passOf(position), passOf(pending)];
		return this.isOurs(earlier) && this.isOurs(later) ? doubtful(earlier, later) : position;
	}

	shrink(position: Position, later: Position): Position {
		return shrunk(passOf(position), passOf(later));
	}

	grow(position: Position, stored: Position): Position {
		return grown(passOf(position), stored);
	}

	/** A record that was never changed counts as created; what was removed, Emporix does not keep. */
	async sample(): Promise<Read<IDataObject[]>> {
		const ids = await this.lists.ids();
		if ('failure' in ids) return ids;
		const items: IDataObject[] = [];
		for (const list of ids.value.slice(0, MOST_SAMPLE_LISTS)) {
			const latest = await this.lists.latest(list);
			if ('failure' in latest) return latest;
			const changes = latest.value.map((one): Change => ({ ...one, event: eventOf(one) }));
			items.push(...this.itemsOf(list, changes));
			if (items.length >= SAMPLE_SIZE) break;
		}
		return { value: items.slice(0, SAMPLE_SIZE) };
	}

	private isOurs({ watched }: Pass): boolean {
		return watched === this.fresh.watched;
	}

	private get removals(): boolean {
		return this.settings.events.includes('removed');
	}

	/** A new pass: which lists there are, those that are gone included, and whether changes can be asked for. */
	private async begin(pass: Pass): Promise<Read<Pass>> {
		const ids = await this.lists.ids();
		if ('failure' in ids) return ids;
		const gone = Object.keys(pass.lists).filter((list) => !ids.value.includes(list));
		const current = { ...pass, lists: { ...pass.lists } };
		if (!this.removals) for (const list of gone) delete current.lists[list];
		const todo = [...new Set([...ids.value, ...(this.removals ? gone : [])])];
		if (pass.obeyed !== undefined) return { value: { ...current, todo } };
		const known = todo.find((list) => knownOf(current, list).marks.size > 0) ?? todo[0];
		const obeyed = known === undefined ? { value: undefined } : await this.changes.proof(known);
		return 'failure' in obeyed ? obeyed : { value: { ...current, obeyed: obeyed.value, todo } };
	}

	private page(
		pass: Pass,
		list: string,
		rest: readonly string[],
		{ changes, snapshot, obeyed }: Found,
	): Read<StreamPage> {
		// Nothing is kept of an emptied list, or one that is gone would be asked for ever after.
		const kept = this.removals && snapshot.marks.size === 0 ? EMPTY : snapshot;
		const remembered = { ...pass, obeyed, lists: { ...pass.lists, [list]: pack(kept) } };
		const size = recordsIn(remembered.lists);
		if (size > MOST_RECORDS) return { failure: tooMany(size) };
		const wanted = pass.first ? changes.flatMap((change) => this.atFirst(change)) : changes;
		return {
			value: {
				items: this.itemsOf(list, wanted),
				next: rest.length > 0 ? { ...remembered, todo: [...rest] } : ended(remembered),
				caughtUp: rest.length === 0,
			},
		};
	}

	/** What the first pass finds is no change in itself. */
	private atFirst(change: Change): Change[] {
		const { startFrom } = this.settings;
		// Only somebody who was perhaps told before a restart can be gone already.
		if (change.event === 'removed') return [change];
		if (startFrom === 'now') return [];
		if (startFrom === 'beginning') return [change];
		if (!(momentIn('modifiedAt', change.record) >= startFrom)) return [];
		const isNew = momentIn('createdAt', change.record) >= startFrom;
		return [{ ...change, event: isNew ? 'created' : 'updated' }];
	}

	private itemsOf(list: string, changes: readonly Change[]): IDataObject[] {
		const { entity, events } = this.settings;
		return changes
			.filter(({ event }) => events.includes(event))
			.map((change) => {
				const ids = this.lists.identify(list, change.key);
				return {
					key: [entity, ...Object.values(ids), change.event, change.mark].join(':'),
					event: change.event,
					...ids,
					...(change.event !== 'removed' && { data: change.record }),
				};
			});
	}
}

const eventOf = ({ createdAt, modifiedAt }: Observed) =>
	createdAt === modifiedAt ? 'created' : 'updated';

const momentIn = (name: string, record: IDataObject): number =>
	Date.parse(String(valueAt(`metadata.${name}`, record)));

const NO_SEGMENT = {
	message: 'Emporix has no segment with the ID that this trigger watches',
	description: 'Choose the segment again.',
};

const tooMany = (size: number) => ({
	message: `The trigger would have to remember ${size} records; it remembers at most ${MOST_RECORDS}`,
	description:
		'Watch a single segment. Without Removed among the events, fewer are remembered if your tenant can be asked for changes.',
});
