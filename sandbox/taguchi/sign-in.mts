import type { SignIn } from '../sign-in.mts';
import { TAGUCHI_API_TOKEN } from './accounts.mts';

export const signIn: SignIn = {
	name: 'Taguchi (sandbox)',
	type: 'taguchiTokenApi',
	nodes: ['taguchi'],
	data: ({ taguchi }) => ({ endpointUrl: taguchi.endpointUrl('token'), token: TAGUCHI_API_TOKEN }),
};
