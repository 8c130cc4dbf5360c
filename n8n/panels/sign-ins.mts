/** Credentials for the ways to sign in that the sandbox's usual ones leave out, so that the editor finds one for each. */
import {
	HORISEN_CLIENT_ID,
	HORISEN_CLIENT_SECRET,
	HORISEN_SERVICE_UUID,
} from '../../sandbox/horisen/accounts.mts';
import type { Sandbox } from '../../sandbox/server.mts';
import type { N8nRest } from '../instance/rest.mts';

/** Keeps them in n8n. */
export async function keepOtherSignIns(rest: N8nRest, { horisen }: Sandbox): Promise<void> {
	await rest.createCredential({
		name: 'HORISEN (sandbox, OAuth2)',
		type: 'horisenOAuth2Api',
		data: {
			grantType: 'clientCredentials',
			accessTokenUrl: horisen.accessTokenUrl,
			clientId: HORISEN_CLIENT_ID,
			clientSecret: HORISEN_CLIENT_SECRET,
			serviceUuid: HORISEN_SERVICE_UUID,
			baseUrl: horisen.baseUrl,
		},
	});
	await rest.createCredential({
		name: 'Taguchi webhook (sandbox)',
		type: 'taguchiWebhookApi',
		data: { secret: 'a-secret-of-the-sandbox-for-webhooks' },
	});
}
