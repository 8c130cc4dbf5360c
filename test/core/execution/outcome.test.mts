/** What one answer means for the items it speaks of. */
import { text } from '../../../core/rows/field.ts';
import { refused } from '../../../core/execution/failure.ts';
import { POST } from '../../../core/rows/route.ts';
import type { Operation, Result, Returns } from '../../../core/rows/operation.ts';
import { judge, readAnswer, unreadable, verdictsIn } from '../../../core/execution/outcome.ts';
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
