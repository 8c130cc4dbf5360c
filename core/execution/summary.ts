/** One sentence on a whole run: what became of the items, and what it took. */
import type { Operation } from '../rows/operation';
import type { Outcome } from './outcome';

/** What a run took. */
export interface Effort {
	requests: number;
	/** In ms. */
	duration: number;
}

/** What became of an item in a word: the vendor's own where it tells, such as "updated". */
function wordFor(outcome: Outcome): string {
	if ('failure' in outcome) return 'refused';
	const record = 'items' in outcome ? outcome.items[0]?.json : outcome.records[0];
	if (typeof record?.changed === 'boolean') return record.changed ? 'changed' : 'unchanged';
	return typeof record?.result === 'string' ? record.result.toLowerCase() : 'accepted';
}

/**
 * The sentence for a run that wrote several items; undefined for others, whose output says it all.
 *
 * @param outcomes what became of each item
 */
export function summaryOf(
	{ request, returns, composed }: Operation,
	outcomes: readonly Outcome[],
	{ requests, duration }: Effort,
): string | undefined {
	const reads = !composed && (request.method === 'GET' || returns.kind === 'many');
	if (reads || outcomes.length < 2) return undefined;
	const counts = new Map<string, number>();
	for (const outcome of outcomes) {
		const word = wordFor(outcome);
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}
	const words = [...counts].map(([word, count]) => `${grouped(count)} ${word}`);
	const seconds = (duration / 1000).toFixed(1);
	const sent = requests === 1 ? '1 request' : `${grouped(requests)} requests`;
	return `${grouped(outcomes.length)} items: ${words.join(', ')}. ${sent} in ${seconds} seconds.`;
}

/** 10000 as 10,000; toLocaleString takes longer for its first number than everything else here. */
const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
