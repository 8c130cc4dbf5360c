import type { IDataObject } from 'n8n-workflow';
import { HorisenOAuth2Api } from '../../../credentials/HorisenOAuth2Api.credentials.ts';
import { HorisenTokenApi } from '../../../credentials/HorisenTokenApi.credentials.ts';
import {
	HORISEN_LIST_UUID,
	HORISEN_SERVICE_UUID,
	HORISEN_TOKEN,
} from '../../../sandbox/horisen/accounts.mts';
import { CredentialStore } from '../../engine/credential-store.mts';
import type { Example, VendorExamples } from '../../contracts/examples.mts';
import { mappedByHand } from './run.mts';

/** One record of everything, under an ID that the examples know. */
const UUID = '3f0c1b3e-7d53-4d39-8d52-31b8b6a9d001';
const chosen = { __rl: true, mode: 'id', value: UUID };
const list = { __rl: true, mode: 'id', value: HORISEN_LIST_UUID };
const contact = mappedByHand({ mobile: '+41765554366' });
const customField = {
	display_name: 'Level',
	field_type: 'text',
	mandatory: 'no',
	identifier: 'no',
	order_num: 1,
};
const segmentation = { name: 'Swiss', data: '{}' };
const member = { contact_uuid: UUID, status: 'subscribed' };
const interest = { name: 'Sports', order_num: 1 };

/** The five operations of a resource that has a name; `id` is the parameter of the path, `body` what is written. */
const fiveOf = (resource: string, id: string, body: IDataObject): Record<string, Example> => ({
	[`${resource}.getAll`]: { parameters: {} },
	[`${resource}.get`]: { parameters: { [id]: chosen } },
	[`${resource}.create`]: { parameters: body },
	[`${resource}.update`]: {
		parameters: { [id]: chosen, ...body },
	},
	[`${resource}.delete`]: { parameters: { [id]: chosen } },
});

/** The four operations of what is in a group. */
const fourOf = (resource: string, id: string, body: IDataObject): Record<string, Example> => ({
	[`${resource}.getAll`]: { parameters: {} },
	[`${resource}.get`]: { parameters: { [id]: UUID } },
	[`${resource}.create`]: { parameters: body },
	[`${resource}.update`]: {
		parameters: { [id]: UUID, ...body },
	},
});

const membersOf = (resource: string, body: IDataObject): Record<string, Example> => ({
	[`${resource}.getAll`]: { parameters: {} },
	[`${resource}.upsert`]: { parameters: { ...member, ...body } },
});

export const examples: VendorExamples = {
	as: { authentication: 'horisenTokenApi' },
	addressIn: ({ horisen }) => horisen.baseUrl,
	credentials: (baseUrl) =>
		new CredentialStore([new HorisenTokenApi(), new HorisenOAuth2Api()], {
			horisenTokenApi: { serviceUuid: HORISEN_SERVICE_UUID, baseUrl, token: HORISEN_TOKEN },
		}),
	prepare: ({ horisen: account }) => {
		account.putContact({ uuid: UUID, mobile: '+41765554367' });
		account.addCustomField('level');
		account.addNamed('list', { uuid: UUID, name: 'News' });
		account.addNamed('segmentationSet', { uuid: UUID, ...segmentation });
		account.addNamed('segmentationGroup', { uuid: UUID, ...segmentation });
		account.addNamed('subscription', { uuid: UUID, name: 'Weekly' });
		account.addNamed('subscriptionOption', { uuid: UUID, name: 'Monday', subscription_uuid: UUID });
		account.addNamed('group', { uuid: UUID, name: 'All' });
		account.addNamed('touchpoint', { uuid: UUID, name: 'Shop' });
		account.addNamed('interest', { uuid: UUID, ...interest });
	},
	rows: {
		'contact.getAll': { parameters: {} },
		'contact.count': { parameters: {} },
		'contact.get': { parameters: { contactId: UUID } },
		'contact.create': { parameters: { list_uuid: list, contact } },
		'contact.update': {
			parameters: { contactId: UUID, list_uuid: list, contact },
		},
		'contact.updateOptStatus': {
			parameters: { contactId: UUID, opt_status: 'in' },
		},
		'contact.delete': { parameters: { contactId: UUID, gdpr: 'no' } },
		'contact.import': {
			parameters: {
				list_uuid: list,
				identifier: 'mobile',
				resolve_duplicate: 'update',
				contact,
			},
		},
		...fiveOf('list', 'listId', { name: 'News' }),
		'field.getAll': { parameters: { include_all: '1' } },
		'customField.getAll': { parameters: {} },
		'customField.get': { parameters: { customFieldsId: 'level' } },
		'customField.create': { parameters: customField },
		'customField.update': {
			parameters: { customFieldsId: 'level', ...customField },
		},
		'customField.delete': {
			parameters: { customFieldsId: 'level' },
		},
		...fiveOf('segmentationSet', 'segmentationSetId', segmentation),
		...fiveOf('segmentationGroup', 'segmentationGroupId', segmentation),
		...fiveOf('subscription', 'subscriptionId', { name: 'Weekly' }),
		...fiveOf('subscriptionOption', 'optionId', { name: 'Monday', subscription_uuid: chosen }),
		...membersOf('subscriptionMember', { option_uuid: chosen }),
		...fiveOf('group', 'groupId', { name: 'All' }),
		...fourOf('groupList', 'groupListId', { group_uuid: chosen, list_uuid: list }),
		...fourOf('groupSegmentation', 'groupSegmentationId', {
			group_uuid: chosen,
			segmentation_uuid: chosen,
		}),
		...fiveOf('touchpoint', 'touchpointId', { name: 'Shop' }),
		...membersOf('touchpointMember', { touchpoint_uuid: chosen }),
		...fiveOf('interest', 'interestId', interest),
		...membersOf('interestMember', { interest_uuid: chosen }),
	},
};
