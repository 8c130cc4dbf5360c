/** The accounts that the sandbox knows. They are made up, the same on every run, and of no use anywhere else. */

export type TaguchiIdentifier = 'id' | 'ref' | 'email' | 'phone' | 'email+phone';

/** How an endpoint is configured: how callers prove who they are, and what identifies a profile. */
export interface TaguchiEndpoint {
	/** The UUID in the Endpoint URL. */
	id: string;
	authentication: 'none' | 'token' | 'HS256' | 'RS256';
	identifier: TaguchiIdentifier;
	/** The integration token, which a JWT must carry as `sub`. */
	integrationToken?: string;
	/** Until an endpoint is activated it takes test requests only. */
	activated: boolean;
}

export const TAGUCHI_ORGANIZATION_ID = 482;
export const TAGUCHI_API_TOKEN = 'sandbox-token';
/** The pre-shared key of the HS256 endpoint. The RS256 key pair is made at start: see `sandbox.taguchi`. */
export const TAGUCHI_API_SECRET_KEY = 'sandbox-secret-key-for-HS256-signatures';

const byToken = { authentication: 'token', activated: true } as const;

export const TAGUCHI_ENDPOINTS = {
	token: { ...byToken, id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01', identifier: 'email' },
	tokenByRef: { ...byToken, id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a02', identifier: 'ref' },
	tokenByPhone: { ...byToken, id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a03', identifier: 'phone' },
	tokenByEmailAndPhone: {
		...byToken,
		id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a04',
		identifier: 'email+phone',
	},
	tokenById: { ...byToken, id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a05', identifier: 'id' },
	hs256: {
		id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a06',
		authentication: 'HS256',
		identifier: 'email',
		integrationToken: 'sandbox-integration-hs256',
		activated: true,
	},
	rs256: {
		id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a07',
		authentication: 'RS256',
		identifier: 'email',
		integrationToken: 'sandbox-integration-rs256',
		activated: true,
	},
	public: {
		id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a08',
		authentication: 'none',
		identifier: 'email',
		activated: true,
	},
	notActivated: {
		...byToken,
		id: '5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a09',
		identifier: 'email',
		activated: false,
	},
} as const satisfies Record<string, TaguchiEndpoint>;

export type TaguchiEndpointName = keyof typeof TAGUCHI_ENDPOINTS;
