/** Packs items into requests and gives every element of the answer back to the item it belongs to. */
import type { IDataObject } from 'n8n-workflow';
import type { ReadVerdict, Result } from '../rows/operation';

/** One item's share of a request. */
export interface Share {
	itemIndex: number;
	/** Only shares of the same group travel together. */
	group: string;
	/** The elements that the item contributes, in order. */
	elements: readonly unknown[];
	/** What the item shares with others that must stay in order. */
	keys: readonly string[];
}

/**
 * Packs shares into requests of at most `max` elements, in input order within a group. A share is never split, for its
 * elements build on each other; one that alone exceeds `max` is refused before packing (execute.ts).
 */
export function pack<S extends Share>(shares: readonly S[], max: number): S[][] {
	const requests: S[][] = [];
	const open = new Map<string, { request: S[]; room: number }>();
	for (const share of shares) {
		const { group, elements } = share;
		const current = open.get(group);
		if (current && elements.length <= current.room) {
			current.request.push(share);
			current.room -= elements.length;
		} else {
			const request = [share];
			requests.push(request);
			open.set(group, { request, room: max - elements.length });
		}
	}
	return requests;
}

/**
 * Reads an answer with one verdict for each element, in the order of the request.
 *
 * @returns undefined when the answer is not such a list: then nobody can tell what became of which element
 */
export function align(answer: unknown, elements: number, read: ReadVerdict): Result[] | undefined {
	if (!Array.isArray(answer) || answer.length !== elements) return undefined;
	const verdicts = answer.flatMap((element) => read(element) ?? []);
	return verdicts.length === elements ? verdicts : undefined;
}

/** The verdict on an item that contributes several elements: all are listed, the first refusal decides. */
export function combine(verdicts: readonly Result[]): Result {
	const listed = verdicts.map(
		(verdict): IDataObject =>
			'json' in verdict
				? verdict.json
				: { refused: verdict.refused.message, ...verdict.refused.details },
	);
	const refusedAt = verdicts.findIndex((verdict) => 'refused' in verdict);
	const refused = verdicts[refusedAt];
	if (!refused || 'json' in refused) return { json: { results: listed } };
	return {
		refused: {
			...refused.refused,
			message: `action ${refusedAt + 1} of ${verdicts.length}: ${refused.refused.message}`,
			details: { results: listed },
		},
	};
}
