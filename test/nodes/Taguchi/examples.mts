import { TAGUCHI_API_TOKEN, TAGUCHI_ENDPOINTS } from '../../../sandbox/taguchi/accounts.mts';
import { CredentialStore } from '../../engine/credential-store.mts';
import type { VendorExamples } from '../../contracts/examples.mts';
import { credentialTypes, mappedByName, runTaguchi, upsert } from './run.mts';

const byEmail = { identifyBy: 'email', email: 'jane@example.com' };

export const examples: VendorExamples = {
	as: { authentication: 'taguchiTokenApi' },
	addressIn: ({ url }) => `${url}/taguchi`,
	credentials: (address) =>
		new CredentialStore(credentialTypes, {
			taguchiTokenApi: {
				endpointUrl: `${address}/apiv5_auth/prod/${TAGUCHI_ENDPOINTS.token.id}/subscriber`,
				environment: 'endpointUrl',
				token: TAGUCHI_API_TOKEN,
			},
		}),
	prepare: async (sandbox) => {
		await runTaguchi(sandbox, upsert({ items: [{ email: 'jane@example.com' }] }));
		await runTaguchi(sandbox, {
			resource: 'partition',
			operation: 'upsert',
			parameters: { ref: 'store-112' },
		});
	},
	rows: {
		'subscriber.upsert': {
			parameters: { profile: mappedByName },
			items: [{ email: 'new@example.com' }],
		},
		'subscriber.get': { parameters: byEmail },
		'subscriber.submit': {
			parameters: { identifyBy: 'email', profile: mappedByName },
			items: [{ email: 'new@example.com' }],
		},
		'subscriber.anonymize': { parameters: byEmail },
		'event.log': { parameters: { ...byEmail, type: 'p' } },
		'message.send': { parameters: byEmail },
		'partition.get': {
			parameters: { identifyBy: 'ref', ref: 'store-112' },
		},
		'partition.upsert': { parameters: { ref: 'store-112' }, oneOf: ['ref', 'id'] },
	},
};
