import { ContacthubApi } from '../../../credentials/ContacthubApi.credentials.ts';
import type { VendorAccount } from '../accounts.mts';

export const account: VendorAccount = {
	type: new ContacthubApi(),
	part: 'workspaceId',
	data: (baseUrl) => ({ token: 'a-token', workspaceId: 'w1', baseUrl }),
	list: {
		elements: [{ id: 'one', name: 'One' }],
		page: { totalElements: 1 },
		updates: [],
		lastOffset: 7,
	},
};
