import { TaguchiTokenApi } from '../../../credentials/TaguchiTokenApi.credentials.ts';
import type { VendorAccount } from '../accounts.mts';

export const account: VendorAccount = {
	type: new TaguchiTokenApi(),
	data: (url) => ({
		token: 'a-token',
		endpointUrl: `${url}/v5/prod/5b0d7c52-8f3e-4d0a-9a41-0c6f3e9d1a01`,
		environment: 'endpointUrl',
	}),
	list: [],
	needed: { 'partition.upsert': { ref: 'store-112' } },
};
