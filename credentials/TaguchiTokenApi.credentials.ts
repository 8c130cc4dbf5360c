import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readToken, withBearer } from '../core/credentials/pasted';

/** A V5 API endpoint with a credential of the type "API token" (V5 API, Token authentication). */
export class TaguchiTokenApi implements ICredentialType {
	name = 'taguchiTokenApi';

	displayName = 'Taguchi Token API';

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
			placeholder: 'e.g. https://edm2.taguchimail.com/apiv5_auth/prod/…',
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
		{
			displayName: 'API Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Made under Settings > Credentials in Taguchi',
		},
		{
			displayName: 'Send Base64-Encoded',
			name: 'base64',
			type: 'boolean',
			default: false,
			description: 'Whether to send the token in its Base64 form; Taguchi accepts both',
		},
	];

	async authenticate(
		{ token, base64 }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const plain = readToken('API Token', token);
		return withBearer(request, base64 ? Buffer.from(plain, 'utf8').toString('base64') : plain);
	}
}
