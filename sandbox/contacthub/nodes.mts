import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';
import { uuidFrom } from './customers.mts';
import { ContacthubFailure } from './failure.mts';
import type { JsonObject } from './json-object.mts';

const nodeSchema = z.looseObject({ id: z.string().optional(), name: z.string() });

interface StoredNode extends JsonObject {
	id: string;
	name: string;
}

/** The nodes of one kind. */
export class Nodes {
	readonly all: StoredNode[] = [];
	private readonly kind: string;

	constructor(kind: string) {
		this.kind = kind;
	}

	/** Adds a node with a given id, or a new one. */
	create(body: unknown, more: JsonObject = {}): StoredNode {
		const sent = nodeSchema.parse(body);
		const id = sent.id ?? uuidFrom(`${this.kind} ${this.all.length + 1}`);
		const node = { ...sent, ...more, id };
		this.all.push(node);
		return node;
	}

	/** @throws ContacthubFailure 404 */
	get(id: string | undefined): StoredNode {
		const node = this.all.find((one) => one.id === id);
		if (!node) throw new ContacthubFailure(404, `${this.kind} not found ${id}`);
		return node;
	}

	/**
	 * PUT: what is absent is gone; the id and what the API keeps stay.
	 * @throws ContacthubFailure 400 for the id of another, 404
	 */
	update(id: string | undefined, body: unknown, kept: readonly string[] = []): StoredNode {
		const before = this.get(id);
		const sent = nodeSchema.parse(body);
		if (![undefined, before.id].includes(sent.id)) {
			throw new ContacthubFailure(400, 'id must be the one in the path');
		}
		const changed = {
			...Object.fromEntries(kept.map((name) => [name, before[name]])),
			...sent,
			id: before.id,
		};
		this.all.splice(this.all.indexOf(before), 1, changed);
		return changed;
	}
}

/**
 * What never changes in an aggregate node, and the one step that its state takes.
 * @throws ContacthubFailure 400
 */
export function checkAggregateChange(node: JsonObject, sent: JsonObject): void {
	for (const name of ['entryNodes', 'matchingProperties']) {
		if (sent[name] !== undefined && !isDeepStrictEqual(sent[name], node[name])) {
			throw new ContacthubFailure(400, `${name} cannot be changed`);
		}
	}
	const { state } = sent;
	if (state === undefined || state === node.state) return;
	if (node.state !== 'NEW' || state !== 'ACTIVE') {
		throw new ContacthubFailure(400, 'The state changes from NEW to ACTIVE only');
	}
}
