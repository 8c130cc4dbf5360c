import {
	EMPORIX_CLIENT,
	EMPORIX_CUSTOMER_TOKEN,
	EMPORIX_TENANT,
} from '../../../sandbox/emporix/accounts.mts';
import { CredentialStore } from '../../engine/credential-store.mts';
import type { VendorExamples } from '../../contracts/examples.mts';
import { credentialTypes } from './run.mts';

const inSegment = { segmentId: 'GOLD' };
const name = { entry: [{ name: 'en', value: 'Gold' }] };
const ofCustomer = { ...inSegment, customerId: '98029737' };
const ofItem = { ...inSegment, type: 'PRODUCT', itemId: 'p1' };
const ofGroup = { ...inSegment, groupId: 'g1' };
const asCustomer = { authentication: 'emporixCustomerTokenApi' };

/** A segment as the sandbox stores it. */
const segment = { name: { en: 'Gold' }, siteCode: 'main', status: 'ACTIVE' };

export const examples: VendorExamples = {
	as: { authentication: 'emporixOAuth2Api' },
	asOffline: asCustomer,
	addressIn: ({ emporix }) => emporix.baseUrl,
	besides: /\/oauth\/token$/,
	credentials: (baseUrl) =>
		new CredentialStore(credentialTypes, {
			emporixOAuth2Api: {
				tenant: EMPORIX_TENANT,
				baseUrl,
				clientId: EMPORIX_CLIENT.id,
				clientSecret: EMPORIX_CLIENT.secret,
			},
			emporixCustomerTokenApi: {
				tenant: EMPORIX_TENANT,
				baseUrl,
				accessToken: EMPORIX_CUSTOMER_TOKEN,
			},
		}),
	prepare: ({ emporix: { tenant } }) => {
		tenant.put('GOLD', segment);
		tenant.put('EMPTY', segment);
		for (const legalEntityId of [undefined, '660af2af']) {
			tenant.assignCustomer('GOLD', '98029737', legalEntityId, {});
		}
		tenant.assignItem('GOLD', 'PRODUCT', 'p1', {});
		tenant.assignGroup('GOLD', 'g1', {});
	},
	rows: {
		'segment.upsert': {
			parameters: { ...inSegment, name, siteCode: 'main' },
		},
		'segment.create': {
			parameters: { name, siteCode: 'main' },
		},
		'segment.get': { parameters: inSegment },
		'segment.getAll': { parameters: {} },
		'segment.search': { parameters: {} },
		'segment.getOwn': { parameters: {}, as: asCustomer },
		'segment.matchItems': {
			parameters: { siteCode: 'main', items: 'p1', segmentIds: 'GOLD' },
			oneOf: ['segments', 'segmentIds'],
		},
		'segment.update': {
			parameters: { ...inSegment, changeBy: 'fields', newStatus: 'INACTIVE' },
			oneOf: ['newStatus'],
		},
		'segment.delete': {
			parameters: { segmentId: 'EMPTY' },
		},
		'customerAssignment.upsert': {
			parameters: ofCustomer,
		},
		'customerAssignment.get': { parameters: ofCustomer },
		'customerAssignment.getAll': { parameters: inSegment },
		'customerAssignment.search': { parameters: inSegment },
		'customerAssignment.delete': {
			parameters: ofCustomer,
		},
		'itemAssignment.upsert': {
			parameters: ofItem,
		},
		'itemAssignment.get': { parameters: ofItem },
		'itemAssignment.getAll': { parameters: inSegment },
		'itemAssignment.getAllOfSegments': {
			parameters: {},
		},
		'itemAssignment.search': { parameters: inSegment },
		'itemAssignment.getCategoryTrees': {
			parameters: {},
			as: asCustomer,
		},
		'itemAssignment.delete': {
			parameters: ofItem,
		},
		'groupAssignment.upsert': { parameters: ofGroup },
		'groupAssignment.get': { parameters: ofGroup },
		'groupAssignment.getAll': { parameters: inSegment },
		'groupAssignment.search': { parameters: inSegment },
		'groupAssignment.delete': { parameters: ofGroup },
	},
};
