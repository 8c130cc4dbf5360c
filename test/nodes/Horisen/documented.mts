import {
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../../sandbox/horisen/accounts.mts';
import type { DocumentedVendor } from '../../sandbox/documented-requests.mts';
import { sample } from '../../sandbox/documented-requests.mts';

export const documented: DocumentedVendor = {
	mount: '/horisen/news/v1',
	token: HORISEN_TOKEN,
	async known({ horisen }) {
		const uuid = sample({ format: 'uuid' });
		horisen.putContact({ uuid });
		horisen.addCustomField('level');
		const kinds = [
			'list',
			'segmentationSet',
			'segmentationGroup',
			'subscription',
			'subscriptionOption',
			'group',
			'touchpoint',
			'interest',
		] as const;
		for (const kind of kinds) horisen.addNamed(kind, { uuid, name: 'Example' });
		// The examples hold "string" where the sandbox wants a list, a number and an address.
		const contact = (example: Record<string, unknown>) => ({
			...example,
			list_uuid: HORISEN_LIST_UUID,
			mobile: '+41765554366',
			email: 'john@example.com',
		});
		const member = (example: Record<string, unknown>) =>
			Object.fromEntries(
				Object.entries(example).map(([name, value]) => [
					name,
					name === 'status' ? 'subscribed' : name.endsWith('_uuid') ? uuid : value,
				]),
			);
		return {
			values: {
				serviceUuid: HORISEN_SERVICE_UUID,
				list_uuid: HORISEN_LIST_UUID,
				identifier: 'mobile',
				customFieldsId: 'level',
			},
			bodies: {
				'contact.create': contact,
				'contact.update': contact,
				'subscriptionMember.upsert': member,
				'touchpointMember.upsert': member,
				'interestMember.upsert': member,
			},
		};
	},
};
