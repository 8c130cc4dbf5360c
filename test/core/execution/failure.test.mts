/** What is said when something comes to nothing. */
import { NodeOperationError } from 'n8n-workflow';
import {
	canceled,
	fromThrown,
	quoted,
	refused,
	toErrorItem,
	toNodeApiError,
	unanswered,
	withheld,
} from '../../../core/execution/failure.ts';
import type { Vendor } from '../../../core/rows/vendor.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { taguchi } from '../../../nodes/Taguchi/vendor.ts';
import { NODE as node } from '../../engine/plain-node.mts';

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

const CREDENTIAL = 'Check the token.';
const OUTAGE = 'The service has an outage or is overloaded. Try again later.';
const VALUES = 'Check the values of this item against what the message names.';

test.each([
	[400, 'Acme did not accept the request (400)', VALUES],
	[401, 'Acme refused the credential (401)', CREDENTIAL],
	[402, 'Acme did not accept the request (402)', VALUES],
	[403, 'Acme refused the credential (403)', CREDENTIAL],
	[
		404,
		'Acme found nothing that matches',
		'Check the identifier, and that the credential belongs to the right account.',
	],
	[
		409,
		'Acme reports a conflict with existing data',
		'Read the current record first, then send the change again.',
	],
	[413, 'Acme finds the request too large', 'Send fewer items in a request, or shorter values.'],
	[
		429,
		'Acme receives too many requests at the moment',
		'Lower Concurrent Requests in Options, or run the workflow less often.',
	],
	[499, 'Acme did not accept the request (499)', VALUES],
	[500, 'Acme could not answer (500)', OUTAGE],
	[599, 'Acme could not answer (599)', OUTAGE],
])('%d reads "%s"', (status, message, description) => {
	const vendor = { ...silent, credentialAdvice: CREDENTIAL };
	expect(refused(vendor, status, undefined)).toMatchObject({ message, description, status });
});

test("the vendor's words stand behind ours, without white space and without a page", () => {
	const saying = (words: string) => refused({ ...silent, explain: () => words }, 409, {}).message;
	expect(saying(' it is locked \n')).toBe(
		'Acme reports a conflict with existing data: it is locked',
	);
	expect(saying('Bad gateway <html>')).toBe(
		'Acme reports a conflict with existing data: Bad gateway',
	);
	expect(saying('<html>')).toBe('Acme reports a conflict with existing data');
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
	const wait = cause === 'credential-invalid' ? {} : { retryAfterMs: 5_000 };
	expect(thrown.failure).toStrictEqual(cause && { cause, ...wait });
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
	expect(toErrorItem(refused(silent, 404, undefined), 0).json).toStrictEqual({
		error: 'Acme found nothing that matches',
		message: 'Check the identifier, and that the credential belongs to the right account.',
		details: { status: 404 },
	});
	expect(toErrorItem(failure, 0).json.details).toStrictEqual({});
});

test("a request that was not let go is the credential's, without what is secret in it", () => {
	const words = 'Acme was not asked, because the credential cannot be used: no key ***';
	for (const thrown of [new Error('no key token-1234 <html>'), 'no key token-1234']) {
		expect(withheld({ ...silent, credentialAdvice: CREDENTIAL }, thrown, ['token-1234'])).toEqual({
			message: words,
			description: CREDENTIAL,
			cause: 'credential-invalid',
		});
	}
	expect(quoted(undefined)).toBe('');
});

test('a stopped run says so in the word by which n8n knows it', () => {
	expect(canceled(node)).toBeInstanceOf(NodeOperationError);
	expect(canceled(node).message).toBe('The execution was canceled');
});

test('whatever is thrown becomes words', () => {
	for (const thrown of [new Error('Odd'), 'Odd']) {
		expect(fromThrown(thrown)).toEqual({
			message: 'Odd',
			description: 'Check the credential and the settings of this node.',
		});
	}
	const refusal = new NodeOperationError(node, 'The secret is short', { description: 'Mend it.' });
	expect(fromThrown(refusal)).toEqual({ message: 'The secret is short', description: 'Mend it.' });
	const described = Object.assign(new Error('Odd'), { description: 'Of another kind' });
	expect(fromThrown(described).description).toMatch(/^Check the credential/);
	expect(fromThrown(new TypeError('x is not a function')).message).toMatch(
		/^This node has a fault of its own/,
	);
	const own = toNodeApiError(node, unanswered(silent, 'gave no answer', 'Try again.'));
	expect(fromThrown(own)).toMatchObject({
		message: 'Acme gave no answer',
		description: 'Try again.',
	});
});
