/** What is said when something comes to nothing. */
import {
	fromThrown,
	refused,
	toErrorItem,
	toNodeApiError,
	unanswered,
} from '../../../core/execution/failure.ts';
import type { Vendor } from '../../../core/rows/vendor.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { taguchi } from '../../../nodes/Taguchi/vendor.ts';

const node = {
	id: '1',
	name: 'Node',
	type: 'node',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};
const silent: Vendor = { ...taguchi, name: 'Acme', explain: () => undefined };
const statuses = [400, 401, 403, 404, 405, 406, 409, 413, 418, 422, 429, 500, 502, 503, 504];

describe.each(statuses)('%d', (status) => {
	const failure = refused(silent, status, undefined);

	test('says what happened and how to get unstuck, in calm words', () => {
		for (const words of [failure.message, failure.description]) {
			expect(words.length).toBeGreaterThan(10);
			expect(words).not.toMatch(/\b(error|problem|failure|mistake|failed|invalid)/i);
		}
		expect(failure.message).toContain('Acme');
		expect(failure.message).not.toMatch(/\.$/);
		expect(failure.description).toMatch(/\.$/);
	});

	test("becomes n8n's own exception, bound to its item", () => {
		const thrown = toNodeApiError(node, failure, 7);
		expect(thrown).toMatchObject({
			name: 'NodeApiError',
			message: failure.message,
			description: failure.description,
			httpCode: String(status),
			context: { itemIndex: 7 },
		});
	});
});

test.each([
	[429, 'rate-limited'],
	[503, 'temporarily-unavailable'],
	[500, 'temporarily-unavailable'],
	[401, 'credential-invalid'],
	[403, 'credential-invalid'],
	[400, undefined],
	[404, undefined],
])("%d: n8n's poller learns the cause %s", (status, cause) => {
	const thrown = toNodeApiError(node, {
		...refused(silent, status, undefined),
		retryAfterMs: 5_000,
	});
	expect(thrown.failure).toEqual(
		cause &&
			expect.objectContaining(
				cause === 'credential-invalid' ? { cause } : { cause, retryAfterMs: 5_000 },
			),
	);
});

describe("the vendor's own words", () => {
	test.each<[Vendor, unknown, string]>([
		[taguchi, [{ code: 400, name: 'Bad Request', description: 'No email' }], 'No email'],
		[taguchi, [{ code: 404, name: 'Not Found', description: null }], 'Not Found'],
		[
			contacthub,
			{ message: 'Wrong', errors: [{ path: 'base.dob', message: 'is no date' }] },
			'Wrong; base.dob is no date',
		],
	])('%# are quoted', (vendor, answer, words) => {
		expect(refused(vendor, 400, answer).message).toMatch(new RegExp(`\\(400\\): ${words}$`));
	});

	test.each([undefined, null, '', 'text', 7, [], {}, [null], { message: null }])(
		'%j has none, and nothing is made up',
		(answer) => {
			for (const vendor of [taguchi, contacthub]) {
				expect(refused(vendor, 400, answer).message).toBe(
					`${vendor.name} did not accept the request (400)`,
				);
			}
		},
	);

	test('are cut when they go on and on', () => {
		const { message } = refused(contacthub, 400, { message: 'long '.repeat(1_000) });
		expect(message.length).toBeLessThan(400);
	});
});

test('an error item has exactly the keys by which n8n knows it', () => {
	const failure = unanswered(silent, 'gave no answer', 'Try again.');
	expect(toErrorItem({ ...failure, details: { code: 'ECONNRESET' } }, 3)).toEqual({
		json: {
			error: 'Acme gave no answer',
			message: 'Try again.',
			details: { code: 'ECONNRESET' },
		},
		pairedItem: { item: 3 },
	});
	expect(Object.keys(toErrorItem(refused(silent, 404, undefined), 0).json)).toEqual([
		'error',
		'message',
		'details',
	]);
});

test('whatever is thrown becomes words', () => {
	for (const thrown of [new Error('Odd'), 'Odd']) {
		expect(fromThrown(thrown)).toEqual({
			message: 'Odd',
			description: 'Check the credential and the settings of this node.',
		});
	}
	const own = toNodeApiError(node, unanswered(silent, 'gave no answer', 'Try again.'));
	expect(fromThrown(own)).toMatchObject({
		message: 'Acme gave no answer',
		description: 'Try again.',
	});
});
