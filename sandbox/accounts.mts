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

export const CONTACTHUB_TOKEN = 'sandbox-contacthub-token';
/** The token of a source: it may read and write customers and events, but not the update stream. */
export const CONTACTHUB_SOURCE_TOKEN = 'sandbox-contacthub-source-token';
export const CONTACTHUB_WORKSPACE_ID = '7c1f2f0a-4a5e-4f5c-8a34-2d7c3b9e6f10';
export const CONTACTHUB_NODE_ID = '7c1f2f0a-4a5e-4f5c-8a34-2d7c3b9e6f11';
export const CONTACTHUB_SECOND_NODE_ID = '7c1f2f0a-4a5e-4f5c-8a34-2d7c3b9e6f12';

export const HORISEN_CLIENT_ID = 'sandbox-horisen-client';
export const HORISEN_CLIENT_SECRET = 'sandbox-horisen-client-secret';
/** An access token that never expires. */
export const HORISEN_TOKEN = 'sandbox-horisen-token';
export const HORISEN_SERVICE_UUID = '2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c22';
/** The list that an empty account has. */
export const HORISEN_LIST_UUID = '2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c23';

export const EMPORIX_TENANT = 'sandboxtenant';
/** An API key with all scopes of the service, and one that only reads. */
export const EMPORIX_CLIENT = { id: 'sandbox-emporix-client', secret: 'sandbox-emporix-secret' };
export const EMPORIX_READING_CLIENT = {
	id: 'sandbox-emporix-reader',
	secret: 'sandbox-emporix-secret',
};
/** The customer who is logged in, and the access token of that login. */
export const EMPORIX_CUSTOMER_ID = '98029737';
export const EMPORIX_CUSTOMER_TOKEN = 'sandbox-emporix-customer-token';
