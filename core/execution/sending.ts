/** What is sent for one item, for a batch of items or for a procedure, and what the answer means for each of them. */
import { combine } from './batching';
import type { Ready } from './checking';
import { ask } from '../requests/door';
import type { Sent } from './halving';
import { sendInHalves } from './halving';
import { readList } from '../requests/listing';
import type { Batch, Procedure, Result } from '../rows/operation';
import { one } from '../rows/operation';
import type { Outcome } from './outcome';
import {
	areRecords,
	isUndone,
	judge,
	ofAll,
	readAnswer,
	recordsOf,
	undocumented,
	unreadable,
	verdictsIn,
} from './outcome';
import { isRecord } from './output';
import type { Run } from './run';
import type { Answer } from '../requests/transport';

type Values = Record<string, unknown>;

/** Said of a list that did not hold still. */
const MOVED =
	'A list changed while it was read, so some of its records may be missing. None comes twice. To be sure, run it again when less is going on.';

/** Sends the request of one item, or reads its list. */
export async function sendOne(run: Run, item: Ready): Promise<void> {
	const outcome = run.row.paging
		? await recordsIn(run, item)
		: await renewed(run, item, read(run, item, await ask(run.door, run.row, item.values)));
	run.settlement.settle(item.itemIndex, advised(run, item, outcome));
}

/** Sends several items in one request, or in parts of it where one of them makes the vendor refuse all. */
export async function sendBatch(
	run: Run,
	batch: Batch<Values>,
	items: readonly Ready[],
): Promise<void> {
	await sendInHalves(items, async (part) => await sendTogether(run, batch, part));
}

/** Sends one request for several items; settled, every verdict goes back to its own item. */
async function sendTogether(
	run: Run,
	batch: Batch<Values>,
	items: readonly Ready[],
): Promise<Sent> {
	const { row } = run;
	const elements = items.flatMap((item) => item.elements);
	const values = items[0]?.values ?? {};
	const body = batch.wrap ? batch.wrap(elements, values) : elements;
	const answer = await ask(run.door, row, values, { body, request: batch.request });
	const owners = items.flatMap((item) => item.elements.map(() => item.values));
	const verdicts = verdictsIn(row, answer, elements, owners);
	return {
		undone: verdicts === undefined && isUndone(row, answer, values),
		settle: async () => {
			await settleTogether(run, batch, items, answer, verdicts);
			run.settlement.stopAtFailure(items.map(({ itemIndex }) => itemIndex));
		},
	};
}

async function settleTogether(
	run: Run,
	batch: Batch<Values>,
	items: readonly Ready[],
	answer: Answer,
	verdicts: readonly Result[] | undefined,
): Promise<void> {
	const { row, vendor } = run;
	const whole = verdicts ? answer : ofAll(answer, items.length);
	let next = 0;
	for (const item of items) {
		const own = verdicts?.slice(next, (next += item.elements.length)) ?? [];
		const result = batch.several && own.length > 0 ? combine(own) : own[0];
		const judged = judge(vendor, row, whole, item.values, result);
		// Accepted items wait for nothing; even that would take its time with thousands of them.
		const outcome = 'failure' in judged ? await renewed(run, item, judged) : judged;
		run.settlement.settle(item.itemIndex, advised(run, item, outcome));
	}
}

/** Hands items over to the row's procedure; what it gives belongs to the first, and is linked by the procedure itself. */
export async function perform(
	{ context, door, settlement }: Run,
	procedure: Procedure<Values>,
	[first, ...others]: readonly [Ready, ...Ready[]],
): Promise<void> {
	const performed = await procedure.run({ context, door, items: [first, ...others] });
	settlement.settle(first.itemIndex, performed);
	for (const { itemIndex } of others) {
		settlement.settle(itemIndex, 'failure' in performed ? performed : { records: [] });
	}
}

async function recordsIn(
	{ door, row, settlement }: Run,
	{ values, wanted }: Ready,
): Promise<Outcome> {
	const list = await readList(door, row, values, wanted.limit);
	if ('failure' in list) return list;
	if (list.moved) settlement.doubt(MOVED);
	if (!areRecords(row.returns, list.value)) {
		return { failure: undocumented(door.vendor, row, { status: 200, data: list.value }) };
	}
	return { records: recordsOf(row.returns, list.value, wanted.simplify) };
}

function read(
	{ row, vendor, settlement }: Run,
	{ values, wanted }: Ready,
	answer: Answer,
): Outcome {
	const rest = answer.ok ? unreadable(row.returns, answer.data) : undefined;
	// A list that the vendor does not let anybody read to its end is never cut off in silence.
	if (rest) {
		settlement.doubt(
			`${vendor.name} lists ${rest.listed} of ${rest.total} records here, and documents no way to the others.`,
		);
	}
	return readAnswer(vendor, row, answer, values, wanted.simplify);
}

/** A write that lost a race is sent once more upon the current record, where the item wants that. */
async function renewed(run: Run, item: Ready, outcome: Outcome): Promise<Outcome> {
	const { door, row, vendor } = run;
	const { values } = item;
	const lost = 'failure' in outcome && outcome.failure.status === 409;
	if (!lost || !row.renew?.wanted(values)) return outcome;
	const { request, body } = row.renew;
	const current = await ask(door, row, values, { request, body: null });
	if (!current.ok) return { failure: current.failure };
	if (!isRecord(current.data)) {
		const reading = { ...row, request, returns: one({}) };
		return { failure: undocumented(vendor, reading, current) };
	}
	return read(run, item, await ask(door, row, values, { body: body(values, current.data) }));
}

function advised({ row }: Run, { values }: Ready, outcome: Outcome): Outcome {
	if (!('failure' in outcome)) return outcome;
	const advice = row.advise?.(outcome.failure.status, values);
	return advice ? { failure: { ...outcome.failure, description: advice } } : outcome;
}
