import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** An access token that was obtained elsewhere (Business Messenger CDS API, Introduction). */
export class HorisenTokenApi implements ICredentialType {
	name = 'horisenTokenApi';

	displayName = 'HORISEN Token API';

	icon = { light: 'file:../icons/horisen.svg', dark: 'file:../icons/horisen.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#connect-horisen-business-messenger';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'It is not renewed when it expires; HORISEN OAuth2 API does that',
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

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.token}}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '=/services/{{$credentials.serviceUuid}}/cds/fields',
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'HORISEN refused the token. It may have expired, or the address of your n8n is not registered.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'This token may not use this service. Check the Service UUID.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'Nothing was found there. Check the Service UUID and the Base URL.',
				},
			},
		],
	};
}
