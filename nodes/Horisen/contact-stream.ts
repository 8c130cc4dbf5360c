/**
 * Changes of contacts as the poller sees them: contacts sorted by `updated_dt`, read on from the last one (Contact >
 * Returns a list of contacts).
 *
 * Many contacts may change in the same second, more may follow in that second, and a change may show up late. So everything
 * younger than {@link LATENESS_MS} is read again with every poll, and what was handed over of it is remembered. What would
 * not fit into that memory waits until it is old enough to need none.
 */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { Door } from '../../core/door';
import { readPage } from '../../core/listing';
import type { Place } from '../../core/paging';
import type { Position, Read, StreamPage, UpdateStream } from '../../core/polling';
import type { StartFrom } from '../../core/start-from';
import { contact as contactResource } from './operations/contact';

const CONTACTS = contactResource.operations.getAll;

/** How long after its `updated_dt` a change may still show up, in ms; the clocks of n8n and HORISEN may differ, too. */
const LATENESS_MS = 120_000;
/** The most changes that a position remembers. */
const MOST_REMEMBERED = 500;
/** Contacts whose state is asked for in one request. */
const PAGE_SIZE = 100;
/** Contacts shown to somebody who tries the trigger out. */
const SAMPLE_SIZE = 10;
/** How often a second with more contacts than a page is read, until nobody new turns up. */
const MOST_SWEEPS = 5;

export type ContactEvent = 'created' | 'updated' | 'optedIn' | 'optedOut' | 'deleted';

export interface StreamSettings {
	/** The events that start the workflow. */
	events: readonly ContactEvent[];
	/** Only contacts of these lists; separated by commas. */
	listUuids?: string;
	/** Only contacts with these subscription options; separated by commas. */
	optionUuids?: string;
	/** Where to begin when there is no position yet: from now on, from a moment in ms since 1970, or from the oldest contact. */
	startFrom: StartFrom;
}

interface ContactPosition extends Position {
	/** All changes up to here are handed over; absent at the beginning. As HORISEN wrote it, or RFC 3339. */
	after?: string;
	/** How far the present pass has come beyond it; the next pass begins at `after` again. */
	from?: string;
	/** What was older than this when the present pass began needs no memory, in ms since 1970. */
	settled?: number;
	/** Fingerprints of what is handed over beyond `after`, by its `updated_dt`. */
	handedOver?: Record<string, string[]>;
}

/** A contact as it stands in the stream. */
interface Change {
	contact: IDataObject;
	deleted: boolean;
}

/** Contacts up to a moment, complete unless changes are late; `ended` when there were no more behind them. */
interface Stretch {
	contacts: IDataObject[];
	ended: boolean;
}

interface ContactsPage extends Stretch {
	/** Where the list goes on. */
	next?: Place;
}

/** The stream of one trigger. */
export function contactStream(
	door: Door,
	{ events, listUuids, optionUuids, startFrom }: StreamSettings,
): UpdateStream {
	const withDeleted = events.includes('deleted');
	const filters = { list_uuids: listUuids, subscription_uuids: optionUuids };

	const ask = async (
		values: Readonly<Record<string, unknown>>,
		place?: Place,
		size?: number,
	): Promise<Read<ContactsPage>> => {
		const page = await readPage(door, CONTACTS, values, place, size);
		if ('failure' in page) return page;
		const { records, next } = page.value;
		return { value: { contacts: listOf(records), ended: next === undefined, next } };
	};

	const changesAfter = async (after: string | undefined, place?: Place) =>
		await ask(
			{
				...filters,
				...(withDeleted && { fields: 'show_deleted' }),
				sort: 'updated_dt',
				updatedAfter: after,
			},
			place,
		);

	/** The contacts of the next page, without those of its last second, for which there may be more. */
	const readStretch = async (after: string | undefined): Promise<Read<Stretch>> => {
		const page = await changesAfter(after);
		if ('failure' in page || page.value.ended) return page;
		const { contacts } = page.value;
		const lastSecond = timeOf(contacts.at(-1));
		const before = contacts.filter((contact) => timeOf(contact) < lastSecond);
		if (before.length > 0) return { value: { contacts: before, ended: false } };
		return await readSecond(after, page.value);
	};

	/**
	 * A second that fills a page and more. While its pages are read, contacts may change and leave it, and the others move
	 * up, past the page that is asked for next; so it is read until nobody new turns up.
	 */
	const readSecond = async (
		after: string | undefined,
		first: ContactsPage,
	): Promise<Read<Stretch>> => {
		const second = timeOf(first.contacts[0]);
		const found = new Map<string, IDataObject>();
		let ended = false;
		for (let sweep = 1; sweep <= MOST_SWEEPS; sweep++) {
			const knownBefore = found.size;
			let page: Read<ContactsPage> = sweep === 1 ? { value: first } : await changesAfter(after);
			for (;;) {
				if ('failure' in page) return page;
				const same = page.value.contacts.filter((contact) => timeOf(contact) === second);
				for (const contact of same) found.set(JSON.stringify(contact), contact);
				const further = same.length < page.value.contacts.length;
				ended = page.value.ended && !further;
				if (page.value.ended || further) break;
				page = await changesAfter(after, page.value.next);
			}
			if (found.size === knownBefore) break;
		}
		return { value: { contacts: [...found.values()], ended } };
	};

	/**
	 * Deleted contacts are listed like the others; only a search without them tells which they are. Those handed over before
	 * are asked for too: who is deleted in the second of their last update stands in the list as before.
	 */
	const changesIn = async (contacts: readonly IDataObject[]): Promise<Read<Change[]>> => {
		const deleted = new Set(withDeleted ? contacts.map(uuidOf) : []);
		const asked = [...deleted];
		for (let next = 0; next < asked.length; next += PAGE_SIZE) {
			const uuids = asked.slice(next, next + PAGE_SIZE).join(',');
			const alive = await ask({ uuids });
			if ('failure' in alive) return alive;
			for (const contact of alive.value.contacts) deleted.delete(uuidOf(contact));
		}
		return {
			value: contacts.map((contact) => ({ contact, deleted: deleted.has(uuidOf(contact)) })),
		};
	};

	const read = async (position: ContactPosition): Promise<Read<StreamPage>> => {
		const stretch = await readStretch(position.from ?? position.after);
		if ('failure' in stretch) return stretch;
		const changes = await changesIn(stretch.value.contacts);
		if ('failure' in changes) return changes;
		const { ended } = stretch.value;
		const { chosen, next, waiting } = choose(position, changes.value, ended);
		const known = new Set(
			Object.values(position.handedOver ?? {})
				.flat()
				.map(personIn),
		);
		const items = chosen.map((change) =>
			itemOf(
				change,
				isAfter(change.contact.created_dt, position.after) &&
					!known.has(personIn(fingerprint(change))),
			),
		);
		const wanted = items.filter((item) => item.events.some((event) => events.includes(event)));
		return { value: { items: wanted, next, caughtUp: ended, waiting } };
	};

	const startNow = async (): Promise<Read<Position>> => {
		const newest = await ask({ ...filters, sort: '-updated_dt' }, undefined, 1);
		if ('failure' in newest) return newest;
		const [contact] = newest.value.contacts;
		if (!contact) return { value: {} };
		const after = new Date(timeOf(contact) - 1000).toISOString();
		const second = await readStretch(after);
		if ('failure' in second) return second;
		const old = second.value.contacts.filter((one) => timeOf(one) <= timeOf(contact));
		if (old.length > MOST_REMEMBERED) return { value: { after: stampOf(contact) } };
		const changes = await changesIn(old);
		if ('failure' in changes) return changes;
		return { value: { after, handedOver: remembered({}, changes.value) } };
	};

	return {
		start: async () => {
			if (startFrom === 'now') return await startNow();
			if (startFrom === 'beginning') return { value: {} };
			return { value: { after: new Date(startFrom - 1000).toISOString() } };
		},
		read,
		sample: async () => {
			const newest = await ask({ ...filters, sort: '-updated_dt' }, undefined, SAMPLE_SIZE);
			if ('failure' in newest) return newest;
			return {
				value: newest.value.contacts.map((contact) =>
					itemOf({ contact, deleted: false }, stampOf(contact) === contact.created_dt),
				),
			};
		},
	};
}

/** What of a stretch is handed over now, and where the next one begins; `waiting` when the memory is full. */
function choose(position: ContactPosition, changes: readonly Change[], ended: boolean) {
	const { after, handedOver = {} } = position;
	// As it was when the pass began: what came late since then stands where only the next pass reads.
	const settled = position.settled ?? Date.now() - LATENESS_MS;
	const known = new Set(Object.values(handedOver).flat());
	const chosen: Change[] = [];
	const young: Change[] = [];
	let settledUntil = after;
	let reached = position.from ?? after;
	let waiting = false;
	for (const change of changes) {
		const { contact } = change;
		const isYoung = timeOf(contact) > settled;
		if (!known.has(fingerprint(change))) {
			waiting = isYoung && known.size + young.length >= MOST_REMEMBERED;
			if (waiting) break;
			chosen.push(change);
			if (isYoung) young.push(change);
		}
		reached = stampOf(contact);
		if (!isYoung) settledUntil = reached;
	}
	const kept = Object.entries(handedOver).filter(([stamp]) => isAfter(stamp, settledUntil));
	const unfinished = !ended && !waiting && reached !== settledUntil;
	const next: ContactPosition = {
		after: settledUntil,
		...(unfinished && { from: reached, settled }),
		handedOver: remembered(Object.fromEntries(kept), young),
	};
	return { chosen, next, waiting };
}

/** Adds the fingerprints of changes, by their `updated_dt`. */
function remembered(handedOver: Record<string, string[]>, changes: readonly Change[]) {
	const all = { ...handedOver };
	for (const change of changes) {
		const stamp = stampOf(change.contact);
		all[stamp] = [...(all[stamp] ?? []), fingerprint(change)];
	}
	return all;
}

interface ContactItem extends IDataObject {
	events: ContactEvent[];
}

function itemOf(change: Change, created: boolean): ContactItem {
	const { contact, deleted } = change;
	const events: ContactEvent[] = deleted ? ['deleted'] : [created ? 'created' : 'updated'];
	if (!deleted && contact.opt_status === 'in') events.push('optedIn');
	if (!deleted && contact.opt_status === 'out') events.push('optedOut');
	return { key: `${uuidOf(contact)}:${fingerprint(change)}`, events, contact };
}

const listOf = (data: unknown): IDataObject[] =>
	Array.isArray(data) ? (data as IDataObject[]) : [];
const uuidOf = ({ uuid }: IDataObject) => String(uuid);
/** A contact that was never updated may have been created only. */
const stampOf = ({ updated_dt, created_dt }: IDataObject) => String(updated_dt ?? created_dt);
const timeOf = (contact: IDataObject | undefined) => Date.parse(stampOf(contact ?? {}));
const isAfter = (stamp: unknown, after: string | undefined) =>
	after === undefined || Date.parse(String(stamp)) > Date.parse(after);

/** Length of each half of a fingerprint: 36 bits in Base64. */
const HALF = 6;
const digest = (text: string) =>
	createHash('sha256').update(text).digest('base64url').slice(0, HALF);

/** Who changed and to what, for a contact may change twice within a second. */
const fingerprint = ({ contact, deleted }: Change) =>
	`${digest(uuidOf(contact))}${digest(JSON.stringify(contact) + (deleted ? ' deleted' : ''))}`;
const personIn = (written: string) => written.slice(0, HALF);
