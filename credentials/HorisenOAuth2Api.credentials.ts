import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** An OAuth2 application, registered by HORISEN's support (OAuth2 Authentication Guidelines). */
export class HorisenOAuth2Api implements ICredentialType {
	name = 'horisenOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'HORISEN OAuth2 API';

	icon = { light: 'file:../icons/horisen.svg', dark: 'file:../icons/horisen.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#connect-horisen-business-messenger';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'options',
			options: [
				{
					name: 'Authorization Code',
					value: 'authorizationCode',
					description: 'A person signs in and approves',
				},
				{
					name: 'Client Credentials',
					value: 'clientCredentials',
					description: 'The application signs in by itself',
				},
			],
			default: 'clientCredentials',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'string',
			required: true,
			default: '',
			displayOptions: { show: { grantType: ['authorizationCode'] } },
			description: 'The address of the sign-in page, as HORISEN names it to you',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'string',
			required: true,
			default: 'https://accounts.horisen.pro/oauth2/access-token',
			description: 'Change it if HORISEN gave you another address',
		},
		{ displayName: 'Scope', name: 'scope', type: 'string', default: '' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		{
			// n8n does not inherit it, and renews a token only for this status. The lint takes its name for a secret's.
			displayName: 'Token Expired Status Code',
			name: 'tokenExpiredStatusCode',
			type: 'hidden',
			typeOptions: { password: true },
			default: 401,
		},
		{
			displayName: 'Service UUID',
			name: 'serviceUuid',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 2a7c9c0e-5f1b-4d8e-9a53-6f0e4b7d1c22',
			description: 'The UUID of the Business Messenger account',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.horisen.pro/news/v1',
			description: 'Change it only if HORISEN gave you another address',
		},
	];
}
