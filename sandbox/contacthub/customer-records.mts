import { z } from 'zod/v4';
import { uuidFrom, type Customers } from './customers.mts';
import { ContacthubFailure } from './failure.mts';
import { jsonObject, type JsonObject } from './json-object.mts';

const subscriptionSchema = z.looseObject({ id: z.string() });
const subscriptionsSchema = z.array(subscriptionSchema);
const sessionSchema = z.object({ value: z.string() });

type Subscription = z.output<typeof subscriptionSchema>;

/** The subscriptions of customers, which are part of the customer itself. */
export class Subscriptions {
	private readonly customers: Customers;

	constructor(customers: Customers) {
		this.customers = customers;
	}

	private of(customerId: string | undefined): Subscription[] {
		return subscriptionsSchema.parse(this.customers.get(customerId).base?.subscriptions ?? []);
	}

	private write(customerId: string | undefined, subscriptions: JsonObject[]): void {
		this.customers.patch(customerId, { base: { subscriptions } }, 'STRICT');
	}

	/** @throws ContacthubFailure 404 */
	get(customerId: string | undefined, id: string | undefined): Subscription {
		const found = this.of(customerId).find((one) => one.id === id);
		if (!found) throw new ContacthubFailure(404, `subscription not found ${id}`);
		return found;
	}

	/** @throws ContacthubFailure 409 when the customer has it already. */
	create(customerId: string | undefined, body: unknown): Subscription {
		const sent = subscriptionSchema.parse(body);
		const present = this.of(customerId);
		if (present.some(({ id }) => id === sent.id)) {
			throw new ContacthubFailure(409, `Conflict with existing subscription ${sent.id}`);
		}
		this.write(customerId, [...present, sent]);
		return sent;
	}

	/** @throws ContacthubFailure 400 for the id of another, 404 */
	update(customerId: string | undefined, id: string | undefined, body: unknown): Subscription {
		const sent = subscriptionSchema.parse(body);
		this.get(customerId, id);
		if (sent.id !== id) throw new ContacthubFailure(400, 'id must be the one in the path');
		this.write(
			customerId,
			this.of(customerId).map((one) => (one.id === id ? sent : one)),
		);
		return sent;
	}

	delete(customerId: string | undefined, id: string | undefined): void {
		this.get(customerId, id);
		this.write(
			customerId,
			this.of(customerId).filter((one) => one.id !== id),
		);
	}
}

interface Session {
	id: string;
	value: string;
}

/** The sessions of customers. */
export class Sessions {
	private readonly byCustomer = new Map<string, Session[]>();
	private readonly customers: Customers;

	constructor(customers: Customers) {
		this.customers = customers;
	}

	all(customerId: string | undefined): Session[] {
		return this.byCustomer.get(this.customers.get(customerId).id) ?? [];
	}

	/** @throws ContacthubFailure 409 when another customer of the node has the value. */
	create(customerId: string | undefined, body: unknown): Session {
		const { value } = sessionSchema.parse(body);
		const { id, nodeId } = this.customers.get(customerId);
		const taken = [...this.byCustomer].some(
			([other, sessions]) =>
				other !== id &&
				this.customers.all.get(other)?.nodeId === nodeId &&
				sessions.some((one) => one.value === value),
		);
		if (taken) throw new ContacthubFailure(409, `Conflict with existing session ${value}`);
		const session = { id: uuidFrom(`session ${id} ${value}`), value };
		this.byCustomer.set(id, [...this.all(id).filter((one) => one.value !== value), session]);
		return session;
	}

	/** @throws ContacthubFailure 404 */
	get(customerId: string | undefined, sessionId: string | undefined): Session {
		const found = this.all(customerId).find(({ id }) => id === sessionId);
		if (!found) throw new ContacthubFailure(404, `session not found ${sessionId}`);
		return found;
	}

	delete(customerId: string | undefined, sessionId: string | undefined): void {
		const { id } = this.get(customerId, sessionId);
		this.byCustomer.set(
			this.customers.get(customerId).id,
			this.all(customerId).filter((one) => one.id !== id),
		);
	}
}

/** The properties that the workspace added to its customers, by name. */
export class ExtendedProperties {
	private schemas: JsonObject = {
		points: { type: 'number', contactlabProperties: { label: 'Points', enabled: true } },
		color: { type: 'string', contactlabProperties: { label: 'Favorite Color', enabled: true } },
		vip: { type: 'boolean', contactlabProperties: { label: 'VIP', enabled: true } },
		topics: {
			type: 'array',
			items: { type: 'string' },
			contactlabProperties: { label: 'Topics', enabled: true },
		},
		old: { type: 'string', contactlabProperties: { label: 'Old', enabled: false } },
	};

	get all(): JsonObject {
		return this.schemas;
	}

	/**
	 * Takes the place of all schemas.
	 * @throws ContacthubFailure 400 for a dot in a name, 403 for a change of `indexed`, which operators alone may make.
	 */
	replace(body: unknown): JsonObject {
		const sent = jsonObject.parse(body);
		for (const [name, schema] of Object.entries(sent)) {
			if (name.includes('.')) throw new ContacthubFailure(400, `${name} must not contain a dot`);
			const indexed = isIndexed(schema);
			if (indexed !== undefined && indexed !== (isIndexed(this.schemas[name]) ?? false)) {
				throw new ContacthubFailure(403, `indexed of ${name} is for the role CLAB_OPERATOR`);
			}
		}
		this.schemas = sent;
		return this.schemas;
	}
}

const indexedSchema = z.object({
	contactlabProperties: z.object({ indexed: z.boolean().optional() }).nullish(),
});
const isIndexed = (schema: unknown) =>
	indexedSchema.safeParse(schema).data?.contactlabProperties?.indexed;
