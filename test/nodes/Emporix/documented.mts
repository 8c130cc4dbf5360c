import { fetch } from 'undici';
import {
	EMPORIX_CLIENT,
	EMPORIX_CUSTOMER_TOKEN,
	EMPORIX_TENANT,
} from '../../../sandbox/emporix/accounts.mts';
import type { DocumentedVendor } from '../../sandbox/documented-requests.mts';
import { send } from '../../sandbox/documented-requests.mts';

export const documented: DocumentedVendor = {
	mount: '/emporix',
	async known(sandbox) {
		const { id: client_id, secret: client_secret } = EMPORIX_CLIENT;
		const response = await fetch(`${sandbox.emporix.baseUrl}/oauth/token`, {
			method: 'POST',
			body: new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }),
		});
		const { access_token } = Object(await response.json());
		const token = String(access_token);
		const headers = { 'emporix-tenant': EMPORIX_TENANT };
		const segments = `${sandbox.emporix.baseUrl}/customer-segment/${EMPORIX_TENANT}/segments`;
		const put = async (path: string, body: object) =>
			await send('PUT', `${segments}${path}`, token, body, headers);
		await put('/sample', { name: { en: 'Sample' }, siteCode: 'main' });
		for (const path of ['customers/sample', 'customers/sample/sample', 'items/PRODUCT/sample']) {
			await put(`/sample/${path}`, {});
		}
		return {
			token,
			headers,
			values: { tenant: EMPORIX_TENANT, type: 'PRODUCT' },
			query: { 'segment.delete': { forceDelete: 'true' } },
			// For a customer's own token alone.
			tokens: { 'itemAssignment.getCategoryTrees': EMPORIX_CUSTOMER_TOKEN },
		};
	},
};
