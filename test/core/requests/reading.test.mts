/** What came back, or did not, in the words that a user reads; and whether asking again helps and does no harm. */
import type { Loss } from '../../../core/requests/exchange.ts';
import { readLoss, readReceived, readRedirect } from '../../../core/requests/reading.ts';
import type { Attempt } from '../../../core/requests/reading.ts';

const acme = {
	name: 'Acme',
	explain: (answer: unknown) => (answer ? String(Object(answer).words) : undefined),
	credentialAdvice: 'Check the token.',
};
const callOf = (idempotent: boolean, more: object = {}) => ({
	route: { method: 'POST' as const, path: '/people/{id}' },
	path: { id: 'ann' },
	idempotent,
	...more,
});
const READ = callOf(true);
const MESSAGE = callOf(false);

const said = ({ answer, again }: Attempt) =>
	answer.ok ? 'a success' : [answer.failure.message, answer.failure.description, again];

const LOOK_FIRST = 'The work may have been done: look before you run the item again.';
const CHECK = 'Check the network and the address in the credential, then run the item again.';
const ADDRESS = 'Check the address in the credential.';
const LESS = 'Ask for less, for instance with Limit or a narrower filter.';

/** What is said, and whether it is asked again: where sending twice does no harm, and where it may. */
type Said = [message: string, description: string, again: boolean];

test.each<[Loss, Said, Said]>([
	[
		{ kind: 'unreachable', code: 'ECONNREFUSED' },
		['Acme cannot be reached', CHECK, true],
		['Acme cannot be reached', CHECK, true],
	],
	[
		{ kind: 'cut', code: 'ECONNRESET' },
		['Acme gave no answer: the connection was lost', CHECK, true],
		['Acme gave no answer: the connection was lost', LOOK_FIRST, false],
	],
	[
		{ kind: 'late' },
		['Acme did not answer in time', 'Run the item again later.', false],
		['Acme did not answer in time', LOOK_FIRST, false],
	],
	[
		{ kind: 'large' },
		['Acme sent an answer that is too large to be read', LESS, false],
		['Acme sent an answer that is too large to be read', `${LESS} ${LOOK_FIRST}`, false],
	],
	[
		{ kind: 'foreign', code: 'EPROTO' },
		['Acme gives no answer that a web service would give', ADDRESS, false],
		['Acme gives no answer that a web service would give', ADDRESS, false],
	],
	[
		{ kind: 'unauthorized' },
		['Acme refused the credential (401)', 'Check the token.', false],
		['Acme refused the credential (401)', 'Check the token.', false],
	],
	[
		{ kind: 'withheld', thrown: new Error('No <key>') },
		['Acme was not asked, because the credential cannot be used: No', 'Check the token.', false],
		['Acme was not asked, because the credential cannot be used: No', 'Check the token.', false],
	],
])('%j', (loss, read, message) => {
	expect(said(readLoss(acme, READ, loss))).toEqual(read);
	expect(said(readLoss(acme, MESSAGE, loss))).toEqual(message);
});

test('a certificate that is not valid is told apart from a lost connection', () => {
	const [message, description, again] = said(
		readLoss(acme, READ, { kind: 'untrusted', code: 'CERT_HAS_EXPIRED' }),
	);
	expect(message).toBe(
		'Acme does not prove who it is: its certificate is not valid for this address',
	);
	expect(description).toBe(
		'Check the address in the credential. If it is right, whoever runs the service or the proxy before it has to renew the certificate. Nothing was sent.',
	);
	expect(again).toBe(false);
});

test('the code of a loss stands in the details, and nothing where there is none', () => {
	const detailsOf = (loss: Loss) => {
		const { answer } = readLoss(acme, READ, loss);
		return answer.ok ? undefined : answer.failure.details;
	};
	expect(detailsOf({ kind: 'cut', code: 'ECONNRESET' })).toEqual({ code: 'ECONNRESET' });
	expect(detailsOf({ kind: 'late' })).toBeUndefined();
});

const received = (status: number, text = '', headers = {}) => ({ status, text, headers });

test.each<[number, Record<string, string>, read: boolean, message: boolean, limited: boolean]>([
	[429, {}, true, true, true],
	[503, {}, true, false, false],
	[503, { 'retry-after': '1' }, true, true, false],
	[423, {}, true, false, false],
	[423, { 'retry-after': '1' }, true, true, false],
	[500, {}, true, false, false],
	[500, { 'retry-after': '1' }, true, false, false],
	[599, {}, true, false, false],
	[499, { 'retry-after': '1' }, false, false, false],
	[400, {}, false, false, false],
	[300, {}, false, false, false],
	[199, {}, false, false, false],
])(
	'%d %j: asked again, for a read and for a message',
	(status, headers, read, message, limited) => {
		const answer = received(status, '', headers);
		expect(readReceived(acme, READ, answer)).toMatchObject({ again: read, limited });
		expect(readReceived(acme, MESSAGE, answer)).toMatchObject({ again: message, limited });
	},
);

test.each([200, 204, 299])('%d is a success', (status) => {
	expect(readReceived(acme, READ, received(status, '{"id":1}'))).toEqual({
		answer: { ok: true, status, data: { id: 1 }, headers: {} },
		again: false,
	});
});

test('a write that may have been done says to look first, and a read to try later', () => {
	expect(said(readReceived(acme, MESSAGE, received(500)))).toEqual([
		'Acme could not answer (500)',
		LOOK_FIRST,
		false,
	]);
	expect(said(readReceived(acme, READ, received(500)))).toEqual([
		'Acme could not answer (500)',
		'The service has an outage or is overloaded. Try again later.',
		true,
	]);
	expect(said(readReceived(acme, MESSAGE, received(499)))).toEqual([
		'Acme did not accept the request (499)',
		'Check the values of this item against what the message names.',
		false,
	]);
});

test("a wait that the vendor asks for is said in whole seconds, and kept for n8n's own retry", () => {
	const attempt = readReceived(acme, READ, received(429, '', { 'retry-after': '1.2' }));
	expect(attempt).toMatchObject({ waitMs: 1_200, answer: { failure: { retryAfterMs: 1_200 } } });
	expect(said(attempt)[1]).toBe(
		'Lower Concurrent Requests in Options, or run the workflow less often. Acme asks to wait 2 seconds.',
	);
	const now = readReceived(acme, READ, received(429, '', { 'retry-after': '0' }));
	expect(said(now)[1]).not.toContain('wait');
});

test('when a limit ends counts for the limit alone', () => {
	const reset = { 'x-ratelimit-reset': '7' };
	expect(readReceived(acme, READ, received(429, '', reset)).waitMs).toBe(7_000);
	expect(readReceived(acme, READ, received(503, '', reset)).waitMs).toBeUndefined();
	const both = { ...reset, 'retry-after': '3' };
	expect(readReceived(acme, READ, received(429, '', both)).waitMs).toBe(3_000);
});

test("the vendor's words are quoted without what is secret, and kept for whoever reads verdicts", () => {
	const { answer } = readReceived(acme, READ, received(400, '{"words":"no token-1234"}'), [
		'token-1234',
	]);
	expect(answer).toMatchObject({
		failure: { message: 'Acme did not accept the request (400): no ***' },
		data: { words: 'no ***' },
	});
});

const PAGE = [
	'Acme answered with a web page instead of data',
	'Check the address in the credential. A proxy or a login page may stand in between.',
	false,
];
test.each(['<html></html>', ' \n<!doctype html>'])('%j is a page, not an answer', (page) => {
	expect(said(readReceived(acme, READ, received(200, page)))).toEqual(PAGE);
	const asText = callOf(true, { accept: 'text/csv' });
	expect(said(readReceived(acme, asText, received(200, page)))).toEqual(PAGE);
});

test('an answer that breaks off is asked for again where that does no harm', () => {
	const half = received(200, '{"id":');
	const reason = 'Acme sent an answer that breaks off in the middle';
	expect(said(readReceived(acme, READ, half))).toEqual([reason, 'Run the item again.', true]);
	expect(said(readReceived(acme, MESSAGE, half))).toEqual([reason, LOOK_FIRST, false]);
});

test('a text is taken as it is where the row asks for text, and white space is no data', () => {
	const asText = callOf(true, { accept: 'text/csv' });
	expect(readReceived(acme, asText, received(200, 'a,b\n')).answer).toMatchObject({
		data: 'a,b\n',
	});
	expect(readReceived(acme, READ, received(200, ' \n ')).answer).toEqual({
		ok: true,
		status: 200,
		data: undefined,
		headers: {},
	});
});

test.each([
	['https://login.example/people/ann/x', 'https://login.example/people/…/x'],
	['/login', 'https://api.example/login'],
	['http://other.example', 'http://other.example/'],
	[`https://a.example/${'x'.repeat(200)}`, `https://a.example/${'x'.repeat(119)}`],
	['ftp://a.example/x', 'nowhere'],
	['xhttp://a.example/x', 'nowhere'],
	['https://', 'nowhere'],
	[7, 'nowhere'],
])('a redirect to %j is said as one to %s', (location, where) => {
	const attempt = readRedirect(acme, READ, 302, 'https://api.example/people/ann', location);
	expect(attempt.answer).toMatchObject({ failure: { status: 302 } });
	expect(said(attempt)).toEqual([
		`Acme is not at this address: the request was redirected (302) to ${where}, and went no further`,
		'Correct the address in the credential. A login page or a proxy may also stand in between.',
		false,
	]);
});
