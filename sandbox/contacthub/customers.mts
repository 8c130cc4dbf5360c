import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import { checkExtended, checkImmutable, checkMandatory, checkTags } from './customer-rules.mts';
import { ContacthubFailure } from './failure.mts';
import { jsonObject, type JsonObject } from './json-object.mts';
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

export type CustomerInput = z.output<typeof customerSchema>;

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

/** What customers depend on, which others keep. */
export interface Workspace {
	/** The ids of all nodes. */
	nodeIds(): readonly string[];
	/** The properties that an entry node demands; undefined when it is no entry node. */
	mandatoryIn(nodeId: string): readonly string[] | undefined;
	/** The properties that the workspace added, as JSON schemas by name. */
	extendedSchemas(): JsonObject;
}

/** The customers of a workspace, by entry node; every change goes to the update stream. */
export class Customers {
	readonly all = new Map<string, Customer>();
	private readonly stream: UpdateStream;
	private readonly workspace: Workspace;
	/** Customer ids by node and identity; an identity is unique within its node. */
	private readonly index = new Map<string, string>();
	private lastIntId = 0;

	constructor(stream: UpdateStream, workspace: Workspace) {
		this.stream = stream;
		this.workspace = workspace;
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
		if (nodeId === undefined || !this.workspace.nodeIds().includes(nodeId)) {
			throw new ContacthubFailure(404, `node not found ${nodeId}`);
		}
	}

	/** @throws ContacthubFailure 404 when the workspace has no such node, 400 when it is an aggregate node. */
	checkEntryNode(nodeId: string | undefined): void {
		this.checkNode(nodeId);
		if (!this.workspace.mandatoryIn(nodeId ?? '')) {
			throw new ContacthubFailure(400, 'nodeId must be an entry node');
		}
	}

	/**
	 * Creates a customer, or merges into the one of the node with the same externalId or e-mail address.
	 * @throws ContacthubFailure 400 without either of them or what the node demands, 404 for an unknown node.
	 */
	create(body: unknown): Customer {
		const { nodeId, ...sent } = newCustomerSchema.parse(body);
		const identity = this.checkWhole(nodeId, sent);
		const existing = this.identified(identity);
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

	/** The customer of the node that a body identifies, if there is one. */
	matching(body: unknown): Customer | undefined {
		const { nodeId, ...sent } = newCustomerSchema.parse(body);
		return this.identified(indexKeys(nodeId, sent));
	}

	private identified(keys: readonly string[]): Customer | undefined {
		return keys.map((key) => this.all.get(this.index.get(key) ?? '')).find(Boolean);
	}

	/** PATCH: what is absent stays. */
	patch(id: string | undefined, body: unknown, mode: string | undefined): Customer {
		const existing = this.get(id);
		const sent = customerSchema.parse(body);
		this.checkContent(sent);
		return this.change(existing, mergedInput(existing, sent, replaceRules(mode)));
	}

	/** PUT: the customer becomes what is sent, but keeps subscriptions that are not named. */
	update(id: string | undefined, body: unknown, mode: string | undefined): Customer {
		const existing = this.get(id);
		const sent = newCustomerSchema.parse(body);
		checkImmutable(existing, jsonObject.parse(body));
		this.checkWhole(sent.nodeId, sent);
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

	/** Checks what stands for a whole customer, and gives the keys of its identity. */
	private checkWhole(nodeId: string, sent: CustomerInput): string[] {
		this.checkEntryNode(nodeId);
		const identity = indexKeys(nodeId, sent);
		if (identity.length === 0) {
			throw new ContacthubFailure(400, 'externalId or base.contacts.email is required');
		}
		checkMandatory(sent, this.workspace.mandatoryIn(nodeId) ?? []);
		this.checkContent(sent);
		return identity;
	}

	private checkContent(sent: CustomerInput): void {
		checkTags(sent);
		checkExtended(sent, this.workspace.extendedSchemas());
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
