import { EmporixOAuth2Api } from '../../../credentials/EmporixOAuth2Api.credentials.ts';
import type { VendorAccount } from '../accounts.mts';

export const account: VendorAccount = {
	type: new EmporixOAuth2Api(),
	part: 'tenant',
	data: (baseUrl) => ({
		clientId: 'client',
		clientSecret: 'secret',
		tenant: 't1',
		baseUrl,
		// Fetched already, so that no request of n8n's own is counted.
		oauthTokenData: { access_token: 'a-token' },
	}),
	list: [{ id: 'one', name: 'One' }],
	needed: {
		'segment.update': { newStatus: 'INACTIVE' },
		'segment.matchItems': { segments: ['one'] },
	},
};
