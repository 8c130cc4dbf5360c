import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * An API key of an Emporix tenant: OAuth2 client credentials, tokens for about four hours and no refresh token. n8n asks for
 * a new one when the gateway answers 401, which is what it takes for expired unless a credential says otherwise.
 */
export class EmporixOAuth2Api implements ICredentialType {
	name = 'emporixOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Emporix OAuth2 API';

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
			displayName: 'Access',
			name: 'access',
			type: 'options',
			default: 'manage',
			description: 'The scopes to ask for; the API key must have them',
			options: [
				{
					name: 'Read',
					value: 'read',
					description: 'The scope customersegment.segment_read',
				},
				{
					name: 'Read and Write',
					value: 'manage',
					description: 'Also the scope customersegment.segment_manage',
				},
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.emporix.io',
			description: 'Change it only if Emporix gave you another address',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'clientCredentials' },
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{ $self.baseUrl.replace(/\\/+$/, "") }}/oauth/token',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default:
				'=tenant={{ $self.tenant.trim() }} customersegment.segment_read{{ $self.access === "manage" ? " customersegment.segment_manage" : "" }}',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
	];
}
