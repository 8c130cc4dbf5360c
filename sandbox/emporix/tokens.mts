import { randomUUID } from 'node:crypto';
import {
	EMPORIX_CLIENT,
	EMPORIX_CUSTOMER_ID,
	EMPORIX_CUSTOMER_TOKEN,
	EMPORIX_READING_CLIENT,
	EMPORIX_TENANT,
} from './accounts.mts';
import { EmporixFailure } from './failure.mts';

const MANAGE = 'customersegment.segment_manage';
const READ = 'customersegment.segment_read';
const READ_OWN = 'customersegment.segment_read_own';

/** What a token may do, and for whom. */
export interface Grant {
	scopes: readonly string[];
	/** The customer whose own data are all that the token sees. */
	customerId?: string;
}

const clients = [
	{ ...EMPORIX_CLIENT, scopes: [MANAGE, READ] },
	{ ...EMPORIX_READING_CLIENT, scopes: [READ] },
];

/** About four hours, in seconds. */
const LIFETIME = 14_399;

/** The tokens that the service has issued. */
export class Tokens {
	private readonly grants = new Map<string, Grant>();

	constructor() {
		const customer = { scopes: [READ_OWN], customerId: EMPORIX_CUSTOMER_ID };
		this.grants.set(EMPORIX_CUSTOMER_TOKEN, customer);
	}

	/**
	 * Answers a client-credentials request: scopes that the client does not have are left out, none asked for means all.
	 * @throws EmporixFailure 401 for an unknown client or another tenant.
	 */
	issue(form: Record<string, unknown>): object {
		const client = clients.find(
			({ id, secret }) => id === form.client_id && secret === form.client_secret,
		);
		const asked = String(form.scope ?? '')
			.split(' ')
			.filter(Boolean);
		const tenants = asked.filter((scope) => scope.startsWith('tenant='));
		if (!client || tenants.some((tenant) => tenant !== `tenant=${EMPORIX_TENANT}`)) {
			throw new EmporixFailure(401, 'Invalid client credentials');
		}
		const wanted = asked.filter((scope) => !scope.startsWith('tenant='));
		const scopes = client.scopes.filter((scope) => wanted.length === 0 || wanted.includes(scope));
		const token = randomUUID();
		this.grants.set(token, { scopes });
		return {
			access_token: token,
			token_type: 'Bearer',
			expires_in: LIFETIME,
			session_idle_time: 120,
			refresh_token: '',
			refresh_token_expires_in: 0,
			scope: [`tenant=${EMPORIX_TENANT}`, ...scopes].join(' '),
		};
	}

	/** What the Authorization header grants; undefined for no token or one that is not valid any more. */
	grantOf(authorization: string | undefined): Grant | undefined {
		return this.grants.get(authorization?.replace(/^Bearer /, '') ?? '');
	}

	/** Makes every issued token invalid, as four hours do. */
	expire(): void {
		for (const [token, { customerId }] of this.grants) {
			if (customerId === undefined) this.grants.delete(token);
		}
	}
}
