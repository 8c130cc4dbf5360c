import { deduplicated, isJsonObject, type JsonObject } from './json-object.mts';

/** What becomes of collections: POST appends, PATCH and PUT replace. */
export interface MergeRules {
	collections: 'append' | 'replace';
	/** With mode STRICT the subscriptions are replaced like every other collection. */
	strictSubscriptions: boolean;
}

/**
 * Contacthub's merge: new properties are added, present ones replaced, collections deduplicated, and
 * base.subscriptions merged by their id, so that what is missing in the request stays.
 */
export function merge(existing: JsonObject, sent: JsonObject, rules: MergeRules): JsonObject {
	return mergeAt('', existing, sent, rules);
}

function mergeAt(
	path: string,
	existing: JsonObject,
	sent: JsonObject,
	rules: MergeRules,
): JsonObject {
	const merged = { ...existing };
	for (const [name, value] of Object.entries(sent)) {
		merged[name] = mergedValue(path ? `${path}.${name}` : name, existing[name], value, rules);
	}
	return merged;
}

function mergedValue(path: string, before: unknown, after: unknown, rules: MergeRules): unknown {
	if (Array.isArray(after)) {
		const existing: unknown[] = Array.isArray(before) ? before : [];
		if (path === 'base.subscriptions' && !rules.strictSubscriptions) {
			return mergeById(existing, after);
		}
		return deduplicated(rules.collections === 'append' ? [...existing, ...after] : after);
	}
	return isJsonObject(after)
		? mergeAt(path, isJsonObject(before) ? before : {}, after, rules)
		: after;
}

function mergeById(existing: unknown[], sent: unknown[]): unknown[] {
	const byId = new Map<unknown, JsonObject>();
	for (const element of [...existing, ...sent].filter(isJsonObject)) {
		byId.set(element.id, { ...byId.get(element.id), ...element });
	}
	return [...byId.values()];
}
