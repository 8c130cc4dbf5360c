/** No write is ever sent on to another address, and nothing of ours goes to another host. */
import type { RequestContext } from '../../../core/requests/connection.ts';
import type { Call } from '../../../core/requests/transport.ts';
import { PATIENT, send } from '../../../core/requests/transport.ts';
import { ContacthubApi } from '../../../credentials/ContacthubApi.credentials.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { editorContext, executionContext } from '../../engine/request-context.mts';

const server = useRecordingServer();
const elsewhere = useRecordingServer();

const STATUSES = [301, 302, 303, 307, 308];
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
const TOKEN = 'canary-token-of-ours';
const signed = { type: new ContacthubApi(), data: { token: TOKEN } };
const contexts: Array<[string, () => RequestContext]> = [
	['an execution', () => executionContext(signed)],
	['a poll or a dropdown', () => editorContext(signed)],
];

const ask = async (context: RequestContext, call: Partial<Call>) =>
	await send(
		context,
		contacthub,
		{
			credentialType: 'contacthubApi',
			baseUrl: `${server().url}/v1`,
			path: {},
			secrets: [TOKEN],
		},
		{
			route: { method: 'GET', path: '/records/{id}' },
			path: { id: 'ann' },
			idempotent: true,
			...call,
		},
		PATIENT,
	);

/** Everything is sent on to a place; there, whatever arrives is told as done. */
function sendOn(status: number, location: string): void {
	server().answer(({ url }) =>
		url.startsWith('/moved')
			? { body: { id: 'ann' } }
			: { status, headers: { location }, body: '' },
	);
	elsewhere().answer(() => ({ body: { id: 'ann' } }));
}

describe.each(contexts)('in %s', (_where, contextOf) => {
	describe.each(STATUSES)('%d', (status) => {
		test.each(METHODS)('a %s goes nowhere else, not even on the same host', async (method) => {
			for (const location of ['/moved', `${elsewhere().url}/moved`]) {
				sendOn(status, location);
				const answer = await ask(contextOf(), {
					route: { method, path: '/records/{id}' },
					body: { email: 'ann@example.com' },
				});
				expect(answer).toMatchObject({
					ok: false,
					failure: { message: expect.stringContaining(`redirected (${status}) to http://127`) },
				});
				expect(server().received.map((one) => `${one.method} ${one.url}`)).toEqual([
					`${method} /v1/records/ann`,
				]);
				expect(elsewhere().received).toEqual([]);
			}
		});

		test('a read follows within the same host, signed', async () => {
			sendOn(status, '/moved?page=1');
			expect(await ask(contextOf(), {})).toMatchObject({ ok: true, data: { id: 'ann' } });
			expect(server().received.map(({ url }) => url)).toEqual(['/v1/records/ann', '/moved?page=1']);
			for (const { headers } of server().received) {
				expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
			}
		});

		test('a read does not go to another host, port or protocol', async () => {
			const { port } = new URL(server().url);
			for (const location of [
				`${elsewhere().url}/moved`,
				`//${new URL(elsewhere().url).host}/moved`,
				`https://127.0.0.1:${port}/moved`,
				`http://localhost:${port}/moved`,
				`http://somebody:secret@127.0.0.1:${port}/moved`,
			]) {
				sendOn(status, location);
				expect(await ask(contextOf(), {})).toMatchObject({ ok: false });
				expect(server().received).toHaveLength(1);
				expect(elsewhere().received).toEqual([]);
			}
		});
	});

	test('a loop ends after five', async () => {
		server().answer(({ url }) => ({ status: 302, headers: { location: `${url}x` }, body: '' }));
		const answer = await ask(contextOf(), {});
		expect(answer).toMatchObject({
			failure: { message: expect.stringContaining('redirected (302)') },
		});
		expect(server().received).toHaveLength(6);
	});
});

test('the message names where to, without query, user, the ID of the record, or a token', async () => {
	const query = `?token=${TOKEN}&email=ann@example.com`;
	const { host } = new URL(elsewhere().url);
	sendOn(302, `http://me:secret@${host}/login/ann/${TOKEN}${query}#${TOKEN}`);
	const answer = await ask(executionContext(signed), {});
	const failure = answer.ok ? undefined : answer.failure;
	expect(failure?.message).toContain(`http://${host}/login/…/***`);
	expect(JSON.stringify(answer)).not.toMatch(/canary|secret|example\.com/);
});

test.each(['http://', 'javascript:alert(1)', '', 'http://[', '\u0000'])(
	'a place that is none (%j) is not repeated',
	async (location) => {
		server().answer(() => ({ status: 302, headers: { location: encodeURI(location) }, body: '' }));
		const answer = await ask(executionContext(signed), { route: { method: 'POST', path: '/x' } });
		expect(answer).toMatchObject({ ok: false });
		expect(JSON.stringify(answer)).not.toContain('alert');
	},
);
