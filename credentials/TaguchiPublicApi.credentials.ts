import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** A V5 API endpoint of the type "V5 API Endpoint (Unauthenticated)", such as one for web forms (V5 API, Provisioning). */
export class TaguchiPublicApi implements ICredentialType {
	name = 'taguchiPublicApi';

	displayName = 'Taguchi Public Endpoint API';

	icon = { light: 'file:../icons/taguchi.svg', dark: 'file:../icons/taguchi.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#connect-taguchi';

	properties: INodeProperties[] = [
		{
			displayName: 'Endpoint URL',
			name: 'endpointUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://edm2.taguchimail.com/…/prod/…',
			description: 'Copy it from Settings > Integrations in Taguchi',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			default: 'endpointUrl',
			description: 'Test requests are answered the same way, but change nothing and send nothing',
			options: [
				{ name: 'As in the Endpoint URL', value: 'endpointUrl' },
				{ name: 'Production', value: 'prod' },
				{ name: 'Test', value: 'test' },
			],
		},
	];

	async authenticate(
		_credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return request;
	}
}
