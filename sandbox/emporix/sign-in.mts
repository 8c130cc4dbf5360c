import type { SignIn } from '../sign-in.mts';
import { EMPORIX_CLIENT, EMPORIX_TENANT } from './accounts.mts';

export const signIn: SignIn = {
	name: 'Emporix (sandbox)',
	type: 'emporixOAuth2Api',
	nodes: ['emporix', 'emporixTrigger'],
	data: ({ emporix }) => ({
		baseUrl: emporix.baseUrl,
		tenant: EMPORIX_TENANT,
		access: 'manage',
		clientId: EMPORIX_CLIENT.id,
		clientSecret: EMPORIX_CLIENT.secret,
	}),
};
