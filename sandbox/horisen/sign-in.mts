import type { SignIn } from '../sign-in.mts';
import { HORISEN_SERVICE_UUID, HORISEN_TOKEN } from './accounts.mts';

export const signIn: SignIn = {
	name: 'HORISEN (sandbox)',
	type: 'horisenTokenApi',
	nodes: ['horisen', 'horisenTrigger'],
	data: ({ horisen }) => ({
		baseUrl: horisen.baseUrl,
		serviceUuid: HORISEN_SERVICE_UUID,
		token: HORISEN_TOKEN,
	}),
};
