/** What one answer means for the items it speaks of. */
import { int64, text } from '../../../core/rows/field.ts';
import { refused } from '../../../core/execution/failure.ts';
import { GET, POST } from '../../../core/rows/route.ts';
import type { Operation, Result, Returns } from '../../../core/rows/operation.ts';
import {
	areRecords,
	believed,
	isUndone,
	judge,
	listIn,
	ofAll,
	readAnswer,
	recordsOf,
	undocumented,
	unreadable,
	verdictsIn,
} from '../../../core/execution/outcome.ts';
import type { Answer } from '../../../core/requests/transport.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { firstPage } from '../../../nodes/Contacthub/operations/paging.ts';
import { taguchi } from '../../../nodes/Taguchi/vendor.ts';

const read = (element: unknown): Result | undefined => {
	if (element === 'yes') return { json: { said: element } };
	return element === 'no' ? { refused: { message: 'no', status: 400 } } : undefined;
};
const row = (returns: Returns): Operation => ({
	name: 'Write',
	action: 'Write a record',
	description: 'Write a record',
	request: POST('/records'),
	idempotent: false,
	returns,
});
const verdicts = row({ kind: 'results', shape: {}, read });
const success = (data: unknown, status = 200): Answer => ({ ok: true, status, data, headers: {} });
const refusal = (status: number, data: unknown): Answer => ({
	ok: false,
	failure: refused(taguchi, status, data),
	data,
});
const owners = [{ ref: 'a' }, { ref: 'b' }];

describe('the verdicts of an answer', () => {
	/** Statuses that vendors give a request whose elements are partly refused; others speak of the request itself. */
	test.each([400, 404, 409, 422])('are believed where the whole is answered with %d', (status) => {
		expect(verdictsIn(verdicts, refusal(status, ['yes', 'no']), owners, owners)).toEqual([
			{ json: { said: 'yes' } },
			{ refused: { message: 'no', status: 400 } },
		]);
	});

	test.each([401, 403, 405, 413, 429, 500, 503])('are not believed with %d', (status) => {
		expect(verdictsIn(verdicts, refusal(status, ['yes', 'no']), owners, owners)).toBeUndefined();
	});

	test('are not believed where no status is known', () => {
		const answer: Answer = {
			ok: false,
			failure: { message: 'lost', description: '' },
			data: ['yes'],
		};
		expect(verdictsIn(verdicts, answer, [1], owners)).toBeUndefined();
	});

	test.each([
		[['yes']],
		[['yes', 'no', 'no']],
		[['yes', null]],
		[{ 0: 'yes', 1: 'no' }],
		[undefined],
	])('%j does not speak of both of two', (data) => {
		expect(verdictsIn(verdicts, success(data), owners, owners)).toBeUndefined();
	});

	test('are read by the batch where it knows better', () => {
		const batch = {
			max: 2,
			elements: () => [],
			read: (answer: unknown, elements: readonly unknown[]): Result[] => [
				{ json: { answer: String(answer), of: elements.length } },
			],
		};
		expect(verdictsIn({ ...verdicts, batch }, success('x'), [1, 2], owners)).toEqual([
			{ json: { answer: 'x', of: 2 } },
		]);
	});

	test('a row without verdicts has none', () => {
		expect(verdictsIn(row({ kind: 'done' }), success(['yes']), [1], owners)).toBeUndefined();
	});
});

describe('a request that is refused as a whole', () => {
	const plain = row({ kind: 'done' });
	const repeatable = { ...plain, idempotent: true };
	const wholly = { ...plain, batch: { max: 2, elements: () => [], refusesWhole: true } };
	const once = { ...repeatable, onceOnly: ({ version }: Record<string, unknown>) => version === 1 };
	const sentAgain = (of: Operation, status: number, data?: unknown, values = {}) =>
		isUndone(of, refusal(status, data), values);

	test('may be sent in parts where doing it again changes nothing, or where nothing was done', () => {
		for (const status of [400, 422]) {
			expect(sentAgain(plain, status)).toBe(false);
			expect(sentAgain(repeatable, status)).toBe(true);
			expect(sentAgain(repeatable, status, [])).toBe(true);
			expect(sentAgain(once, status)).toBe(true);
			expect(sentAgain(once, status, undefined, { version: 1 })).toBe(false);
			expect(sentAgain(wholly, status)).toBe(true);
			// A list may speak of elements that were done.
			expect(sentAgain(wholly, status, [])).toBe(false);
			const { batch } = wholly;
			expect(sentAgain({ ...wholly, batch: { ...batch, refusesWhole: false } }, status)).toBe(
				false,
			);
		}
	});

	test('is always sent in parts where it was too large to be read', () => {
		for (const one of [plain, repeatable, wholly, once]) expect(sentAgain(one, 413)).toBe(true);
	});

	test('is not sent in parts for a reason that is not in its values, nor after a success', () => {
		for (const status of [401, 404, 409, 429, 500]) {
			expect(sentAgain(repeatable, status)).toBe(false);
			expect(sentAgain(wholly, status)).toBe(false);
		}
		const lost = { ok: false as const, failure: { message: 'lost', description: '' } };
		expect(isUndone(repeatable, { ...lost, data: undefined }, {})).toBe(false);
		expect(isUndone(repeatable, success([], 413), {})).toBe(false);
	});

	test('says to each of its items that another may be the cause', () => {
		const answer = refusal(400, undefined);
		const told = ofAll(answer, 3);
		expect(told).toEqual({
			...answer,
			failure: {
				...('failure' in answer && answer.failure),
				description: expect.stringMatching(
					/^Check the values of this item .*\. The request was refused for all its 3 items together; one of them may be the cause\. Send in Batches, turned off in Options, sends each alone\.$/,
				),
			},
		});
		const others = [refusal(404, undefined), success([])];
		for (const other of others) expect(ofAll(other, 3)).toBe(other);
		expect(ofAll(answer, 1)).toBe(answer);
		const lost = { ok: false as const, failure: { message: 'lost', description: '' }, data: 1 };
		expect(ofAll(lost, 3)).toBe(lost);
	});
});

describe('what a row documents', () => {
	const shape = { id: int64('ID'), name: text('Name') };
	const body = { email: text('Email') };
	const describe = (status: number, values: Record<string, unknown>, answer: unknown) =>
		status === 500 ? undefined : { status, ref: String(values.ref), answer: String(answer) };

	test.each<[string, Returns, status: number, data: unknown, records: unknown]>([
		['a deletion', { kind: 'deleted' }, 204, undefined, [{ deleted: true }]],
		['a deletion', { kind: 'deleted' }, 200, {}, [{ deleted: true }]],
		['a deletion', { kind: 'deleted' }, 200, { id: 1 }, undefined],
		['a deletion', { kind: 'deleted' }, 200, [], undefined],
		['a deed', { kind: 'done' }, 200, null, [{ success: true }]],
		['a deed', { kind: 'done' }, 200, { email: 'x', other: 1 }, [{ success: true }]],
		['a deed', { kind: 'done' }, 200, { other: 1 }, undefined],
		[
			'a creation',
			{ kind: 'written', shape: {}, describe },
			201,
			'made',
			[{ status: 201, ref: 'a', answer: 'made' }],
		],
		[
			'a write',
			{ kind: 'written', shape: {}, describe },
			204,
			undefined,
			[{ status: 204, ref: 'a', answer: 'undefined' }],
		],
		['a write', { kind: 'written', shape: {}, describe }, 200, { note: 1 }, undefined],
		['a write', { kind: 'written', shape: {}, describe }, 500, undefined, undefined],
		['a text', { kind: 'text', shape: {} }, 200, 'a,b', [{ value: 'a,b' }]],
		['a text', { kind: 'text', shape: {} }, 200, { a: 1 }, undefined],
		['a record', { kind: 'one', shape }, 200, { id: 1, more: 2 }, [{ id: '1', more: 2 }]],
		['a record', { kind: 'one', shape }, 200, { more: 2 }, undefined],
		['a record', { kind: 'one', shape }, 200, [{ id: 1 }], undefined],
		[
			'a record within',
			{ kind: 'one', shape, at: 'a.b' },
			200,
			{ a: { b: { id: 1 } } },
			[{ id: '1' }],
		],
		['a record within', { kind: 'one', shape, at: 'a.b' }, 200, { id: 1 }, undefined],
		['a record of any names', { kind: 'one', shape: {} }, 200, { more: 2 }, [{ more: 2 }]],
		[
			'a list',
			{ kind: 'many', shape },
			200,
			[{ id: 1 }, { other: 2 }],
			[{ id: '1' }, { other: 2 }],
		],
		['a list', { kind: 'many', shape }, 200, [], []],
		['a list', { kind: 'many', shape }, 200, ['a'], undefined],
		['a list', { kind: 'many', shape }, 200, { data: [] }, undefined],
		[
			'a list within',
			{ kind: 'many', shape, at: 'data' },
			200,
			{ data: [{ id: 1 }] },
			[{ id: '1' }],
		],
		['a list of texts', { kind: 'many', shape, texts: true }, 200, ['a'], [{ value: 'a' }]],
	])('%s: %j with %d, %j', (_title, returns, status, data, records) => {
		const of = { ...row(returns), body };
		const answer = success(data, status);
		const outcome = readAnswer(taguchi, of, answer, { ref: 'a' }, false);
		expect('records' in outcome ? outcome.records : undefined).toEqual(records);
		const belief = believed(taguchi, of, answer);
		if (records) expect(belief).toBe(answer);
		else expect(belief).toMatchObject({ ok: false, data, failure: { status } });
	});

	test('a refusal stays the refusal that it is', () => {
		const answer = refusal(404, undefined);
		const { failure } = Object(answer);
		expect(readAnswer(taguchi, row({ kind: 'done' }), answer, {}, false)).toEqual({ failure });
		expect(believed(taguchi, row({ kind: 'done' }), answer)).toBe(answer);
		expect(believed(taguchi, verdicts, success(['yes']))).toMatchObject({ ok: false });
	});

	test('no content is nothing found where the vendor may say so', () => {
		const returns: Returns = { kind: 'one', shape, noContent: true };
		expect(readAnswer(taguchi, row(returns), success(undefined, 204), {}, false)).toEqual({
			failure: expect.objectContaining({
				message: 'Taguchi found nothing that matches',
				status: 204,
			}),
		});
		const odd: Array<[Returns, number]> = [
			[returns, 200],
			[{ kind: 'one', shape }, 204],
			[{ kind: 'text', shape: {} }, 204],
		];
		for (const [of, status] of odd) {
			expect(readAnswer(taguchi, row(of), success(undefined, status), {}, false)).toMatchObject({
				failure: { message: expect.stringMatching(/^Taguchi answered nothing where /) },
			});
		}
	});

	test.each<[Returns, string]>([
		[{ kind: 'one', shape }, 'a record'],
		[{ kind: 'many', shape }, 'a list of records'],
		[{ kind: 'text', shape: {} }, 'text'],
		[{ kind: 'results', shape: {}, read }, 'a list of verdicts'],
		[{ kind: 'written', shape: {}, describe }, 'the outcome of the write'],
		[{ kind: 'deleted' }, 'an empty answer'],
		[{ kind: 'done' }, 'an empty answer'],
	])('%j: what is not documented is said, and for a write to look first', (returns, expected) => {
		const told = (of: Operation, data: unknown) =>
			undocumented(contacthub, of, { status: 200, data });
		const advice =
			'Check the address in the credential, and that no gateway, proxy or maintenance page stands in between.';
		const look = 'The work may have been done: look before you run the item again. ';
		const write = row(returns);
		expect(told(write, 7)).toEqual({
			message: `Contacthub answered something else where ${expected} belongs`,
			description: returns.kind === 'many' ? advice : `${look}${advice}`,
			cause: 'temporarily-unavailable',
			status: 200,
		});
		expect(told(write, undefined).message).toContain('answered nothing where');
		expect(told(write, { message: 'Back soon' }).message).toMatch(/ belongs: Back soon$/);
		expect(told({ ...write, request: GET('/records') }, 7).description).toBe(advice);
	});

	test('a list, its records and their fields are read in the same way for whoever reads them', () => {
		const returns: Returns = { kind: 'many', shape, at: 'data', simple: ['id'] };
		expect(listIn(returns, { data: [1] })).toEqual([1]);
		expect(listIn(returns, [1])).toBeUndefined();
		expect(listIn({ kind: 'one', shape, at: 'data' }, { data: [1] })).toBeUndefined();
		expect(areRecords(returns, [{}, {}])).toBe(true);
		expect(areRecords(returns, [{}, 'a'])).toBe(false);
		expect(areRecords({ kind: 'one', shape }, ['a'])).toBe(false);
		const told = { shape: {}, of: (record: unknown) => ({ seen: String(Object(record).name) }) };
		const records = [{ id: 1, name: 'Ann' }];
		expect(recordsOf({ ...returns, told }, records, true)).toEqual([{ id: '1', seen: 'Ann' }]);
		expect(recordsOf({ ...returns, told }, records, false)).toEqual([{ id: '1', name: 'Ann' }]);
		expect(recordsOf({ kind: 'deleted' }, records, true)).toEqual(records);
	});
});

describe('one verdict', () => {
	const about = { shape: { ref: text('Ref'), email: text('Email') } };
	const told = row({ kind: 'results', shape: {}, read, about });

	test('names whom it is about, without what was not given', () => {
		const values = { ref: 7, email: '', other: 'x' };
		expect(judge(taguchi, told, success([]), values, { json: { said: 'yes' } })).toEqual({
			records: [{ ref: '7', said: 'yes' }],
		});
	});

	test('finds whom it is about elsewhere in the values, where the row says so', () => {
		const elsewhere = row({
			kind: 'results',
			shape: {},
			read,
			about: { ...about, of: ({ profile }: Record<string, unknown>) => Object(profile) },
		});
		const values = { profile: { ref: 'a', email: null } };
		expect(judge(taguchi, elsewhere, success([]), values, { json: {} })).toEqual({
			records: [{ ref: 'a' }],
		});
	});

	test('that refuses quotes the vendor and says that the others are not affected', () => {
		const result = { refused: { message: 'no such person', status: 404, details: { code: 7 } } };
		expect(judge(taguchi, told, success([]), {}, result)).toEqual({
			failure: {
				message: 'Taguchi did not accept this item: no such person',
				description:
					'Correct the values of this item. The other items of the request are not affected.',
				status: 404,
				details: { code: 7 },
			},
		});
		const page = { message: 'no', details: { code: 7, words: 'Bad gateway <html>' } };
		expect(judge(taguchi, told, success([]), {}, { refused: page })).toMatchObject({
			failure: { details: { code: 7, words: 'Bad gateway' } },
		});
		const bare = judge(taguchi, told, success([]), {}, { refused: { message: 'no' } });
		expect(Object(bare).failure.details).toBeUndefined();
	});

	test('names nobody where the row does not say whom', () => {
		const result = { json: { said: 'yes' } };
		const records = [{ said: 'yes' }];
		const values = { ref: 'a' };
		for (const silent of [verdicts, row({ kind: 'done' })]) {
			expect(judge(taguchi, silent, success([]), values, result)).toEqual({ records });
		}
	});

	test('that is missing is uncertain after a success, and the failure of the whole else', () => {
		expect(judge(taguchi, told, success([]), {}, undefined)).toMatchObject({
			failure: {
				message: 'Taguchi did not answer for every record of the request',
				description: 'The work may have been done: look before you run the items again.',
			},
		});
		const answer = refusal(500, undefined);
		expect(judge(taguchi, told, answer, {}, undefined)).toEqual({
			failure: 'failure' in answer ? answer.failure : undefined,
		});
	});

	test('is read from the answer to one item alone', () => {
		expect(readAnswer(taguchi, told, success(['yes']), { ref: 'a' }, false)).toEqual({
			records: [{ ref: 'a', said: 'yes' }],
		});
		expect(readAnswer(taguchi, told, success(['yes', 'yes']), {}, false)).toHaveProperty('failure');
	});
});

describe('a list that has pages, but no way to the second', () => {
	const returns = firstPage({});
	const list = (listed: number, total?: unknown) => ({
		elements: Array.from({ length: listed }, () => ({})),
		page: { totalElements: total },
	});

	test.each([
		[20, 20, undefined],
		[20, 21, { listed: 20, total: 21 }],
		[0, 1, { listed: 0, total: 1 }],
		[20, 19, undefined],
		[20, undefined, undefined],
		[20, '21', undefined],
	])('%d listed of %j', (listed, total, expected) => {
		expect(unreadable(returns, list(listed, total))).toEqual(expected);
	});

	test('says nothing of an answer without a list, nor of other rows', () => {
		expect(unreadable(returns, { page: { totalElements: 7 } })).toBeUndefined();
		expect(unreadable({ kind: 'deleted' }, list(1, 7))).toBeUndefined();
	});
});

test('records are simplified only on request, and only where the row says how', () => {
	const returns: Returns = {
		kind: 'one',
		shape: { id: text('ID'), base: text('Base') },
		simple: ['id'],
	};
	const record = { id: 1, base: { name: 'x' } };
	const outcome = (simplify: boolean, of: Returns) =>
		readAnswer(contacthub, row(of), success(record), {}, simplify);
	expect(outcome(true, returns)).toEqual({ records: [{ id: 1 }] });
	expect(outcome(false, returns)).toEqual({ records: [record] });
	expect(outcome(true, { ...returns, simple: undefined })).toEqual({ records: [record] });
});
