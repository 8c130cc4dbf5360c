import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readAccountId, readToken, withBearer } from '../core/credentials/pasted';

/** The access token of one customer, as the storefront gets it when the customer logs in (Customer Service, login). */
export class EmporixCustomerTokenApi implements ICredentialType {
	name = 'emporixCustomerTokenApi';

	displayName = 'Emporix Customer Access Token API';

	icon = { light: 'file:../icons/emporix.svg', dark: 'file:../icons/emporix.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#connect-emporix';

	properties: INodeProperties[] = [
		{
			displayName: 'Tenant',
			name: 'tenant',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. mytenant',
			description: 'The name of the tenant, in lowercase',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The access_token that a login of the customer returned; it carries the scope customersegment.segment_read_own',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.emporix.io',
			description: 'Change it only if Emporix gave you another address',
		},
	];

	async authenticate(
		{ accessToken, tenant }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const headers = { ...request.headers, 'Emporix-Tenant': readAccountId('Tenant', tenant) };
		return withBearer({ ...request, headers }, readToken('Access Token', accessToken));
	}
}
