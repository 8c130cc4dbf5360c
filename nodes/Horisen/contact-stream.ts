/** Changes of contacts as the poller sees them: contacts sorted by `updated_dt`, read on from the last one. */
import type { IDataObject } from 'n8n-workflow';
import type { Position, Read, StreamPage, UpdateStream } from '../../core/polling/polling';
import type { StartFrom } from '../../core/polling/start-from';
import type { VendorClock } from '../../core/polling/vendor-clock';
import { consentWords } from './operations/consent-words';
import type { Change, ContactPages, Stretch } from './contact-pages';
import { stampOf, timeOf } from './contact-pages';
import type { ContactPosition } from './contact-position';
import { choose, isNew, keyOf, LATENESS_MS } from './contact-position';

/** Changes shown to somebody who tries the trigger out, and the most pages that are searched for them. */
const SAMPLE_SIZE = 10;
const MOST_SAMPLE_PAGES = 10;

export type ContactEvent = 'created' | 'updated' | 'optedIn' | 'optedOut' | 'deleted';

export interface StreamSettings {
	/** The events that start the workflow. */
	events: readonly ContactEvent[];
	/** Where to begin when there is no position yet: from now on, from a moment in ms since 1970, or from the oldest contact. */
	startFrom: StartFrom;
}

/** The stream of one trigger. */
export class ContactStream implements UpdateStream {
	private readonly pages: ContactPages;
	private readonly clock: VendorClock;
	private readonly settings: StreamSettings;

	constructor(pages: ContactPages, clock: VendorClock, settings: StreamSettings) {
		this.pages = pages;
		this.clock = clock;
		this.settings = settings;
	}

	async start(): Promise<Read<Position>> {
		const { startFrom } = this.settings;
		if (startFrom === 'beginning') return { value: {} };
		if (startFrom !== 'now') return { value: { after: momentBefore(startFrom, 1_000) } };
		const latest = await this.pages.latest(undefined, 1);
		if ('failure' in latest) return latest;
		const [change] = latest.value.changes;
		return change ? await this.behind(change.contact) : { value: {} };
	}

	async read(position: ContactPosition): Promise<Read<StreamPage>> {
		const stretch = await this.observed(position);
		if ('failure' in stretch) return stretch;
		const { chosen, next, waiting } = choose(position, stretch.value, this.clock.atLeast);
		const created = isNew(position);
		const items = chosen.map((change) => itemOf(change, created(change)));
		return {
			value: { items: this.wanted(items), next, caughtUp: stretch.value.ended, waiting },
		};
	}

	async sample(): Promise<Read<IDataObject[]>> {
		const items: IDataObject[] = [];
		const isCreated = ({ contact }: Change) => stampOf(contact) === contact.created_dt;
		let page = await this.pages.latest();
		for (let read = 1; ; read++) {
			if ('failure' in page) return page;
			const { changes, next } = page.value;
			items.push(...this.wanted(changes.map((change) => itemOf(change, isCreated(change)))));
			if (!next || read === MOST_SAMPLE_PAGES || items.length >= SAMPLE_SIZE) break;
			page = await this.pages.latest(next);
		}
		return { value: items.slice(0, SAMPLE_SIZE) };
	}

	/** The position behind everything that is there; changes that show up late count from now on. */
	private async behind(latest: IDataObject): Promise<Read<Position>> {
		// What cannot be remembered as being there is looked for in the last second alone, and then not at all.
		for (const window of [LATENESS_MS, 1_000]) {
			let position: ContactPosition = { after: momentBefore(timeOf(latest), window) };
			for (let waits = false; !waits; ) {
				const stretch = await this.observed(position);
				if ('failure' in stretch) return stretch;
				const { next, waiting } = choose(position, stretch.value, this.clock.atLeast);
				if (stretch.value.ended && !waiting) return { value: next };
				position = next;
				waits = waiting;
			}
		}
		return { value: { after: stampOf(latest) } };
	}

	private async observed(position: ContactPosition): Promise<Read<Stretch>> {
		const stretch = await this.pages.after(position.from ?? position.after);
		if ('failure' in stretch) return stretch;
		this.clock.observe(stretch.value.changes.map(({ contact }) => timeOf(contact)));
		return stretch;
	}

	private wanted(items: readonly ContactItem[]): ContactItem[] {
		const { events } = this.settings;
		return items.filter((item) => item.events.some((event) => events.includes(event)));
	}
}

interface ContactItem extends IDataObject {
	events: ContactEvent[];
}

function itemOf(change: Change, created: boolean): ContactItem {
	const { contact, deleted } = change;
	const events: ContactEvent[] = deleted ? ['deleted'] : [created ? 'created' : 'updated'];
	if (!deleted && contact.opt_status === 'in') events.push('optedIn');
	if (!deleted && contact.opt_status === 'out') events.push('optedOut');
	return { key: keyOf(change), events, ...(!deleted && consentWords.of(contact)), contact };
}

const momentBefore = (moment: number, ms: number) => new Date(moment - ms).toISOString();
