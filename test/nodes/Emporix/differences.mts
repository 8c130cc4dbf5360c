import type { Difference } from '../../contracts/difference.mts';

export const differences: readonly Difference[] = [
	{
		notOffered: ['oauth.token: POST /oauth/token'],
		reason: 'n8n fetches the token',
	},
	{
		notDocumented: ['*: header emporix-tenant'],
		reason: 'Some kinds of token are refused without it, though the reference does not name it',
	},
	{
		notAnswered: ['*: mixins', 'customerAssignment.get: legalEntity'],
		reason: 'Documented where it is written; the samples of answers lack it',
	},
];
