import { randomUUID } from 'node:crypto';
import { HORISEN_CLIENT_ID, HORISEN_CLIENT_SECRET, HORISEN_TOKEN } from './accounts.mts';
import type { VendorAnswer, VendorRequest } from '../vendor.mts';

const LIFETIME_SECONDS = 3_600;

/** The OAuth2 authorization server: client credentials, authorization code and refresh token (RFC 6749). */
export class AccessTokens {
	/** How many access tokens were given out. */
	issued = 0;
	private readonly expiries = new Map<string, number>();
	private readonly refreshTokens = new Set<string>();
	private readonly codes = new Set<string>();
	private requestsLeft = Number.POSITIVE_INFINITY;

	/** A code as the sign-in page gives it: good for one token request. */
	authorize(): string {
		const code = randomUUID();
		this.codes.add(code);
		return code;
	}

	/** Expires the tokens given out so far after this many more requests. */
	expireAfter(requests: number): void {
		this.requestsLeft = requests;
	}

	/** Whether a request with this Authorization header may pass. */
	accepts(authorization: string | undefined): boolean {
		const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
		if (token === HORISEN_TOKEN) return true;
		if (this.requestsLeft <= 0) {
			this.expiries.clear();
			this.requestsLeft = Number.POSITIVE_INFINITY;
		}
		this.requestsLeft -= 1;
		return (this.expiries.get(token) ?? 0) > Date.now();
	}

	/** Answers a token request: a form with the client's ID and secret, which the document knows nowhere else. */
	grant({ body }: VendorRequest): VendorAnswer {
		const form: Record<string, string> = Object(body);
		if (!isClient(form)) return refusal(401, 'invalid_client');
		switch (form.grant_type) {
			case 'client_credentials':
				return this.issue({});
			case 'authorization_code':
				if (!this.codes.delete(form.code ?? '')) return refusal(400, 'invalid_grant');
				return this.issue({ refresh_token: this.newRefreshToken() });
			case 'refresh_token':
				if (!this.refreshTokens.delete(form.refresh_token ?? '')) {
					return refusal(400, 'invalid_grant');
				}
				return this.issue({ refresh_token: this.newRefreshToken() });
			default:
				return refusal(400, 'unsupported_grant_type');
		}
	}

	private newRefreshToken(): string {
		const token = randomUUID();
		this.refreshTokens.add(token);
		return token;
	}

	private issue(more: object): VendorAnswer {
		const token = randomUUID();
		this.issued += 1;
		this.expiries.set(token, Date.now() + LIFETIME_SECONDS * 1000);
		const body = {
			access_token: token,
			token_type: 'Bearer',
			expires_in: LIFETIME_SECONDS,
			...more,
		};
		return { status: 200, body };
	}
}

const refusal = (status: number, error: string): VendorAnswer => ({ status, body: { error } });

const isClient = ({ client_id, client_secret }: Record<string, string>) =>
	client_id === HORISEN_CLIENT_ID && client_secret === HORISEN_CLIENT_SECRET;
