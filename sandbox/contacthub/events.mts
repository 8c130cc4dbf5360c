import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';
import { compare } from './customer-query.mts';
import { uuidFrom, type Customers } from './customers.mts';
import { ContacthubFailure } from './failure.mts';
import { jsonObject, type JsonObject } from './json-object.mts';
import type { UpdateStream } from './update-stream.mts';

const contentSchema = z.object({
	properties: jsonObject,
	context: z.string(),
	contextInfo: jsonObject.optional(),
	date: z.string().optional(),
	tracking: jsonObject.nullish(),
});
const newEventSchema = contentSchema.extend({
	customerId: z.string().nullish(),
	bringBackProperties: z
		.object({
			type: z.string().nullish(),
			value: z.string().nullish(),
			nodeId: z.string().nullish(),
		})
		.nullish(),
	type: z.string(),
});

const replacementSchema = newEventSchema.partial({ type: true });

/** What never changes, however an event is changed. */
const IMMUTABLE = ['id', 'customerId', 'bringBackProperties', 'type', 'registeredAt'] as const;

/** A stored event. */
export interface Event extends z.output<typeof newEventSchema> {
	id: string;
	date: string;
	origin: 'NATIVE';
	registeredAt: string;
	updatedAt: string;
	version: number;
}

/** What a customer receives; everything else is what a customer does. */
const passiveTypes: readonly string[] = [
	'abandonedCart',
	'abandonedSession',
	'addedReward',
	'campaignBlacklisted',
	'campaignBounced',
	'campaignOptinRequested',
	'campaignSent',
	'eventEligible',
	'eventInvited',
	'eventNotInvited',
	'genericPassiveEvent',
	'grantedCoupon',
	'orderShipped',
	'removedReward',
	'repliedTicket',
];

/** The events of a workspace; every change goes to the update stream. */
export class Events {
	readonly all = new Map<string, Event>();
	private readonly stream: UpdateStream;
	private readonly customers: Customers;

	constructor(stream: UpdateStream, customers: Customers) {
		this.stream = stream;
		this.customers = customers;
	}

	/** @throws ContacthubFailure 404 */
	get(id: string | undefined): Event {
		const event = this.all.get(id ?? '');
		if (!event) throw new ContacthubFailure(404, `event not found ${id}`);
		return event;
	}

	/** The ids of the customer's events just before and after this one by date. */
	neighbours(event: Event): { prev?: string; next?: string } {
		const ids = this.search({ customerId: event.customerId ?? '' }).map(({ id }) => id);
		const place = ids.indexOf(event.id);
		return { prev: ids[place + 1], next: ids[place - 1] };
	}

	/**
	 * Records an event. An EXTERNAL_ID in bringBackProperties finds its customer at once, when there is one.
	 * @throws ContacthubFailure 400 unless exactly one of customerId and bringBackProperties is given,
	 * 404 for an unknown customer or node.
	 */
	create(body: unknown): Event {
		const sent = newEventSchema.parse(body);
		const bringBack = sent.bringBackProperties;
		if ((sent.customerId == null) === (bringBack == null)) {
			throw new ContacthubFailure(
				400,
				'Exactly one of customerId and bringBackProperties is required',
			);
		}
		if (sent.customerId != null) this.customers.get(sent.customerId);
		if (bringBack) this.customers.checkEntryNode(bringBack.nodeId ?? undefined);
		const owner =
			bringBack?.type === 'EXTERNAL_ID'
				? this.customers.byExternalId(bringBack.nodeId ?? '', bringBack.value ?? '')?.id
				: undefined;
		const now = new Date().toISOString();
		const event: Event = {
			id: uuidFrom(`event ${this.all.size + 1}`),
			...sent,
			customerId: sent.customerId ?? owner,
			date: sent.date ?? now,
			origin: 'NATIVE',
			registeredAt: now,
			updatedAt: now,
			version: 0,
		};
		this.all.set(event.id, event);
		this.stream.append('CREATE', 'EVENT', this.nodeOf(event), event);
		return event;
	}

	/**
	 * PUT: the event becomes what is sent.
	 * @throws ContacthubFailure 400 without its customerId and bringBackProperties where it has them, or for another of what never changes; 404
	 */
	replace(id: string | undefined, body: unknown): void {
		const event = this.get(id);
		const sent = replacementSchema.parse(body);
		for (const name of ['customerId', 'bringBackProperties'] as const) {
			if (event[name] != null && sent[name] == null) {
				throw new ContacthubFailure(400, `${name} is required, as the event has it`);
			}
		}
		this.checkImmutable(event, jsonObject.parse(body), IMMUTABLE);
		const { contextInfo, date = event.date, tracking, properties, context } = sent;
		this.store({ ...event, properties, context, contextInfo, date, tracking });
	}

	/**
	 * PATCH: what is sent takes the place of what was there.
	 * @throws ContacthubFailure 400 for another of what never changes; 404
	 */
	patch(id: string | undefined, body: unknown): void {
		const event = this.get(id);
		const sent = contentSchema.partial().parse(body);
		this.checkImmutable(event, jsonObject.parse(body), [...IMMUTABLE, 'context']);
		this.store({
			...event,
			...sent,
			properties: sent.properties ?? event.properties,
			context: event.context,
			date: sent.date ?? event.date,
		});
	}

	private checkImmutable(event: Event, sent: JsonObject, names: ReadonlyArray<keyof Event>): void {
		for (const name of names) {
			if (sent[name] != null && !isDeepStrictEqual(sent[name], event[name])) {
				throw new ContacthubFailure(400, `${name} is immutable`);
			}
		}
	}

	private store(event: Event): void {
		const changed = {
			...event,
			updatedAt: new Date().toISOString(),
			version: event.version + 1,
		};
		this.all.set(event.id, changed);
		this.stream.append('UPDATE', 'EVENT', this.nodeOf(changed), changed);
	}

	/** Removes the events of a node. */
	forgetNode(nodeId: string | undefined): void {
		for (const event of [...this.all.values()]) {
			if (this.nodeOf(event) !== nodeId) continue;
			this.all.delete(event.id);
			this.stream.append('DELETE', 'EVENT', nodeId, { id: event.id });
		}
	}

	/** The events that pass every filter, latest date first. */
	search(filter: Record<string, string>): Event[] {
		const { customerId, nodeId, type, context, mode, dateFrom, dateTo } = filter;
		return [...this.all.values()]
			.filter(
				(event) =>
					(customerId === undefined || event.customerId === customerId) &&
					(nodeId === undefined || this.nodeOf(event) === nodeId) &&
					(type === undefined || event.type === type) &&
					(context === undefined || event.context === context) &&
					(mode === undefined || modeOf(event) === mode) &&
					(dateFrom === undefined || Date.parse(event.date) >= Date.parse(dateFrom)) &&
					(dateTo === undefined || Date.parse(event.date) <= Date.parse(dateTo)),
			)
			.sort((one, other) => compare(Date.parse(other.date), Date.parse(one.date)));
	}

	private nodeOf({ customerId, bringBackProperties }: Event): string | undefined {
		return (
			this.customers.all.get(customerId ?? '')?.nodeId ?? bringBackProperties?.nodeId ?? undefined
		);
	}
}

function modeOf({ type }: Event): 'ACTIVE' | 'PASSIVE' {
	return passiveTypes.includes(type) ? 'PASSIVE' : 'ACTIVE';
}
