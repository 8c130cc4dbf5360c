import { TAGUCHI_API_TOKEN, TAGUCHI_ENDPOINTS } from '../../../sandbox/taguchi/accounts.mts';
import type { DocumentedVendor } from '../../sandbox/documented-requests.mts';
import { send } from '../../sandbox/documented-requests.mts';

export const documented: DocumentedVendor = {
	mount: '/taguchi',
	token: TAGUCHI_API_TOKEN,
	async known(sandbox) {
		await send('POST', sandbox.taguchi.endpointUrl('token'), TAGUCHI_API_TOKEN, [
			{ profile: { email: 'example@taguchi.com.au' } },
		]);
		const partitions = sandbox.taguchi.endpointUrl('token').replace(/subscriber$/, 'partition');
		await send('POST', partitions, TAGUCHI_API_TOKEN, [{ ref: '112' }]);
		return {
			values: { environment: 'prod', 'endpoint-id': TAGUCHI_ENDPOINTS.token.id },
			query: {
				'subscriber.get': { email: 'example@taguchi.com.au' },
				'subscriber.anonymize': { email: 'example@taguchi.com.au' },
				'partition.get': { ref: '112' },
			},
		};
	},
};
