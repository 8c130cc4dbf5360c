/** When a request is sent again, and what is said when it is not: with a profile, which may be sent twice, and a message, which may not. */
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { createServer } from 'node:http';
import { PATIENT } from '../../../core/requests/transport.ts';
import { urlOf } from '../../../core/requests/address.ts';
import type { Misbehaviour, Sandbox } from '../../../sandbox/server.mts';
import { startSandbox } from '../../../sandbox/server.mts';
import { passingIdleTime, useFakeTime } from '../../engine/passing-time.mts';
import { people, runTaguchi, upsert, useSandbox } from '../../nodes/Taguchi/run.mts';

const sandbox = useSandbox();

const sendMessage = {
	resource: 'message',
	operation: 'send',
	parameters: { identifyBy: 'email', email: 'person0@example.com', activityId: '1' },
};
const writeProfile = upsert({ items: people(1) });

/** When requests set out, by the clock of the test. */
const sentAt: number[] = [];
subscribe('http.client.request.start', () => void sentAt.push(Date.now()));

/** The person exists; then Taguchi misbehaves, and one of the two is sent. Between its requests time passes at once. */
async function sendDespite(misbehaving: Misbehaviour[], what: 'profile' | 'message') {
	await runTaguchi(sandbox(), writeProfile);
	sandbox().requests.length = 0;
	sentAt.length = 0;
	for (const rule of misbehaving) sandbox().misbehave(rule);
	const running = runTaguchi(sandbox(), {
		...(what === 'profile' ? writeProfile : sendMessage),
		onError: 'continueErrorOutput',
	});
	const run = await passingIdleTime(running);
	const [failed] = run.failed;
	return {
		requests: sandbox().requests.length,
		sent: sandbox().taguchi.messages.length,
		succeeded: run.done.length === 1,
		error: String(failed?.json.error ?? ''),
		message: String(failed?.json.message ?? ''),
	};
}

describe('after one misbehaviour', () => {
	useFakeTime();
	const again = 'again';
	const once = 'once';
	test.each<[Misbehaviour, { profile: string; message: string }]>([
		[
			{ kind: 'status', status: 429 },
			{ profile: again, message: again },
		],
		[
			{ kind: 'status', status: 429, retryAfter: 0 },
			{ profile: again, message: again },
		],
		[
			{ kind: 'status', status: 503, retryAfter: 0 },
			{ profile: again, message: again },
		],
		[
			{ kind: 'status', status: 503 },
			{ profile: again, message: once },
		],
		[
			{ kind: 'status', status: 500 },
			{ profile: again, message: once },
		],
		[
			{ kind: 'status', status: 504 },
			{ profile: again, message: once },
		],
		[
			{ kind: 'html', status: 502 },
			{ profile: again, message: once },
		],
		[{ kind: 'reset-before' }, { profile: again, message: once }],
		[{ kind: 'reset-after' }, { profile: again, message: once }],
		[{ kind: 'truncated' }, { profile: again, message: once }],
		[
			{ kind: 'html', status: 200 },
			{ profile: once, message: once },
		],
		[
			{ kind: 'status', status: 400 },
			{ profile: once, message: once },
		],
		[
			{ kind: 'status', status: 403 },
			{ profile: once, message: once },
		],
		[
			{ kind: 'status', status: 404 },
			{ profile: once, message: once },
		],
		[
			{ kind: 'status', status: 409 },
			{ profile: once, message: once },
		],
	])('%j: %j', async (misbehaviour, expected) => {
		for (const what of ['profile', 'message'] as const) {
			const { requests, sent, succeeded } = await sendDespite([misbehaviour], what);
			expect({ what, requests, succeeded }).toEqual({
				what,
				requests: expected[what] === again ? 2 : 1,
				succeeded: expected[what] === again,
			});
			expect(sent).toBeLessThanOrEqual(1);
			sandbox().reset();
		}
	});

	test.each<[Misbehaviour, string, string]>([
		[{ kind: 'html', status: 200 }, 'answered with a web page', 'Check the address'],
		[{ kind: 'truncated' }, 'breaks off in the middle', 'The work may have been done'],
		[{ kind: 'reset-after' }, 'the connection was lost', 'The work may have been done'],
		[{ kind: 'reset-before' }, 'the connection was lost', 'The work may have been done'],
		[{ kind: 'status', status: 504 }, 'could not answer (504)', 'The work may have been done'],
		[{ kind: 'html', status: 502 }, 'could not answer (502)', 'The work may have been done'],
		[{ kind: 'status', status: 403 }, 'refused the credential (403)', 'Check the token'],
	])('a message says what happened and what to do: %j', async (misbehaviour, error, message) => {
		const told = await sendDespite([misbehaviour], 'message');
		expect(told.error).toContain(error);
		expect(told.message).toContain(message);
		expect(`${told.error} ${told.message}`).not.toMatch(/[<>]/);
	});
});

describe('waiting', () => {
	useFakeTime();

	test('Retry-After may be a date', async () => {
		const later = new Date(Date.now() + 3_000).toUTCString();
		const { succeeded } = await sendDespite(
			[{ kind: 'status', status: 503, retryAfter: later }],
			'message',
		);
		expect(succeeded).toBe(true);
		expect(sentAt).toHaveLength(2);
		expect(sentAt[1]).toBeGreaterThanOrEqual(Date.parse(later));
	});

	test.each<[string, () => string]>([
		['in seconds', () => '600'],
		['as a date', () => new Date(Date.now() + 600_000).toUTCString()],
	])('one that is longer than anybody waits is passed on in words (%s)', async (_form, write) => {
		const rule = { kind: 'status', status: 429, retryAfter: write() } as const;
		const told = await sendDespite([rule], 'profile');
		expect(told.requests).toBe(1);
		expect(told.error).toContain('too many requests');
		expect(told.message).toMatch(/asks to wait (5\d\d|600) seconds/);
	});

	test.each(['soon', '-5', ''])(
		'one that makes no sense (%j) does not keep it',
		async (retryAfter) => {
			const { requests, succeeded } = await sendDespite(
				[{ kind: 'status', status: 429, retryAfter }],
				'profile',
			);
			expect([requests, succeeded]).toEqual([2, true]);
		},
	);

	test('the waits grow from try to try', async () => {
		await sendDespite([{ kind: 'status', status: 500, times: 2 }], 'profile');
		const [first = 0, second = 0, third = 0] = sentAt;
		expect(second - first).toBe(PATIENT.firstWaitMs);
		expect(third - second).toBe(2 * PATIENT.firstWaitMs);
	});
});

/** Waits until a request to a host has failed. */
async function firstFailure(host: string): Promise<void> {
	await new Promise<void>((resolve) => {
		subscribe('http.client.request.start', (message) => {
			const { request } = message as { request: ClientRequest };
			if (request.getHeader('host') === host) request.once('error', () => resolve());
		});
	});
}

test('a vendor that was not reached has done nothing: even a message is sent again', async () => {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	const port = typeof address === 'object' ? Number(address?.port) : 0;
	await new Promise((resolve) => probe.close(resolve));

	const endpointUrl = sandbox().taguchi.endpointUrl('token').replace(/:\d+/, `:${port}`);
	const refused = firstFailure(`127.0.0.1:${port}`);
	const running = runTaguchi(sandbox(), { ...sendMessage, credential: { endpointUrl } });
	await refused;
	let other: Sandbox | undefined;
	try {
		other = await startSandbox({ port });
		await runTaguchi(other, writeProfile);
		const { done, requests } = await running;
		expect(done).toHaveLength(1);
		const statuses = requests.map(({ status }) => status);
		expect(statuses.length).toBeGreaterThan(1);
		expect(statuses.filter((status) => status !== undefined)).toEqual([200]);
	} finally {
		await other?.close();
	}
});

test('values are percent-encoded, lists repeat their name, and what is absent is left out', () => {
	const connection = {
		credentialType: 'any',
		baseUrl: 'https://example.com/v1',
		path: { workspace: 'a/b' },
	};
	const call = {
		route: { method: 'GET' as const, path: '/w/{workspace}/c/{id}' },
		path: { id: 'ä ?#%' },
		query: { q: 'a&b=c+d', list: ['1', 2], none: undefined, nothing: null, id: 9007199254740993n },
		idempotent: true,
	};
	expect(urlOf(connection, call)).toBe(
		'https://example.com/v1/w/a%2Fb/c/%C3%A4%20%3F%23%25?q=a%26b%3Dc%2Bd&list=1&list=2&id=9007199254740993',
	);
	expect(new URL(urlOf(connection, call) ?? '').searchParams.get('q')).toBe('a&b=c+d');
});
