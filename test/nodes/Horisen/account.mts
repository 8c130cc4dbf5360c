import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import type { VendorAccount } from '../accounts.mts';

export const account: VendorAccount = {
	type: new HorisenTokenApi(),
	part: 'serviceUuid',
	data: (baseUrl) => ({ token: 'a-token', serviceUuid: 's1', baseUrl }),
	list: {
		data: [{ uuid: 'one', name: 'One', field_name: 'one', updated_dt: '2026-03-20' }],
		meta: { pagination: { total: 1 } },
	},
};
