/** Save says whether a credential works; only an answer that the row documents proves it, and nothing old does. */
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions } from 'n8n-workflow';
import type { Step, Trial } from '../../../core/credentials/credential-trial.ts';
import { isRecordWith, tryOut } from '../../../core/credentials/credential-trial.ts';
import { UnusableCredential, withBearer } from '../../../core/credentials/pasted.ts';
import { valueAt } from '../../../core/execution/output.ts';
import { text } from '../../../core/rows/field.ts';
import type { Operation } from '../../../core/rows/operation.ts';
import { one } from '../../../core/rows/operation.ts';
import { GET, POST } from '../../../core/rows/route.ts';
import type { Vendor } from '../../../core/rows/vendor.ts';
import { CredentialStore } from '../../engine/credential-store.mts';
import { additionalData } from '../../engine/environment.mts';
import type { Reply } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';

const server = useRecordingServer();
const elsewhere = useRecordingServer();

const vendor: Vendor = {
	name: 'The shop',
	resources: [],
	connect: () => Promise.reject(new Error('Nothing connects here')),
	explain: (answer) => {
		const words = valueAt('message', answer);
		return typeof words === 'string' ? words : undefined;
	},
	credentialAdvice: 'Check the token.',
};
const row: Operation = {
	name: 'Get',
	action: 'Get the account',
	description: 'Read the account',
	request: GET('/account'),
	idempotent: true,
	returns: one({ id: text('ID', { required: true }) }),
};
const writing: Operation = { ...row, request: POST('/checks') };

const context: ICredentialTestFunctions = new CredentialTestContext(
	additionalData(new CredentialStore([], {})),
);
/** Presses Save. */
const save = async (
	steps: readonly Step[] = [{ row }],
	changes: Partial<Trial> = {},
	data: { token: string } | undefined = { token: 'abc' },
) =>
	await tryOut(
		context,
		{ id: '1', name: 'Shop', type: 'shopApi', data },
		{
			vendor,
			connectionOf: () => ({ credentialType: 'shopApi', baseUrl: server().url, path: {} }),
			sign: async (type, { token }, request) => withBearer(request, `${type}-${token}`),
			steps: () => steps,
			...changes,
		},
	);
const answer = (reply: Reply) => server().answer(() => reply);
const GOOD: Reply = { body: { id: '1' } };
const asked = () => server().received.map(({ method, url }) => `${method} ${url}`);

test('a documented answer proves the credential that signed the request', async () => {
	answer(GOOD);
	expect(await save()).toEqual({
		status: 'OK',
		message: 'The shop accepts this credential',
	});
	expect(asked()).toEqual(['GET /account']);
	expect(server().received[0]?.headers.authorization).toBe('Bearer shopApi-abc');
});

test('a step may ask with a query, headers and a body of its own', async () => {
	answer(GOOD);
	const besides = { query: { limit: 1 }, headers: { 'x-check': 'yes' }, body: [{ empty: true }] };
	expect(await save([{ row: writing, besides }])).toMatchObject({ status: 'OK' });
	const [request] = server().received;
	expect(request).toMatchObject({
		method: 'POST',
		url: '/checks?limit=1',
		headers: { 'x-check': 'yes' },
		body: '[{"empty":true}]',
	});
});

describe('a refusal', () => {
	test.each<[string, Reply, string]>([
		['is told', { status: 401 }, 'The shop refused the credential (401). Check the token.'],
		[
			"is told in the vendor's own words",
			{ status: 403, body: { message: 'no such client' } },
			'The shop refused the credential (403): no such client. Check the token.',
		],
	])('%s, with what to do', async (_what, reply, message) => {
		answer(reply);
		expect(await save()).toEqual({ status: 'Error', message });
	});

	test('is told as the step says, where it says so of this status', async () => {
		const advice = { 404: 'Check the workspace.' };
		answer({ status: 404 });
		expect(await save([{ row, advice }])).toEqual({
			status: 'Error',
			message: 'Check the workspace.',
		});
		answer({ status: 401 });
		expect(await save([{ row, advice }])).toEqual({
			status: 'Error',
			message: 'The shop refused the credential (401). Check the token.',
		});
	});

	test('ends the trial, and good answers go on with it', async () => {
		server().answer(({ url }) => (url === '/account' ? GOOD : { status: 401 }));
		expect(await save([{ row }, { row: writing }, { row }])).toMatchObject({ status: 'Error' });
		expect(asked()).toEqual(['GET /account', 'POST /checks']);
	});
});

test.each<[string, Reply]>([
	['a web page', { body: '<html>Sign in</html>' }],
	['a record of another kind', { body: { name: 'x' } }],
	['a list', { body: [] }],
	['a gateway that is down', { status: 502, body: '<html>' }],
	['a vendor that is busy', { status: 429, headers: { 'retry-after': '1' } }],
])('%s proves nothing, and nobody is kept waiting for a second try', async (_what, reply) => {
	answer(reply);
	const { status, message } = await save();
	expect(status).toBe('Error');
	expect(message).toContain('The shop');
	expect(message).not.toContain('<');
	expect(server().received).toHaveLength(1);
});

test.each([row, writing])(
	'$request.method is sent on to nobody else, and a redirect proves nothing',
	async (to) => {
		elsewhere().answer(() => GOOD);
		answer({ status: 307, headers: { location: `${elsewhere().url}/account` } });
		expect(await save([{ row: to }])).toMatchObject({ status: 'Error' });
		expect(server().received).toHaveLength(1);
		expect(elsewhere().received).toEqual([]);
	},
);

test('another answer proves it where the step says so, a refusal too', async () => {
	const provesToo = isRecordWith('uuid');
	answer({ body: { uuid: '1' } });
	expect(await save([{ row, provesToo }])).toMatchObject({ status: 'OK' });
	answer({ body: { uuid: 1 } });
	expect(await save([{ row, provesToo }])).toMatchObject({ status: 'Error' });
	answer({ status: 400, body: { message: 'no profile' } });
	const refuses = (told: object) => !Reflect.get(told, 'ok');
	expect(await save([{ row, provesToo: refuses }])).toMatchObject({ status: 'OK' });
});

test.each<[string, unknown, boolean]>([
	['a text under the name', { uuid: 'x' }, true],
	['a number under the name', { uuid: 5 }, false],
	['another name', { id: 'x' }, false],
	['a list', [{ uuid: 'x' }], false],
	['nothing', undefined, false],
])('a record is known by %s: %j', (_what, data, expected) => {
	expect(isRecordWith('uuid')({ ok: true, status: 200, data, headers: {} })).toBe(expected);
	const failure = { message: '', description: '' };
	expect(isRecordWith('uuid')({ ok: false, failure, data })).toBe(false);
});

describe('a credential that cannot be used', () => {
	const throwing = (thrown: unknown) => ({
		connectionOf: () => {
			throw thrown;
		},
	});

	test('is told by its input, and nothing is asked', async () => {
		answer(GOOD);
		const thrown = new UnusableCredential('The Token is empty', 'Fill it in.');
		expect(await save([{ row }], throwing(thrown))).toEqual({
			status: 'Error',
			message: 'The Token is empty. Fill it in.',
		});
		expect(server().received).toEqual([]);
	});

	test('for a reason that nobody thought of is told all the same', async () => {
		expect(await save([{ row }], throwing(new RangeError('too long')))).toEqual({
			status: 'Error',
			message: 'RangeError: too long',
		});
	});

	test('because nothing was filled in is read like one that is empty', async () => {
		const connectionOf = jest.fn(() => ({ baseUrl: server().url, path: {} }));
		answer(GOOD);
		await tryOut(
			context,
			{ id: '1', name: 'Shop', type: 'shopApi' },
			{ vendor, connectionOf, sign: async (_type, _data, request) => request, steps: () => [] },
		);
		expect(connectionOf).toHaveBeenCalledWith('shopApi', {});
	});
});

test('a token that was given before proves nothing of client ID and secret', async () => {
	const grant = () => ({
		tokenUrl: `${server().url}/token`,
		clientId: 'client',
		clientSecret: 'canary-secret',
		scope: '',
		kept: 'kept',
		advice: 'Check the client.',
	});
	const connectionOf = () => ({ baseUrl: server().url, path: {}, grant: grant() });
	server().answer(({ url }) =>
		url === '/token' ? { body: { access_token: 'new', expires_in: 3600 } } : GOOD,
	);
	for (let times = 0; times < 2; times++) {
		expect(await save([{ row }], { connectionOf })).toMatchObject({ status: 'OK' });
	}
	expect(asked()).toEqual(['POST /token', 'GET /account', 'POST /token', 'GET /account']);
	expect(server().received[1]?.headers.authorization).toBe('Bearer new');
	answer({ status: 401, body: { error: 'invalid_client' } });
	expect(await save([{ row }], { connectionOf })).toEqual({
		status: 'Error',
		message: expect.stringMatching(/^The token service of The shop .*\. Check the client\.$/),
	});
});
