/** What the document says about customers in prose, which no schema can hold. */
import { isDeepStrictEqual } from 'node:util';
import type { Customer, CustomerInput } from './customers.mts';
import { ContacthubFailure } from './failure.mts';
import { isJsonObject, jsonObject, valuesAt, type JsonObject } from './json-object.mts';

/** The most characters that the tags of one kind have together. */
const MOST_TAG_CHARACTERS = 1_000;
/** The longest text of a property of the workspace's own, where it sets no length; of a list, all its texts together. */
const LONGEST_TEXT = 255;
const LONGEST_LIST = 1_000;

/** @throws ContacthubFailure 400 when the tags of one kind are too long together. */
export function checkTags({ tags }: CustomerInput): void {
	for (const [kind, texts] of Object.entries(tags ?? {})) {
		const characters = [texts].flat().join('').length;
		if (characters > MOST_TAG_CHARACTERS) {
			throw new ContacthubFailure(400, `tags.${kind} must not exceed ${MOST_TAG_CHARACTERS}`);
		}
	}
}

/** @throws ContacthubFailure 400 for a property that the workspace has not defined, or a value of another type. */
export function checkExtended({ extended }: CustomerInput, schemas: JsonObject): void {
	for (const [name, value] of Object.entries(extended ?? {})) {
		const schema = Object.hasOwn(schemas, name) ? jsonObject.safeParse(schemas[name]).data : null;
		if (!schema) throw new ContacthubFailure(400, `extended.${name} is not defined`);
		if (value !== null && !fits(value, schema)) {
			throw new ContacthubFailure(400, `extended.${name} must be ${String(schema.type)}`);
		}
	}
}

function fits(value: unknown, { type, items, contactlabProperties }: JsonObject): boolean {
	const longest = isJsonObject(contactlabProperties) ? contactlabProperties.maxLength : undefined;
	const limit = (otherwise: number) => (typeof longest === 'number' ? longest : otherwise);
	switch (type) {
		case 'string':
			return typeof value === 'string' && value.length <= limit(LONGEST_TEXT);
		case 'integer':
			return typeof value === 'bigint' || Number.isInteger(value);
		case 'array': {
			if (!Array.isArray(value)) return false;
			if (!isJsonObject(items)) return true;
			const texts = value.filter((one) => typeof one === 'string').join('');
			return value.every((one) => fits(one, items)) && texts.length <= limit(LONGEST_LIST);
		}
		case 'number':
			return typeof value === 'number' || typeof value === 'bigint';
		default:
			return typeof value === type;
	}
}

/** @throws ContacthubFailure 400 for a property that the node demands and the customer lacks. */
export function checkMandatory(customer: object, paths: readonly string[]): void {
	const missing = paths.find((path) => valuesAt(customer, path).every((value) => value == null));
	if (missing !== undefined) throw new ContacthubFailure(400, `${missing} is mandatory`);
}

const IMMUTABLE = ['id', 'intId', 'nodeId', 'sourceInfo', 'registeredAt', 'deleted'] as const;

/** @throws ContacthubFailure 400 for a value that would change what never changes. */
export function checkImmutable(existing: Customer, sent: JsonObject): void {
	for (const name of IMMUTABLE) {
		const value = sent[name];
		if (value !== undefined && !isDeepStrictEqual(plain(value), plain(existing[name]))) {
			throw new ContacthubFailure(400, `${name} is immutable`);
		}
	}
}

const plain = (value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
