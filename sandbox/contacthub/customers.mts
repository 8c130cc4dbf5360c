import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import { ContacthubFailure } from './failure.mts';
import { jsonObject } from './json-object.mts';
import { merge, type MergeRules } from './merging.mts';
import type { UpdateStream } from './update-stream.mts';

const customerSchema = z.object({
	externalId: z.string().nullish(),
	base: jsonObject.nullish(),
	consents: jsonObject.nullish(),
	extended: jsonObject.nullish(),
	extra: z.string().nullish(),
	tags: jsonObject.nullish(),
	enabled: z.boolean().optional(),
});
const newCustomerSchema = customerSchema.extend({ nodeId: z.string() });

type CustomerInput = z.output<typeof customerSchema>;

/** A stored customer. */
export interface Customer extends CustomerInput {
	id: string;
	intId: number;
	nodeId: string;
	enabled: boolean;
	registeredAt: string;
	updatedAt: string;
	version: number;
	/** When it was deleted; -1 for never. */
	deleted: number;
	sourceInfo: { registeredBy: string; updatedBy: string };
}

const emptyInput: CustomerInput = {
	externalId: null,
	base: null,
	consents: null,
	extended: null,
	extra: null,
	tags: null,
};

const sourceName = 'sandbox';

/** The customers of a workspace, by entry node; every change goes to the update stream. */
export class Customers {
	readonly all = new Map<string, Customer>();
	private readonly stream: UpdateStream;
	private readonly nodeIds: readonly string[];
	/** Customer ids by node and identity; an identity is unique within its node. */
	private readonly index = new Map<string, string>();
	private lastIntId = 0;

	constructor(stream: UpdateStream, nodeIds: readonly string[]) {
		this.stream = stream;
		this.nodeIds = nodeIds;
	}

	/** @throws ContacthubFailure 404 */
	get(id: string | undefined): Customer {
		const customer = this.all.get(id ?? '');
		if (!customer) throw new ContacthubFailure(404, `customer not found ${id}`);
		return customer;
	}

	byExternalId(nodeId: string, externalId: string): Customer | undefined {
		return this.all.get(this.index.get(indexKey(nodeId, 'externalId', externalId)) ?? '');
	}

	/** @throws ContacthubFailure 404 when the workspace has no such node. */
	checkNode(nodeId: string | undefined): void {
		if (nodeId === undefined || !this.nodeIds.includes(nodeId)) {
			throw new ContacthubFailure(404, `node not found ${nodeId}`);
		}
	}

	/**
	 * Creates a customer, or merges into the one of the node with the same externalId or e-mail address.
	 * @throws ContacthubFailure 400 without either of them, 404 for an unknown node.
	 */
	create(body: unknown): Customer {
		const { nodeId, ...sent } = newCustomerSchema.parse(body);
		this.checkNode(nodeId);
		const identity = indexKeys(nodeId, sent);
		if (identity.length === 0) {
			throw new ContacthubFailure(400, 'externalId or base.contacts.email is required');
		}
		const existing = identity.map((key) => this.all.get(this.index.get(key) ?? '')).find(Boolean);
		if (existing) {
			return this.change(existing, mergedInput(existing, sent, POST_RULES));
		}
		const intId = ++this.lastIntId;
		const now = new Date().toISOString();
		const customer: Customer = {
			id: uuidFrom(`customer ${intId}`),
			intId,
			nodeId,
			...mergedInput({}, sent, POST_RULES),
			enabled: sent.enabled ?? true,
			registeredAt: now,
			updatedAt: now,
			version: 0,
			deleted: -1,
			sourceInfo: { registeredBy: sourceName, updatedBy: sourceName },
		};
		this.store(customer);
		this.stream.append('CREATE', 'CUSTOMER', nodeId, customer);
		return customer;
	}

	/** PATCH: what is absent stays. */
	patch(id: string | undefined, body: unknown, mode: string | undefined): Customer {
		const existing = this.get(id);
		const sent = customerSchema.parse(body);
		return this.change(existing, mergedInput(existing, sent, replaceRules(mode)));
	}

	/** PUT: the customer becomes what is sent, but keeps subscriptions that are not named. */
	update(id: string | undefined, body: unknown, mode: string | undefined): Customer {
		const existing = this.get(id);
		const sent = customerSchema.parse(body);
		const subscriptions = existing.base?.subscriptions ?? [];
		return this.change(existing, {
			...emptyInput,
			...mergedInput({ base: { subscriptions } }, sent, replaceRules(mode)),
		});
	}

	/** Removes a customer with all its data. */
	forget(id: string | undefined): void {
		const { id: customerId, intId, nodeId, version } = this.get(id);
		this.unindex(this.get(id));
		this.all.delete(customerId);
		this.stream.append('DELETE', 'CUSTOMER', nodeId, {
			id: customerId,
			intId,
			nodeId,
			version: version + 1,
			deleted: Date.now(),
		});
	}

	private change(existing: Customer, content: CustomerInput): Customer {
		const customer: Customer = {
			...existing,
			...content,
			enabled: content.enabled ?? existing.enabled,
			updatedAt: new Date().toISOString(),
			version: existing.version + 1,
		};
		const conflict = indexKeys(customer.nodeId, customer)
			.map((key) => this.index.get(key))
			.find((id) => id !== undefined && id !== existing.id);
		if (conflict !== undefined) {
			throw new ContacthubFailure(409, `Conflict with existing customer ${conflict}`, {
				customer: { id: conflict },
			});
		}
		this.unindex(existing);
		this.store(customer);
		this.stream.append('UPDATE', 'CUSTOMER', customer.nodeId, customer);
		return customer;
	}

	private store(customer: Customer): void {
		// The latest change stands last, which is the search's default order backwards.
		this.all.delete(customer.id);
		this.all.set(customer.id, customer);
		for (const key of indexKeys(customer.nodeId, customer)) this.index.set(key, customer.id);
	}

	private unindex(customer: Customer): void {
		for (const key of indexKeys(customer.nodeId, customer)) this.index.delete(key);
	}
}

const POST_RULES: MergeRules = { collections: 'append', strictSubscriptions: false };

function replaceRules(mode: string | undefined): MergeRules {
	return { collections: 'replace', strictSubscriptions: mode === 'STRICT' };
}

function mergedInput(
	existing: CustomerInput,
	sent: CustomerInput,
	rules: MergeRules,
): CustomerInput {
	return customerSchema.parse(merge({ ...existing }, { ...sent }, rules));
}

function indexKey(nodeId: string, name: 'externalId' | 'email', value: string): string {
	return `${nodeId} ${name}:${value}`;
}

/** The matching policy of every node here: externalId first, then the e-mail address, case-sensitive. */
function indexKeys(nodeId: string, { externalId, base }: CustomerInput): string[] {
	const contacts = jsonObject.safeParse(base?.contacts).data;
	const email = contacts?.email;
	return [
		...(externalId ? [indexKey(nodeId, 'externalId', externalId)] : []),
		...(typeof email === 'string' && email ? [indexKey(nodeId, 'email', email)] : []),
	];
}

/** A UUID that is the same for the same name, so that runs can be compared. */
export function uuidFrom(name: string): string {
	const hex = createHash('sha256').update(`sandbox ${name}`).digest('hex');
	const variant = '89ab'[parseInt(hex.slice(16, 17), 16) % 4];
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
