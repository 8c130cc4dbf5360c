/** Access tokens: fetched once, renewed once, and never at the cost of an item. */
import { HorisenOAuth2Api } from '../../../credentials/HorisenOAuth2Api.credentials.ts';
import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import { Horisen } from '../../../nodes/Horisen/Horisen.node.ts';
import {
	HORISEN_CLIENT_ID,
	HORISEN_CLIENT_SECRET,
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../../sandbox/horisen/accounts.mts';
import { testCredential } from '../../engine/editor.mts';
import { credentialsFor, links, mappedByName, people, runHorisen, useSandbox } from './run.mts';

const sandbox = useSandbox();
const create = {
	resource: 'contact',
	operation: 'create',
	parameters: {
		list_uuid: { __rl: true, mode: 'id', value: HORISEN_LIST_UUID },
		contact: mappedByName(),
		options: { concurrency: 10 },
	},
};
const tokenCalls = () =>
	sandbox().requests.filter(({ operationId }) => operationId === 'token.issue').length;

test('the first run without a token makes one token call', async () => {
	const items = people(50);
	const credentials = credentialsFor(sandbox(), 'horisenOAuth2Api');
	const run = await runHorisen(sandbox(), {
		...create,
		authentication: 'horisenOAuth2Api',
		credentials,
		items,
	});
	expect(run.error).toBeUndefined();
	expect(run.done).toHaveLength(50);
	expect(tokenCalls()).toBe(1);
	expect(sandbox().horisen.issuedTokens).toBe(1);

	await runHorisen(sandbox(), {
		...create,
		authentication: 'horisenOAuth2Api',
		credentials,
		items,
	});
	expect(tokenCalls()).toBe(1);
});

test('a token that expires in the middle of 500 items is renewed once, and every item is done once', async () => {
	const credentials = credentialsFor(sandbox(), 'horisenOAuth2Api');
	sandbox().horisen.expireTokensAfter(250);
	const run = await runHorisen(sandbox(), {
		...create,
		authentication: 'horisenOAuth2Api',
		credentials,
		items: people(500),
	});
	expect(run.error).toBeUndefined();
	expect(tokenCalls()).toBe(2);
	expect(links(run.done)).toEqual(people(500).map((_, item) => ({ item })));
	const { contacts } = sandbox().horisen;
	expect(contacts.map(({ mobile }) => mobile).sort()).toEqual(
		people(500)
			.map(({ mobile }) => mobile)
			.sort(),
	);
	const refused = sandbox().requests.filter(({ status }) => status === 401);
	expect(refused.length).toBeGreaterThanOrEqual(1);
	expect(refused.length).toBeLessThanOrEqual(10);
});

test('the authorization code grant renews with its refresh token', async () => {
	const { horisen } = sandbox();
	const code = horisen.authorize();
	const response = await fetch(horisen.accessTokenUrl, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			client_id: 'sandbox-horisen-client',
			client_secret: 'sandbox-horisen-client-secret',
		}),
	});
	const oauthTokenData: unknown = await response.json();
	horisen.expireTokensAfter(1);
	const credentials = credentialsFor(sandbox(), 'horisenOAuth2Api', {
		grantType: 'authorizationCode',
		authUrl: 'https://accounts.example.com/sign-in',
		oauthTokenData,
	});
	const run = await runHorisen(sandbox(), {
		...create,
		authentication: 'horisenOAuth2Api',
		credentials,
		items: people(5),
	});
	expect(run.error).toBeUndefined();
	expect(horisen.contacts).toHaveLength(5);
	expect(tokenCalls()).toBe(2);
});

test('a client that HORISEN does not know stops the node with words that tell what to do', async () => {
	const credentials = credentialsFor(sandbox(), 'horisenOAuth2Api', { clientSecret: 'wrong' });
	const run = await runHorisen(sandbox(), {
		...create,
		authentication: 'horisenOAuth2Api',
		credentials,
		items: people(1),
		onError: 'continueErrorOutput',
	});
	expect(run.done).toEqual([]);
	expect(run.failed).toHaveLength(1);
	expect(JSON.stringify(run.failed)).not.toContain('wrong');
});

test('a refused token names the credential', async () => {
	const run = await runHorisen(sandbox(), {
		...create,
		credentials: credentialsFor(sandbox(), 'horisenTokenApi', { token: 'stale' }),
		items: people(1),
		onError: 'continueErrorOutput',
	});
	expect(run.failed[0]?.json).toMatchObject({
		error: expect.stringContaining('HORISEN refused the credential (401)'),
		message: expect.stringContaining('Service UUID'),
	});
});

describe('the test of a credential', () => {
	const account = () => ({
		serviceUuid: HORISEN_SERVICE_UUID,
		baseUrl: sandbox().horisen.baseUrl,
	});
	const node = new Horisen();

	test('of an access token tells a good one from a stale one', async () => {
		const type = new HorisenTokenApi();
		const data = { ...account(), token: HORISEN_TOKEN };
		expect((await testCredential({ type, data, node })).status).toBe('OK');
		expect(await testCredential({ type, data: { ...data, token: 'stale' }, node })).toEqual({
			status: 'Error',
			message: expect.stringContaining('HORISEN refused the token'),
		});
	});

	test('of an OAuth2 application fetches a token with what is in the form now', async () => {
		const type = new HorisenOAuth2Api();
		const data = {
			...account(),
			grantType: 'clientCredentials',
			accessTokenUrl: sandbox().horisen.accessTokenUrl,
			clientId: HORISEN_CLIENT_ID,
			clientSecret: HORISEN_CLIENT_SECRET,
		};
		expect((await testCredential({ type, data, node })).status).toBe('OK');
		expect(tokenCalls()).toBe(1);
		const kept = { access_token: HORISEN_TOKEN, token_type: 'Bearer' };
		const wrong = { ...data, clientSecret: 'not-the-secret', oauthTokenData: kept };
		const { status, message } = await testCredential({ type, data: wrong, node });
		expect(status).toBe('Error');
		expect(message).toContain('Client Secret');
		expect(message).not.toContain('not-the-secret');
	});
});

test('n8n renews tokens for the status that HORISEN answers, which it does not inherit', () => {
	const { properties } = new HorisenOAuth2Api();
	expect(properties).toContainEqual(
		expect.objectContaining({ name: 'tokenExpiredStatusCode', type: 'hidden', default: 401 }),
	);
});
