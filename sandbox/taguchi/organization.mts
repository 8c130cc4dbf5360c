import { createHash } from 'node:crypto';
import { TAGUCHI_ORGANIZATION_ID, type TaguchiIdentifier } from './accounts.mts';
import type { EventLog, MessageSend, PartitionInput, Profile, Target } from './schemas.mts';
import { ActionFailure, documentedText } from './status.mts';

export interface ListSubscription {
	listId: bigint;
	importId: bigint | null;
	campaignId: bigint | null;
	subscribedTimestamp: string | null;
	unsubscribedTimestamp: string | null;
	subscriptionOption: string | null;
}

/** A stored subscriber profile, with every documented field. */
export interface Subscriber {
	id: bigint;
	ref: string | null;
	email: string | null;
	phone: string | null;
	title: string | null;
	firstname: string | null;
	lastname: string | null;
	notifications: string | null;
	extra: string | null;
	dob: string | null;
	address: string | null;
	address2: string | null;
	address3: string | null;
	suburb: string | null;
	state: string | null;
	country: string | null;
	postcode: string | null;
	gender: string | null;
	unsubscribedTimestamp: string | null;
	invalidTimestamp: string | null;
	resumeDate: string | null;
	organizationId: bigint | null;
	campaignId: bigint | null;
	importId: bigint | null;
	custom: Record<string, string | null>;
	lists: ListSubscription[];
}

export interface Partition {
	id: bigint;
	ref: string | null;
	organizationId: bigint | null;
	status: string | null;
	isArchived: boolean;
	custom: Record<string, unknown>;
}

/** An event of the log; `subscriberId` is the profile that its target named. */
export type LoggedEvent = Required<Omit<EventLog, 'target' | 'id'>> & {
	id: bigint;
	subscriberId: bigint;
};

/** A message that was sent; `subscriberId` is the profile that its target named. */
export type SentMessage = Required<Omit<MessageSend, 'target'>> & { subscriberId: bigint };

// Beyond 2^53, so that a client which rounds ids is found out.
const FIRST_SUBSCRIBER_ID = 9007199254740993n;
const FIRST_PARTITION_ID = 9107199254740993n;
const FIRST_EVENT_ID = 174049918808633344n;

const emptySubscriber: Omit<Subscriber, 'id'> = {
	ref: null,
	email: null,
	phone: null,
	title: null,
	firstname: null,
	lastname: null,
	notifications: null,
	extra: null,
	dob: null,
	address: null,
	address2: null,
	address3: null,
	suburb: null,
	state: null,
	country: null,
	postcode: null,
	gender: null,
	unsubscribedTimestamp: null,
	invalidTimestamp: null,
	resumeDate: null,
	organizationId: BigInt(TAGUCHI_ORGANIZATION_ID),
	campaignId: null,
	importId: null,
	custom: {},
	lists: [],
};

/**
 * The data of one Taguchi organization, shared by its endpoints. Records are replaced, never changed
 * in place, so that `copy` is cheap: the test environment works on a copy that is thrown away.
 */
export class Organization {
	readonly subscribers: Map<bigint, Subscriber>;
	readonly partitions: Map<bigint, Partition>;
	readonly events: LoggedEvent[];
	readonly messages: SentMessage[];
	/** Subscriber ids by identifying value, oldest profile first. */
	private readonly index: Map<string, readonly bigint[]>;

	constructor(from?: Organization) {
		this.subscribers = new Map(from?.subscribers);
		this.partitions = new Map(from?.partitions);
		this.events = [...(from?.events ?? [])];
		this.messages = [...(from?.messages ?? [])];
		this.index = new Map(from?.index);
	}

	copy(): Organization {
		return new Organization(this);
	}

	/**
	 * The profiles that a target or query names, oldest first.
	 * @throws ActionFailure 400 when it does not identify as the endpoint is configured.
	 */
	find(
		target: Target,
		identifier: TaguchiIdentifier,
		{ hashes }: { hashes: boolean },
	): Subscriber[] {
		if (target.id != null || target.ref != null) {
			const given = Object.values(target).filter((value) => value != null);
			if (given.length > 1) throw new ActionFailure(400, 'id or ref must be used alone');
		}
		if (target.id != null) return this.existing([target.id]);
		const wanted = valuesOf(identifier);
		const matches = wanted.every((name) => target[name] != null);
		const others = (['ref', 'email', 'phone'] as const).some(
			(name) => target[name] != null && !wanted.includes(name),
		);
		if (wanted.length === 0 || !matches || others) {
			throw new ActionFailure(400, `This endpoint identifies profiles by ${identifier}`);
		}
		return this.existing(
			wanted
				.map((name) => this.idsWith(name, target[name] ?? '', hashes))
				.reduce((one, other) => one.filter((id) => other.includes(id))),
		);
	}

	/**
	 * Creates or updates a profile: what is absent stays, `custom` and `lists` merge by key and list.
	 * @throws ActionFailure when it is not identified, or would take another profile's identity.
	 */
	upsert(profile: Profile, identifier: TaguchiIdentifier): 'created' | 'updated' {
		const identity = valuesOf(identifier);
		const identified = identity.length > 0 && identity.every((name) => profile[name] != null);
		if (profile.id == null && !identified) {
			throw new ActionFailure(400, documentedText.notIdentified);
		}
		const [found] =
			profile.id != null
				? this.existing([profile.id])
				: this.find(onlyFields(profile, identity), identifier, { hashes: false });
		if (profile.id != null && !found) throw new ActionFailure(404, documentedText.notFound);

		const { id: _id, custom, lists, ...fields } = profile;
		const before = found ?? { id: this.nextId(), ...emptySubscriber };
		const after: Subscriber = {
			...before,
			...present(fields),
			custom: custom === null ? {} : { ...before.custom, ...custom },
			lists: lists === null ? [] : mergeLists(before.lists, lists ?? []),
		};
		const taken = identity.every((name) => after[name] != null)
			? this.find(onlyFields(after, identity), identifier, { hashes: false })
			: [];
		if (taken.some(({ id }) => id !== after.id)) {
			throw new ActionFailure(400, `Another profile has this ${identifier}`);
		}
		this.store(after);
		return found ? 'updated' : 'created';
	}

	/** @throws ActionFailure 400 or 404 when the target names no profile. */
	logEvent({ target, ...event }: EventLog, identifier: TaguchiIdentifier): void {
		const { id: subscriberId } = this.target(target, identifier);
		this.events.push({
			id: FIRST_EVENT_ID + BigInt(this.events.length),
			subscriberId,
			isTest: event.isTest ?? false,
			data: event.data ?? null,
			type: event.type,
			loggedTimestamp: event.loggedTimestamp ?? now(),
			activityId: event.activityId ?? null,
			parentId: event.parentId ?? null,
		});
	}

	/** @throws ActionFailure 400 or 404 when the target names no profile. */
	sendMessage({ target, ...message }: MessageSend, identifier: TaguchiIdentifier): void {
		const { id: subscriberId } = this.target(target, identifier);
		this.messages.push({
			subscriberId,
			isTest: message.isTest ?? false,
			requestContent: message.requestContent ?? null,
			sendTimestamp: message.sendTimestamp ?? null,
			activityId: message.activityId ?? null,
		});
	}

	/**
	 * Erases what could identify a person; ids, list memberships and times stay.
	 * @throws ActionFailure 400 or 404 when the target names no profile.
	 */
	anonymize(target: Target, identifier: TaguchiIdentifier): void {
		const { id, organizationId, campaignId, importId, ...subscriber } = this.target(
			target,
			identifier,
		);
		this.store({
			id,
			...emptySubscriber,
			organizationId,
			campaignId,
			importId,
			unsubscribedTimestamp: subscriber.unsubscribedTimestamp,
			invalidTimestamp: subscriber.invalidTimestamp,
			lists: subscriber.lists.map((list) => ({ ...list, subscriptionOption: null })),
		});
	}

	findPartition({ id, ref }: { id?: bigint | null; ref?: string | null }): Partition | undefined {
		if (id != null) return this.partitions.get(id);
		return [...this.partitions.values()].find((partition) => partition.ref === ref);
	}

	/** @throws ActionFailure when neither id nor ref is given, or the id is unknown. */
	upsertPartition(input: PartitionInput): 'created' | 'updated' {
		if (input.id == null && input.ref == null) {
			throw new ActionFailure(400, 'A partition needs an id or a ref');
		}
		const found = this.findPartition(input);
		if (!found && input.id != null) throw new ActionFailure(404, null);
		const before = found ?? {
			id: FIRST_PARTITION_ID + BigInt(this.partitions.size),
			ref: null,
			organizationId: BigInt(TAGUCHI_ORGANIZATION_ID),
			status: null,
			isArchived: false,
			custom: {},
		};
		this.partitions.set(before.id, {
			...before,
			...present({ ref: input.ref, organizationId: input.organizationId }),
			isArchived: input.isArchived ?? before.isArchived,
			custom: input.custom === null ? {} : { ...before.custom, ...input.custom },
		});
		return found ? 'updated' : 'created';
	}

	private target(target: Target, identifier: TaguchiIdentifier): Subscriber {
		const [subscriber] = this.find(target, identifier, { hashes: true });
		if (!subscriber) throw new ActionFailure(404, documentedText.notFound);
		return subscriber;
	}

	private nextId(): bigint {
		return FIRST_SUBSCRIBER_ID + BigInt(this.subscribers.size);
	}

	private existing(ids: readonly bigint[]): Subscriber[] {
		return ids.flatMap((id) => this.subscribers.get(id) ?? []);
	}

	/** Who has a value; an email address finds nobody unless it is written in lower case, as documented. */
	private idsWith(name: IdentifyingField, value: string, hashes: boolean): readonly bigint[] {
		const plain = this.index.get(`${name}:${value}`) ?? [];
		if (!hashes || name === 'ref') return plain;
		return [...plain, ...(this.index.get(`${name} hash:${value.toLowerCase()}`) ?? [])];
	}

	private store(subscriber: Subscriber): void {
		const before = this.subscribers.get(subscriber.id);
		const oldKeys = before ? indexKeys(before) : [];
		const newKeys = indexKeys(subscriber);
		for (const key of oldKeys.filter((old) => !newKeys.includes(old))) {
			this.index.set(
				key,
				(this.index.get(key) ?? []).filter((id) => id !== subscriber.id),
			);
		}
		for (const key of newKeys.filter((added) => !oldKeys.includes(added))) {
			this.index.set(key, [...(this.index.get(key) ?? []), subscriber.id]);
		}
		this.subscribers.set(subscriber.id, subscriber);
	}
}

type IdentifyingField = 'ref' | 'email' | 'phone';

/** The fields that an endpoint so configured identifies profiles by; the id always works besides. */
function valuesOf(identifier: TaguchiIdentifier): IdentifyingField[] {
	if (identifier === 'id') return [];
	return identifier === 'email+phone' ? ['email', 'phone'] : [identifier];
}

function onlyFields(
	from: Partial<Record<IdentifyingField, string | null | undefined>>,
	names: IdentifyingField[],
): Target {
	return Object.fromEntries(names.map((name) => [name, comparable(name, from[name] ?? '')]));
}

function comparable(name: IdentifyingField, value: string): string {
	return name === 'email' ? value.toLowerCase() : value;
}

function indexKeys(subscriber: Subscriber): string[] {
	return (['ref', 'email', 'phone'] as const).flatMap((name) => {
		const value = subscriber[name];
		if (value === null) return [];
		const compared = comparable(name, value);
		const hash = createHash('sha256').update(compared).digest('hex');
		return name === 'ref' ? [`ref:${value}`] : [`${name}:${compared}`, `${name} hash:${hash}`];
	});
}

/** The fields that were sent: null clears, absent leaves as it is. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
	const sent: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
	for (const [key, value] of Object.entries(fields)) {
		if (value !== undefined) Object.assign(sent, { [key]: value });
	}
	return sent;
}

function mergeLists(
	existing: ListSubscription[],
	sent: NonNullable<Profile['lists']>,
): ListSubscription[] {
	const byId = new Map(existing.map((list) => [list.listId, list]));
	for (const list of sent) {
		const before = byId.get(list.listId) ?? {
			listId: list.listId,
			importId: null,
			campaignId: null,
			subscribedTimestamp: now(),
			unsubscribedTimestamp: null,
			subscriptionOption: null,
		};
		const { subscribedTimestamp, unsubscribedTimestamp, ...others } = list;
		const times = {
			subscribedTimestamp: momentOf(subscribedTimestamp),
			unsubscribedTimestamp: momentOf(unsubscribedTimestamp),
		};
		byId.set(list.listId, { ...before, ...present(others), ...present(times) });
	}
	return [...byId.values()];
}

/** A moment as it was sent; `true` is the present. */
const momentOf = <T,>(sent: T | true): T | string => (sent === true ? now() : sent);

/** The present as Taguchi prints times: UTC, to the second. */
export function now(): string {
	return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}
