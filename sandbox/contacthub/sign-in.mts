import type { SignIn } from '../sign-in.mts';
import { CONTACTHUB_TOKEN, CONTACTHUB_WORKSPACE_ID } from './accounts.mts';

export const signIn: SignIn = {
	name: 'Contacthub (sandbox)',
	type: 'contacthubApi',
	nodes: ['contacthub', 'contacthubAdmin', 'contacthubTrigger'],
	data: ({ contacthub }) => ({
		baseUrl: contacthub.baseUrl,
		workspaceId: CONTACTHUB_WORKSPACE_ID,
		token: CONTACTHUB_TOKEN,
	}),
};
