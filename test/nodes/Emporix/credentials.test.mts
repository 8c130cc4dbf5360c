/** Tokens: one for many requests, renewed when they expire; the test of a credential proves tenant and scope. */
import { EmporixCustomerTokenApi } from '../../../credentials/EmporixCustomerTokenApi.credentials.ts';
import { EmporixOAuth2Api } from '../../../credentials/EmporixOAuth2Api.credentials.ts';
import { Emporix } from '../../../nodes/Emporix/Emporix.node.ts';
import { EMPORIX_READING_CLIENT } from '../../../sandbox/emporix/accounts.mts';
import { CredentialStore } from '../../engine/credential-store.mts';
import { testCredential } from '../../engine/editor.mts';
import {
	addSegment,
	credentialData,
	credentialStore,
	credentialTypes,
	requestsOf,
	runEmporix,
	useSandbox,
} from './run.mts';

const sandbox = useSandbox();
const tokens = () => sandbox().requests.filter(({ operationId }) => operationId === 'oauth.token');
const list = { resource: 'segment', operation: 'getAll' };

test('many items share one token, and an expired one is renewed once', async () => {
	addSegment('GOLD');
	const credentials = credentialStore();
	const items = Array.from({ length: 20 }, () => ({}));
	const run = async () => await runEmporix({ ...list, items, credentials });
	expect((await run()).error).toBeUndefined();
	expect(tokens()).toHaveLength(1);
	expect(tokens()[0]?.violations).toEqual([]);
	sandbox().emporix.expireTokens();
	expect((await run()).outputs[0]).toHaveLength(20);
	expect(tokens()).toHaveLength(2);
});

test('a key that may only read gets told which scope is missing', async () => {
	const { emporixOAuth2Api } = credentialData();
	const data = {
		...emporixOAuth2Api,
		access: 'read',
		clientId: EMPORIX_READING_CLIENT.id,
		clientSecret: EMPORIX_READING_CLIENT.secret,
	};
	const credentials = new CredentialStore(credentialTypes, { emporixOAuth2Api: data });
	expect((await runEmporix({ ...list, credentials })).error).toBeUndefined();
	const { error } = await runEmporix({
		resource: 'customerAssignment',
		operation: 'upsert',
		parameters: { segmentId: 'GOLD', customerId: 'c1' },
		credentials,
	});
	expect(error).toMatchObject({
		message: expect.stringContaining('refused the credential (403)'),
		description: expect.stringContaining('customersegment.segment_manage'),
	});
});

test('a customer access token shows the own active segments only', async () => {
	addSegment('GOLD');
	addSegment('OTHER');
	addSegment('ASLEEP', { status: 'INACTIVE' });
	const { tenant } = sandbox().emporix;
	for (const id of ['GOLD', 'ASLEEP']) tenant.assignCustomer(id, '98029737', undefined, {});
	const authentication = 'emporixCustomerTokenApi';
	const { outputs } = await runEmporix({ ...list, authentication });
	expect(outputs[0]?.map(({ json }) => json.id)).toEqual(['GOLD']);
	const { error } = await runEmporix({
		resource: 'segment',
		operation: 'delete',
		parameters: { segmentId: 'GOLD' },
		authentication,
	});
	expect(error?.description).toContain('A customer access token only reads');
});

describe('the test of a credential', () => {
	const type = new EmporixOAuth2Api();
	const node = new Emporix();
	const [, , ...parents] = credentialTypes;
	const tested = async (changes: object = {}) =>
		await testCredential({
			type,
			data: { ...credentialData().emporixOAuth2Api, ...changes },
			parents,
			node,
		});
	const reader = {
		clientId: EMPORIX_READING_CLIENT.id,
		clientSecret: EMPORIX_READING_CLIENT.secret,
	};

	test('proves that the key may write, without writing', async () => {
		expect(await tested()).toMatchObject({ status: 'OK' });
		expect(requestsOf()).toMatchObject([
			{ operationId: 'segment.list', violations: [] },
			{ operationId: 'segment.matchItems', violations: [] },
		]);
	});

	test('proves that the key may read', async () => {
		expect(await tested({ ...reader, access: 'read' })).toMatchObject({ status: 'OK' });
		expect(requestsOf()).toMatchObject([{ operationId: 'segment.list', violations: [] }]);
	});

	test('refuses a key without the scope to write', async () => {
		expect(await tested(reader)).toEqual({
			status: 'Error',
			message: expect.stringContaining('customersegment scopes'),
		});
	});

	test('refuses another tenant', async () => {
		expect(await tested({ tenant: 'othertenant' })).toMatchObject({ status: 'Error' });
	});

	test('says of a wrong secret what to do', async () => {
		const { status, message } = await tested({ clientSecret: 'not-the-secret' });
		expect(status).toBe('Error');
		expect(message).toMatch(/Client ID and Client Secret.*Developer Portal/);
		expect(message).not.toContain('not-the-secret');
	});

	test('does not take a validation answer for a refusal', async () => {
		sandbox().misbehave({
			vendor: 'emporix',
			operationId: 'segment.matchItems',
			kind: 'status',
			status: 400,
		});
		expect(await tested()).toMatchObject({ status: 'OK' });
	});

	test('does not take another service for Emporix', async () => {
		expect(await tested({ baseUrl: `${sandbox().url}/taguchi` })).toMatchObject({
			status: 'Error',
		});
	});

	test('of a customer access token reads with it', async () => {
		const data = credentialData().emporixCustomerTokenApi ?? {};
		const customer = new EmporixCustomerTokenApi();
		expect(await testCredential({ type: customer, data, node })).toMatchObject({ status: 'OK' });
		const wrong = { ...data, accessToken: 'expired' };
		expect(await testCredential({ type: customer, data: wrong, node })).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('may have expired'),
		});
	});
});
