import { randomUUID } from 'node:crypto';
import { z } from 'zod/v4';
import { EmporixFailure } from './failure.mts';
import { patched } from './json-patch.mts';
import { Records, type Stored } from './records.mts';

/** Texts by language; a language is a tag such as en or pt-BR. */
const localized = z
	.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string())
	.refine((texts) => Object.keys(texts).length > 0, 'needs a text');
const object = z.record(z.string(), z.unknown());
const metadata = z.object({
	version: z.number().optional(),
	mixins: z.record(z.string(), z.url()).optional(),
});
const assigned = z.object({ mixins: object.optional(), metadata: metadata.optional() });

const segmentSchema = assigned.extend({
	name: localized,
	description: localized.optional(),
	validity: z.object({ from: z.string().optional(), to: z.string().optional() }).optional(),
	status: z.enum(['ACTIVE', 'INACTIVE']).default('INACTIVE'),
	siteCode: z.string(),
});

type Assigned = z.output<typeof assigned>;
type Segment = z.output<typeof segmentSchema> & { id: string };
type CustomerAssignment = Assigned & {
	customer: { id: string; firstName: string; lastName: string; email: string };
	legalEntity?: { id: string; name: string };
	assignmentType: string;
};
type ItemAssignment = Assigned & {
	segmentId: string;
	item: { id: string; code: string; name: object };
	type: string;
};
type GroupAssignment = Assigned & { segmentId: string; group: { id: string; name: object } };

/** What is assigned to one segment. */
interface Assignments {
	customers: Records<CustomerAssignment>;
	items: Records<ItemAssignment>;
	groups: Records<GroupAssignment>;
}

/** The segments of a tenant with their assignments. */
export class Tenant {
	readonly segments: Records<Segment>;
	/** Customers that the tenant does not have: an assignment of one is refused. */
	readonly unknownCustomers = new Set<string>();
	private readonly assignments = new Map<string, Assignments>();
	private readonly now: () => string;

	constructor(now: () => string) {
		this.now = now;
		this.segments = new Records(now);
	}

	/** @throws EmporixFailure 404 for a segment that does not exist. */
	of(segmentId: string | undefined): Assignments {
		const assignments = this.assignments.get(segmentId ?? '');
		if (!assignments)
			throw new EmporixFailure(404, `The resource with id ${segmentId} has not been found.`);
		return assignments;
	}

	/** @throws EmporixFailure 409 when the id is taken. */
	create(body: unknown): string {
		const { id = randomUUID() } = z.object({ id: z.string().optional() }).parse(body);
		if (this.segments.has(id)) throw new EmporixFailure(409, 'The resource already exists.');
		this.put(id, body);
		return id;
	}

	/** @throws EmporixFailure 409 for another version. */
	put(id: string, body: unknown): number {
		const status = this.segments.put(id, { ...withSchemas(segmentSchema.parse(body)), id });
		if (status === 201) {
			const { now } = this;
			this.assignments.set(id, {
				customers: new Records(now),
				items: new Records(now),
				groups: new Records(now),
			});
		}
		return status;
	}

	/** @throws EmporixFailure 400 for a path that does not exist, 404 */
	patch(id: string, patch: unknown): void {
		const { metadata: stored, ...content } = patched(this.segments.get(id), patch);
		const mixins = object.safeParse(new Map(Object.entries(stored ?? {})).get('mixins')).data;
		this.put(id, { ...content, metadata: { mixins } });
	}

	/** @throws EmporixFailure 400 for a segment with assignments, unless forced. */
	delete(id: string, force: boolean): void {
		const held = this.assignments.get(id);
		const lists: object[][] = held ? [held.customers.all, held.items.all, held.groups.all] : [];
		if (lists.flat().length > 0 && !force) {
			throw new EmporixFailure(400, 'The segment has items or customers assigned.');
		}
		this.segments.delete(id);
		this.assignments.delete(id);
	}

	assignCustomer(
		segmentId: string | undefined,
		customerId: string,
		legalEntityId: string | undefined,
		body: unknown,
	): number {
		if (this.unknownCustomers.has(customerId)) {
			throw new EmporixFailure(400, `There is no customer ${customerId}.`);
		}
		const customer = {
			id: customerId,
			firstName: 'John',
			lastName: `Doe ${customerId}`,
			email: `${customerId}@example.com`,
		};
		return this.of(segmentId).customers.put(customerKey(customerId, legalEntityId), {
			customer,
			...(legalEntityId && {
				legalEntity: { id: legalEntityId, name: `Company ${legalEntityId}` },
			}),
			assignmentType: 'MANUAL',
			...withSchemas(assigned.parse(body)),
		});
	}

	assignItem(segmentId: string | undefined, type: string, itemId: string, body: unknown): number {
		checkItemType(type);
		return this.of(segmentId).items.put(`${type}/${itemId}`, {
			segmentId: segmentId ?? '',
			item: { id: itemId, code: `code-${itemId}`, name: { en: `Item ${itemId}` } },
			type,
			...withSchemas(assigned.parse(body)),
		});
	}

	assignGroup(segmentId: string | undefined, groupId: string, body: unknown): number {
		return this.of(segmentId).groups.put(groupId, {
			segmentId: segmentId ?? '',
			group: { id: groupId, name: { en: `Group ${groupId}` } },
			...withSchemas(assigned.parse(body)),
		});
	}

	/** The segments that a customer may see. */
	segmentsOf(customerId: string): Array<Stored<Segment>> {
		return this.segments.all.filter(
			({ id, status }) =>
				status === 'ACTIVE' &&
				this.of(id).customers.all.some(({ customer }) => customer.id === customerId),
		);
	}

	get items(): Array<Stored<ItemAssignment>> {
		return [...this.assignments.values()].flatMap(({ items }) => items.all);
	}
}

/** @throws EmporixFailure 400 for what is neither a product nor a category. */
export function checkItemType(type: string | undefined): void {
	if (type === 'PRODUCT' || type === 'CATEGORY') return;
	throw new EmporixFailure(400, 'type must be PRODUCT or CATEGORY');
}

/** @throws EmporixFailure 400 for attributes whose schema is not named in metadata.mixins. */
function withSchemas<T extends Assigned>(content: T): T {
	const schemas = content.metadata?.mixins ?? {};
	const name = Object.keys(content.mixins ?? {}).find((mixin) => !Object.hasOwn(schemas, mixin));
	if (name === undefined) return content;
	throw new EmporixFailure(400, `metadata.mixins must name the schema of ${name}`);
}

export const customerKey = (customerId: string, legalEntityId: string | undefined) =>
	legalEntityId ? `${customerId}/${legalEntityId}` : customerId;
