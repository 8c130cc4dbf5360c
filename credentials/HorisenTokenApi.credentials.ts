import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readToken, withBearer } from '../core/credentials/pasted';

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

	async authenticate(
		{ token }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return withBearer(request, readToken('Access Token', token));
	}
}
