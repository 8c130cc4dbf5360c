/**
 * Access tokens for client credentials (OAuth 2.0, RFC 6749, 4.4). n8n's own requests for them follow redirects with client ID and
 * secret to other hosts, send what was pasted as it is, and are made anew for every item when none comes; so these are made here.
 */
import { createHash } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import * as z from 'zod/v4-mini';
import type { Failure, VendorWords } from '../execution/failure';
import { unanswered } from '../execution/failure';
import { readText } from './pasted';
import { POST } from '../rows/route';
import type { Answer, Call } from '../requests/transport';

/** What an application signs in with. */
export interface ClientCredentials {
	/** Where tokens are given. */
	tokenUrl: string;
	clientId: string;
	clientSecret: string;
	/** Scopes, separated by spaces; none when empty. */
	scope: string;
	/** Further parameters that the token service wants. */
	more?: Readonly<Record<string, string>>;
	/** A token that n8n has kept; it is tried first. */
	kept?: string;
	/** What to do when the token service refuses. */
	advice: string;
}

/** What a token service gives (RFC 6749, 5.1); some write the seconds as text. */
const TokenAnswer = z.object({
	access_token: z.string().check(z.regex(/^[\x21-\x7e]+$/)),
	expires_in: z.optional(z.nullable(z.union([z.number(), z.string()]))),
});
const MoreParameters = z.record(z.string(), z.string());
const RefusalAnswer = z.object({
	error: z.optional(z.string()),
	error_description: z.optional(z.string()),
});

/**
 * Reads what n8n's own OAuth2 form holds, as a person pasted it.
 *
 * @throws UnusableCredential when client ID or secret is missing
 */
export function clientCredentialsOf(
	{ tokenUrl, scope, advice }: Pick<ClientCredentials, 'tokenUrl' | 'scope' | 'advice'>,
	{
		clientId,
		clientSecret,
		additionalBodyProperties,
		oauthTokenData,
	}: ICredentialDataDecryptedObject,
): ClientCredentials {
	const { data: more } = MoreParameters.safeParse(parsed(additionalBodyProperties));
	const { data: kept } = TokenAnswer.safeParse(oauthTokenData);
	return {
		tokenUrl,
		clientId: readText('Client ID', clientId),
		clientSecret: readText('Client Secret', clientSecret),
		scope,
		more,
		kept: kept?.access_token,
		advice,
	};
}

function parsed(written: unknown): unknown {
	try {
		return typeof written === 'string' ? JSON.parse(written) : undefined;
	} catch {
		return undefined;
	}
}

/** Asks a token service, of which messages speak in the words given. */
export type TokenService = (words: VendorWords, call: Call) => Promise<Answer>;

export type AccessToken = { token: string } | { failure: Failure };

interface KnownToken {
	token: string;
	/** When it is renewed, in ms since 1970. */
	renewAt: number;
}

/** By a digest of what they were asked for with; secrets themselves are no keys of a map. */
const known = new Map<string, KnownToken>();
/** Enough for every credential of an instance; the oldest goes first. */
const MOST_TOKENS = 100;
/** One request at a time for each; whoever needs the same token waits for it. */
const underWay = new Map<string, Promise<AccessToken>>();
/** What a token service answered in vain is not asked again in the same run for this long, in ms. */
const FRUITLESS_MS = 30_000;
const fruitless = new WeakMap<object, { failure: Failure; until: number }>();
/** A token is renewed this long before it expires, in ms, so that it lives when it arrives; half its life at the most. */
const RENEW_BEFORE_MS = 20_000;

/** Who wants a token, and how to ask for it. */
export interface TokenRequest {
	grant: ClientCredentials;
	/** The user's credential. Two with the same content do not share a token. */
	credentialId: string;
	/** Stands for one run of the node. */
	run: object;
	/** Whose token it is. */
	vendor: VendorWords;
	ask: TokenService;
}

/**
 * The token to sign a request with.
 *
 * @param rejected the token that the vendor has just refused
 */
export async function accessToken(request: TokenRequest, rejected?: string): Promise<AccessToken> {
	const vain = fruitless.get(request.run);
	if (vain && Date.now() < vain.until) return { failure: vain.failure };
	const digest = digestOf(request);
	const token = remembered(digest, request.grant);
	if (token !== undefined && token !== rejected) return { token };
	// Forgotten at once, so that no request sets out with it while the new one is fetched.
	remember(digest, '', 0);
	const asking = underWay.get(digest) ?? fetchToken(digest, request);
	underWay.set(digest, asking);
	const outcome = await asking.finally(() => underWay.delete(digest));
	if ('failure' in outcome) {
		fruitless.set(request.run, {
			failure: outcome.failure,
			until: Date.now() + FRUITLESS_MS,
		});
	}
	return outcome;
}

/** How messages speak of the service that gives a vendor's tokens. */
const tokenService = ({ name, credentialAdvice }: VendorWords): VendorWords => ({
	name: `The token service of ${name}`,
	explain: (answer) => {
		const { error, error_description: words } = RefusalAnswer.safeParse(answer).data ?? {};
		return words ?? error;
	},
	credentialAdvice,
});

const digestOf = ({ credentialId, grant }: TokenRequest): string => {
	const { tokenUrl, clientId, clientSecret, scope, more } = grant;
	return createHash('sha256')
		.update(JSON.stringify([credentialId, tokenUrl, clientId, clientSecret, scope, more]))
		.digest('base64');
};

/** A token of our own is younger than the one that n8n has kept. */
function remembered(digest: string, { kept }: ClientCredentials): string | undefined {
	const own = known.get(digest);
	if (!own) return kept;
	return Date.now() < own.renewAt ? own.token : undefined;
}

async function fetchToken(
	digest: string,
	{ grant, vendor, ask }: TokenRequest,
): Promise<AccessToken> {
	const service = tokenService(vendor);
	const answer = await ask(service, callFor(grant));
	if (!answer.ok) return { failure: ofService(answer.failure, grant.advice) };
	const { data } = TokenAnswer.safeParse(answer.data);
	if (!data) {
		return {
			failure: unanswered(service, 'answered without an access token', grant.advice),
		};
	}
	const seconds = Number(data.expires_in ?? NaN);
	remember(digest, data.access_token, seconds > 0 ? seconds * 1000 : Infinity);
	return { token: data.access_token };
}

/** Statuses by which a token service refuses an application (RFC 6749, 5.2), or a gateway before it. */
const REFUSALS = new Set([400, 401, 403]);

/** A refusal says nothing of the item's values; its status is not one of the vendor's own answer. */
function ofService({ status, ...failure }: Failure, advice: string): Failure {
	if (!REFUSALS.has(status ?? 0)) return failure;
	return { ...failure, description: advice, cause: 'credential-invalid' };
}

const callFor = ({ clientId, clientSecret, scope, more }: ClientCredentials): Call => ({
	route: POST(''),
	body: new URLSearchParams({
		...more,
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: clientSecret,
		...(scope !== '' && { scope }),
	}),
	// Asking for a token changes nothing.
	idempotent: true,
});

/** @param lifetimeMs how long the token lives, in ms */
function remember(digest: string, token: string, lifetimeMs: number): void {
	const usefulMs = Math.max(lifetimeMs / 2, lifetimeMs - RENEW_BEFORE_MS);
	known.delete(digest);
	known.set(digest, { token, renewAt: Date.now() + usefulMs });
	const [oldest] = known.keys();
	if (oldest !== undefined && known.size > MOST_TOKENS) known.delete(oldest);
}
