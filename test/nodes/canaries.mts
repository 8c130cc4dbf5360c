/** Every kind of credential, filled with secrets that can be recognised wherever and however somebody writes them. */
import { generateKeyPairSync } from 'node:crypto';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { ContacthubApi } from '../../credentials/ContacthubApi.credentials.ts';
import { EmporixCustomerTokenApi } from '../../credentials/EmporixCustomerTokenApi.credentials.ts';
import { EmporixOAuth2Api } from '../../credentials/EmporixOAuth2Api.credentials.ts';
import { HorisenOAuth2Api } from '../../credentials/HorisenOAuth2Api.credentials.ts';
import { HorisenTokenApi } from '../../credentials/HorisenTokenApi.credentials.ts';
import { TaguchiJwtApi } from '../../credentials/TaguchiJwtApi.credentials.ts';
import { TaguchiPublicApi } from '../../credentials/TaguchiPublicApi.credentials.ts';
import { TaguchiTokenApi } from '../../credentials/TaguchiTokenApi.credentials.ts';
import type { CredentialData } from '../engine/credential-store.mts';
import type { Received } from '../engine/recording-server.mts';
import type { Account } from './accounts.mts';
import { accounts } from './accounts.mts';

/** A credential of one kind, and what of it nobody may ever read. */
export interface Guarded {
	title: string;
	vendor: string;
	node: INodeType;
	poller?: INodeType;
	account: Account;
	type: ICredentialType;
	/** The credential for a server. */
	data(url: string): CredentialData;
	/** Secrets that are typed into the credential. */
	secrets: readonly string[];
	/** Where access tokens are asked for, and the one that is given. */
	tokens?: { path: string; token: string };
}

/** A secret with signs that JSON, addresses, forms and Base64 each write differently. */
const secret = (name: string) => `cAnArY-${name}/4fQ+z"8'w~7&1=`;

const { privateKey: PRIVATE_KEY } = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const ENDPOINT = '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01';
const taguchiEndpoint = (url: string) => ({
	endpointUrl: `${url}/v5/prod/${ENDPOINT}`,
	environment: 'endpointUrl',
});
const horisenAccount = (url: string) => ({ baseUrl: `${url}/news/v1`, serviceUuid: 's1' });

type Kind = Pick<Guarded, 'type' | 'data' | 'secrets' | 'tokens'> & { how?: string };

const KINDS: Record<string, Kind[]> = {
	Contacthub: [
		{
			type: new ContacthubApi(),
			data: (url) => ({
				baseUrl: `${url}/hub/v1`,
				workspaceId: 'w1',
				token: secret('contacthub-token'),
			}),
			secrets: [secret('contacthub-token')],
		},
	],
	Emporix: [
		{
			type: new EmporixOAuth2Api(),
			data: (url) => ({
				baseUrl: url,
				tenant: 't1',
				clientId: 'client',
				clientSecret: secret('emporix-client'),
			}),
			secrets: [secret('emporix-client')],
			tokens: { path: '/oauth/token', token: secret('emporix-issued') },
		},
		{
			type: new EmporixCustomerTokenApi(),
			data: (url) => ({ baseUrl: url, tenant: 't1', accessToken: secret('emporix-customer') }),
			secrets: [secret('emporix-customer')],
		},
	],
	HORISEN: [
		{
			type: new HorisenTokenApi(),
			data: (url) => ({ ...horisenAccount(url), token: secret('horisen-token') }),
			secrets: [secret('horisen-token')],
		},
		{
			type: new HorisenOAuth2Api(),
			how: 'client credentials',
			data: (url) => ({
				...horisenAccount(url),
				grantType: 'clientCredentials',
				accessTokenUrl: `${url}/oauth2/access-token`,
				clientId: 'client',
				clientSecret: secret('horisen-client'),
			}),
			secrets: [secret('horisen-client')],
			tokens: { path: '/oauth2/access-token', token: secret('horisen-issued') },
		},
		{
			type: new HorisenOAuth2Api(),
			how: 'authorization code',
			data: (url) => ({
				...horisenAccount(url),
				grantType: 'authorizationCode',
				authUrl: `${url}/oauth2/authorize`,
				accessTokenUrl: `${url}/oauth2/access-token`,
				clientId: 'client',
				clientSecret: secret('horisen-person'),
				oauthTokenData: {
					access_token: secret('horisen-kept'),
					refresh_token: secret('horisen-refresh'),
					token_type: 'Bearer',
				},
			}),
			secrets: ['horisen-person', 'horisen-kept', 'horisen-refresh'].map(secret),
			tokens: { path: '/oauth2/access-token', token: secret('horisen-renewed') },
		},
	],
	Taguchi: [
		{
			type: new TaguchiTokenApi(),
			data: (url) => ({ ...taguchiEndpoint(url), token: secret('taguchi-token') }),
			secrets: [secret('taguchi-token')],
		},
		{
			type: new TaguchiTokenApi(),
			how: 'in Base64',
			data: (url) => ({ ...taguchiEndpoint(url), token: secret('taguchi-coded'), base64: true }),
			secrets: [secret('taguchi-coded')],
		},
		{
			type: new TaguchiJwtApi(),
			how: 'HS256',
			data: (url) => ({
				...taguchiEndpoint(url),
				algorithm: 'HS256',
				secret: secret('taguchi-key'),
				integrationToken: secret('taguchi-integration'),
				lifetime: 300,
			}),
			secrets: [secret('taguchi-key'), secret('taguchi-integration')],
		},
		{
			type: new TaguchiJwtApi(),
			how: 'RS256',
			data: (url) => ({
				...taguchiEndpoint(url),
				algorithm: 'RS256',
				privateKey: PRIVATE_KEY,
				integrationToken: secret('taguchi-subject'),
				lifetime: 300,
			}),
			secrets: [...PRIVATE_KEY.split('\n').slice(1, 3), secret('taguchi-subject')],
		},
		{
			type: new TaguchiPublicApi(),
			data: taguchiEndpoint,
			secrets: [],
		},
	],
};

/** All kinds of credentials with which nodes ask. */
export const guarded: Guarded[] = accounts.flatMap((account) => {
	const { name } = account.vendor;
	return (KINDS[name] ?? []).map(
		({ how, ...kind }): Guarded => ({
			title: [kind.type.displayName, how].filter(Boolean).join(', '),
			vendor: name,
			node: account.node,
			poller: account.poller,
			account,
			...kind,
		}),
	);
});

/** What stands in an Authorization header behind its scheme. */
const bearerOf = ({ headers }: Received) => /^\S+ +(.+)$/.exec(headers.authorization ?? '')?.[1];

/** All that a vendor may know of a credential: what it holds, and what signs the request. */
export function shownBy({ secrets }: Guarded, received: Received): string[] {
	const bearer = bearerOf(received);
	return [...new Set(bearer === undefined ? secrets : [...secrets, bearer])];
}

/** A text as it is, and as it reads once, twice and three times decoded. */
function readings(text: string): string[] {
	const all = [text];
	for (let before = '', now = text; now !== before && all.length < 4; all.push(now)) {
		before = now;
		now = now
			.replace(/\\u([0-9a-f]{4})/gi, (_all, code) => String.fromCharCode(parseInt(code, 16)))
			.replace(/\\(.)/g, '$1')
			.replace(/(?:%[0-9a-f]{2})+/gi, (code) =>
				Buffer.from(code.replaceAll('%', ''), 'hex').toString(),
			)
			.replace(/&(?:quot|#34|#x22);/gi, '"')
			.replace(/&(?:apos|#39|#x27);/gi, "'")
			.replace(/&amp;/gi, '&');
	}
	return all;
}

/** What stands in Base64 in a text, from wherever it may begin. */
const unpacked = (text: string): string =>
	(text.match(/[\w+/-]{12,}/g) ?? [])
		.flatMap((run) =>
			[0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), 'base64').toString('latin1')),
		)
		.join('\n');

/** How much of a secret is one, in characters: the name of a canary alone is no secret. */
const LEAST = 10;

/** The secrets that a text shows, in whatever way they are written; a long part of one counts as well. */
export function secretsIn(text: string, secrets: readonly string[]): string[] {
	const all = [...readings(text), unpacked(text)].join('\n').toLowerCase();
	return secrets.filter((one) =>
		all.includes(one.slice(-Math.max(LEAST, one.length - 12)).toLowerCase()),
	);
}
