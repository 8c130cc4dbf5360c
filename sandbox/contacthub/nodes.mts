import { z } from 'zod/v4';
import { uuidFrom } from './customers.mts';
import { ContacthubFailure } from './failure.mts';
import type { JsonObject } from './json-object.mts';

const nodeSchema = z.looseObject({ name: z.string() });

interface StoredNode extends JsonObject {
	id: string;
	name: string;
}

/** The nodes of one kind. */
export class Nodes {
	readonly all: StoredNode[] = [];
	private readonly kind: string;
	private readonly created: (id: string) => void;

	constructor(kind: string, created: (id: string) => void = () => undefined) {
		this.kind = kind;
		this.created = created;
	}

	/** Adds a node with a given id, or a new one. */
	create(body: unknown, more: JsonObject = {}): StoredNode {
		const sent = nodeSchema.parse(body);
		const node = { id: uuidFrom(`${this.kind} ${this.all.length + 1}`), ...sent, ...more };
		this.all.push(node);
		this.created(node.id);
		return node;
	}

	/** @throws ContacthubFailure 404 */
	get(id: string | undefined): StoredNode {
		const node = this.all.find((one) => one.id === id);
		if (!node) throw new ContacthubFailure(404, `${this.kind} not found ${id}`);
		return node;
	}

	/** PUT: what is absent is gone; the id and what the API keeps stay. */
	update(id: string | undefined, body: unknown, kept: readonly string[] = []): StoredNode {
		const before = this.get(id);
		const changed = {
			...Object.fromEntries(kept.map((name) => [name, before[name]])),
			...nodeSchema.parse(body),
			id: before.id,
		};
		this.all.splice(this.all.indexOf(before), 1, changed);
		return changed;
	}
}
