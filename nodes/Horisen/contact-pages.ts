/** Reads contacts in the order of their changes (Contact > Returns a list of contacts). */
import type { IDataObject } from 'n8n-workflow';
import type { Door, Read } from '../../core/requests/door';
import { readPage } from '../../core/requests/listing';
import type { ValuesOf } from '../../core/rows/operation';
import { isRecord } from '../../core/execution/output';
import type { Place } from '../../core/requests/paging';
import { contact as contactResource } from './operations/contact';

const CONTACTS = contactResource.operations.getAll;
type Query = ValuesOf<typeof CONTACTS>;

/** Contacts whose state is asked for in one request. */
const PAGE_SIZE = 100;
/** How often a second with more contacts than a page is read, until nobody new turns up. */
const MOST_SWEEPS = 5;

/** Which contacts are watched. */
export interface Watched {
	/** Only contacts of these lists; separated by commas. */
	listUuids?: string;
	/** Only contacts with these subscription options; separated by commas. */
	optionUuids?: string;
	/** Whether deleted contacts count too. */
	deleted: boolean;
}

/** A contact as it stands in the stream. */
export interface Change {
	contact: IDataObject;
	deleted: boolean;
}

/** Changes up to a moment, complete unless some are late; `ended` when there were no more behind them. */
export interface Stretch<T = Change> {
	changes: T[];
	ended: boolean;
}

interface ContactsPage {
	contacts: IDataObject[];
	total?: number;
	/** Where the list goes on. */
	next?: Place;
}

/** The contacts of one trigger. */
export class ContactPages {
	private readonly door: Door;
	private readonly watched: Watched;
	private readonly filters: Query;

	constructor(door: Door, watched: Watched) {
		this.door = door;
		this.watched = watched;
		this.filters = {
			list_uuids: watched.listUuids,
			subscription_uuids: watched.optionUuids,
			...(watched.deleted && { fields: 'show_deleted' }),
		};
	}

	/** The last changes, the latest first. */
	async latest(place?: Place, size = PAGE_SIZE): Promise<Read<Stretch & { next?: Place }>> {
		const page = await this.page({ ...this.filters, sort: '-updated_dt' }, place, size);
		if ('failure' in page) return page;
		const { contacts, next } = page.value;
		const changes = await this.changesIn(contacts);
		return 'failure' in changes
			? changes
			: { value: { changes: changes.value, ended: next === undefined, next } };
	}

	/** The next changes after a moment, without those of the last second that was read, for which there may be more. */
	async after(moment: string | undefined): Promise<Read<Stretch>> {
		const stretch = await this.stretchAfter(moment);
		if ('failure' in stretch) return stretch;
		const changes = await this.changesIn(stretch.value.changes);
		if ('failure' in changes) return changes;
		return { value: { changes: changes.value, ended: stretch.value.ended } };
	}

	private async stretchAfter(moment: string | undefined): Promise<Read<Stretch<IDataObject>>> {
		const page = await this.changedAfter(moment);
		if ('failure' in page) return page;
		const { contacts, next } = page.value;
		if (!next) return { value: { changes: contacts, ended: true } };
		const lastSecond = timeOf(contacts.at(-1));
		const before = contacts.filter((contact) => timeOf(contact) < lastSecond);
		if (before.length > 0) return { value: { changes: before, ended: false } };
		return await this.second(moment, page.value);
	}

	/**
	 * A second that fills a page and more. While its pages are read, contacts may change and leave it, and the others move
	 * up, past the page that is asked for next; so it is read until nobody new turns up.
	 */
	private async second(
		moment: string | undefined,
		first: ContactsPage,
	): Promise<Read<Stretch<IDataObject>>> {
		const second = timeOf(first.contacts[0]);
		const found = new Map<string, IDataObject>();
		let ended = false;
		for (let sweep = 1; sweep <= MOST_SWEEPS; sweep++) {
			const knownBefore = found.size;
			let page: Read<ContactsPage> =
				sweep === 1 ? { value: first } : await this.changedAfter(moment);
			for (;;) {
				if ('failure' in page) return page;
				const { contacts, next }: ContactsPage = page.value;
				const same = contacts.filter((contact) => timeOf(contact) === second);
				for (const contact of same) found.set(JSON.stringify(contact), contact);
				const further = same.length < contacts.length;
				ended = !next && !further;
				if (!next || further) break;
				page = await this.changedAfter(moment, next);
			}
			if (found.size === knownBefore) break;
		}
		return { value: { changes: [...found.values()], ended } };
	}

	private async changedAfter(moment: string | undefined, place?: Place) {
		return await this.page(
			{ ...this.filters, sort: 'updated_dt', updatedAfter: moment },
			place,
			PAGE_SIZE,
		);
	}

	/**
	 * Deleted contacts are listed like the others; only a search without them tells which they are. Those handed over before
	 * are asked for too: who is deleted in the second of their last update stands in the list as before.
	 */
	private async changesIn(contacts: readonly IDataObject[]): Promise<Read<Change[]>> {
		const deleted = new Set(this.watched.deleted ? contacts.map(uuidOf) : []);
		const asked = [...deleted];
		for (let next = 0; next < asked.length; next += PAGE_SIZE) {
			const alive = await this.alive(asked.slice(next, next + PAGE_SIZE));
			if ('failure' in alive) return alive;
			for (const uuid of alive.value) deleted.delete(uuid);
		}
		return {
			value: contacts.map((contact) => ({ contact, deleted: deleted.has(uuidOf(contact)) })),
		};
	}

	/** Who of them is not deleted. Nobody is taken for deleted by a list that does not say how many it has, or lacks some. */
	private async alive(uuids: readonly string[]): Promise<Read<string[]>> {
		const found = new Set<string>();
		let place: Place | undefined;
		let total: number | undefined;
		do {
			const page = await this.page({ uuids: uuids.join(',') }, place, PAGE_SIZE);
			if ('failure' in page) return page;
			for (const contact of page.value.contacts) found.add(uuidOf(contact));
			({ total, next: place } = page.value);
		} while (place);
		const isWhole = found.size === total || found.size === uuids.length;
		return isWhole && [...found].every((uuid) => uuids.includes(uuid))
			? { value: [...found] }
			: { failure: INCOMPLETE };
	}

	private async page(
		values: Query,
		place: Place | undefined,
		size: number,
	): Promise<Read<ContactsPage>> {
		const page = await readPage(this.door, CONTACTS, values, place, size);
		if ('failure' in page) return page;
		const { records, total, next } = page.value;
		const contacts = records.filter(isContact);
		return contacts.length === records.length
			? { value: { contacts, total, next } }
			: { failure: NO_CONTACTS };
	}
}

const INCOMPLETE = {
	message: 'HORISEN did not tell for every contact whether it is deleted',
	description: 'Nobody is reported as deleted by such an answer. The next poll asks again.',
};
const NO_CONTACTS = {
	message: 'HORISEN listed something that is no contact, or a contact without a date',
	description:
		'Check the Base URL in the credential, and that no gateway or proxy stands in between. The next poll asks again.',
};

const isContact = (record: unknown): record is IDataObject =>
	isRecord(record) && typeof record.uuid === 'string' && !Number.isNaN(timeOf(record));

interface Dated {
	created_dt?: unknown;
	updated_dt?: unknown;
}

export const uuidOf = ({ uuid }: IDataObject) => String(uuid);
/** When a contact changed, as HORISEN wrote it; one that was never updated may have been created only. */
export const stampOf = ({ updated_dt, created_dt }: Dated) => String(updated_dt ?? created_dt);
/** The same in ms since 1970. */
export const timeOf = (contact: Dated | undefined) => Date.parse(stampOf(contact ?? {}));
