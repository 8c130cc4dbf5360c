import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

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

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: '=Bearer {{$credentials.accessToken}}',
				'Emporix-Tenant': '={{$credentials.tenant}}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '=/customer-segment/{{$credentials.tenant}}/segments',
			qs: { pageNumber: 1, pageSize: 1 },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Emporix refused the token. It may have expired: log the customer in again.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The token belongs to another tenant, or lacks the scope customersegment.segment_read_own.',
				},
			},
		],
	};
}
